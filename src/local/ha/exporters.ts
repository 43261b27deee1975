import { digestOf } from '../digest.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, programVersion } from './ha-inputs.ts';

/** A folder from which node_exporter takes metrics that others write as text, such as the age of the newest backup. */
export const metricsFolder = ({ layout }: Pick<HaInputs, 'layout'>): string => `${layout.directory}/metrics`;

export const exporters = (inputs: HaInputs): Service[] => [
  exporter(inputs, 'redis-exporter', [`--web.listen-address=${addressOf(inputs, 'redis-exporter')}`], {
    REDIS_PASSWORD: inputs.secrets.redisPassword,
    // Which server is asked is in each request; alone it asks nobody.
    REDIS_ADDR: '',
  }),
  exporter(
    inputs,
    'node-exporter',
    [
      `--web.listen-address=${addressOf(inputs, 'node-exporter')}`,
      `--collector.textfile.directory=${metricsFolder(inputs)}`,
    ],
    {},
  ),
];

function exporter(
  inputs: HaInputs,
  name: 'redis-exporter' | 'node-exporter',
  settings: readonly string[],
  secrets: Readonly<Record<string, string>>,
): Service {
  const { layout, haPrograms } = inputs;
  const env = { ...baseEnv, ...secrets };
  return {
    name,
    kind: 'process',
    command: haPrograms[name].path,
    arguments: settings,
    env,
    workingDirectory: metricsFolder(inputs),
    needs: [],
    readiness: { kind: 'http', url: `http://${addressOf(inputs, name)}/` },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, name),
    logFile: `${layout.logs}/${name}.log`,
    digests: { program: programVersion(inputs, name), settings: digestOf([settings, env]) },
  };
}
