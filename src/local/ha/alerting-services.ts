import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { ownProgram } from '../own-code.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, programVersion } from './ha-inputs.ts';

const folder = ({ layout }: HaInputs): string => `${layout.directory}/alertmanager`;

/** Every notification that Alertmanager sent, one a line. */
export const alertRecorderFile = ({ layout }: Pick<HaInputs, 'layout'>): string =>
  `${layout.directory}/alertmanager/notifications.ndjson`;

const routes = (inputs: HaInputs): string =>
  inputs.alerting.routes(`http://${addressOf(inputs, 'alert-recorder')}`);

export const alertmanagerFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: `${folder(inputs)}/alertmanager.yml`, text: routes(inputs) },
];

export function alertmanager(inputs: HaInputs): Service {
  const { layout, haPrograms } = inputs;
  return {
    name: 'alertmanager',
    kind: 'process',
    command: haPrograms.alertmanager.path,
    arguments: [
      `--config.file=${folder(inputs)}/alertmanager.yml`,
      `--storage.path=${folder(inputs)}/data`,
      `--web.listen-address=${addressOf(inputs, 'alertmanager')}`,
      // Alone: it need not look for others of its kind.
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    env: baseEnv,
    workingDirectory: folder(inputs),
    needs: ['alert-recorder'],
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'alertmanager')}/-/ready` },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 5_000 },
    address: addressOf(inputs, 'alertmanager'),
    logFile: `${layout.logs}/alertmanager.log`,
    digests: { program: programVersion(inputs, 'alertmanager'), configuration: digestOf(routes(inputs)) },
  };
}

/** Stands for Slack, mail and telephone: it writes down what Alertmanager tells. */
export function alertRecorder(inputs: HaInputs): Service {
  const { layout, programs, projectRoot, alertRecorderCode } = inputs;
  const env = {
    ...baseEnv,
    ALERT_RECORDER_PORT: String(portOf(inputs, 'alert-recorder')),
    ALERT_RECORDER_FILE: alertRecorderFile(inputs),
  };
  return {
    name: 'alert-recorder',
    kind: 'process',
    command: programs.node,
    arguments: [ownProgram('platform/alert-recorder/server')],
    env,
    workingDirectory: projectRoot,
    needs: [],
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'alert-recorder')}/healthz` },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, 'alert-recorder'),
    logFile: `${layout.logs}/alert-recorder.log`,
    digests: { program: programs.versions.node, code: alertRecorderCode, environment: digestOf(env) },
  };
}
