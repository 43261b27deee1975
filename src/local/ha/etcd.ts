import { digestOf } from '../digest.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, programVersion } from './ha-inputs.ts';

/**
 * What the Patronis agree on: who is primary, and who has every commit. One member only: on one machine three would die
 * together, and Patroni's failsafe mode keeps the primary going while it is away.
 */
export function etcd(inputs: HaInputs): Service {
  const { layout, haPrograms } = inputs;
  const [client, peer] = [`http://${addressOf(inputs, 'etcd')}`, `http://${addressOf(inputs, 'etcd-peer')}`];
  const settings = [
    '--name=gomeet',
    `--data-dir=${layout.directory}/etcd`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=gomeet=${peer}`,
    '--snapshot-count=5000',
    // Patroni's reason for it stands in patroni.ts.
    '--enable-v2=true',
    '--logger=zap',
  ];
  return {
    name: 'etcd',
    kind: 'process',
    command: haPrograms.etcd.path,
    arguments: settings,
    env: baseEnv,
    workingDirectory: layout.directory,
    needs: [],
    readiness: { kind: 'http', url: `${client}/health` },
    readyWithinMs: 30_000,
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    address: addressOf(inputs, 'etcd'),
    otherPorts: [portOf(inputs, 'etcd-peer')],
    logFile: `${layout.logs}/etcd.log`,
    digests: { program: programVersion(inputs, 'etcd'), settings: digestOf(settings) },
  };
}
