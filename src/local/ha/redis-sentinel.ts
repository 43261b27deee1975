import { fileURLToPath } from 'node:url';
import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { instances } from '../ports.ts';
import type { Service } from '../service.ts';
import { baseEnv, redisSettings } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf } from './ha-inputs.ts';

export const redisNames = instances('redis', 3);
export const sentinelNames = instances('sentinel', 3);
/** What the Sentinels call the set of servers. */
export const masterName = 'gomeet';

const startScript = fileURLToPath(new URL('start-redis.sh', import.meta.url));
const redisFolder = ({ layout }: Pick<HaInputs, 'layout'>, name: string): string =>
  `${layout.directory}/${name}`;
const redisConfig = (inputs: HaInputs, name: string): string => `${redisFolder(inputs, name)}/redis.conf`;
const sentinelConfig = (inputs: HaInputs, name: string): string =>
  `${redisFolder(inputs, name)}/sentinel.conf`;

/** As in the cluster: a primary that has lost its replicas refuses writes, which would be lost when it comes back. */
function redisConfiguration(inputs: HaInputs, name: string): string {
  const { redisPassword } = inputs.secrets;
  return [
    redisSettings(portOf(inputs, name), redisPassword, redisFolder(inputs, name)),
    `masterauth ${redisPassword}`,
    'min-replicas-to-write 1',
    'min-replicas-max-lag 10',
    'repl-backlog-size 16mb',
    'repl-diskless-sync yes',
    'repl-diskless-sync-delay 0',
    'repl-timeout 10',
    'repl-ping-replica-period 1',
    '',
  ].join('\n');
}

/**
 * Two of three must agree that the primary is away. 3 s of silence are far more than a fork of 256 MB takes; with election and the
 * clients' next attempts people are served again well within 10 s. A failover that fails is tried again after twice 6 s.
 */
function sentinelConfiguration(inputs: HaInputs, name: string): string {
  const { redisPassword } = inputs.secrets;
  return [
    'bind 127.0.0.1',
    `port ${portOf(inputs, name)}`,
    `dir "${redisFolder(inputs, name)}"`,
    `requirepass ${redisPassword}`,
    `sentinel sentinel-pass ${redisPassword}`,
    `sentinel monitor ${masterName} 127.0.0.1 ${portOf(inputs, 'redis-1')} 2`,
    `sentinel auth-pass ${masterName} ${redisPassword}`,
    `sentinel down-after-milliseconds ${masterName} 3000`,
    `sentinel failover-timeout ${masterName} 6000`,
    `sentinel parallel-syncs ${masterName} 1`,
    '',
  ].join('\n');
}

export const redisFiles = (inputs: HaInputs): ConfigurationFile[] => [
  ...redisNames.map((name) => ({ path: redisConfig(inputs, name), text: redisConfiguration(inputs, name) })),
  // A Sentinel writes into its file what it learns; only other ports make what it knows worthless.
  ...sentinelNames.map((name) => ({
    path: sentinelConfig(inputs, name),
    text: sentinelConfiguration(inputs, name),
    keep: true as const,
  })),
];

export const redisServers = (inputs: HaInputs): Service[] =>
  redisNames.map((name) => ({
    name,
    kind: 'process',
    command: '/bin/sh',
    arguments: [
      startScript,
      inputs.programs.redisServer,
      redisConfig(inputs, name),
      String(portOf(inputs, name)),
      String(portOf(inputs, 'redis-1')),
      ...sentinelNames.map((sentinel) => sentinelConfig(inputs, sentinel)),
    ],
    env: baseEnv,
    workingDirectory: redisFolder(inputs, name),
    needs: [],
    readiness: { kind: 'redis', port: portOf(inputs, name), password: inputs.secrets.redisPassword },
    readyWithinMs: 30_000,
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    address: addressOf(inputs, name),
    logFile: `${inputs.layout.logs}/${name}.log`,
    digests: {
      program: inputs.programs.versions.redis,
      configuration: digestOf(redisConfiguration(inputs, name)),
    },
  }));

/** Redis first: a Sentinel that starts beside a primary that is not up yet would count its absence. */
export const sentinels = (inputs: HaInputs): Service[] =>
  sentinelNames.map((name) => ({
    name,
    kind: 'process',
    command: inputs.programs.redisServer,
    arguments: [sentinelConfig(inputs, name), '--sentinel'],
    env: baseEnv,
    workingDirectory: redisFolder(inputs, name),
    needs: redisNames,
    readiness: { kind: 'redis', port: portOf(inputs, name), password: inputs.secrets.redisPassword },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, name),
    logFile: `${inputs.layout.logs}/${name}.log`,
    digests: {
      program: inputs.programs.versions.redis,
      configuration: digestOf(sentinelConfiguration(inputs, name)),
    },
  }));

/** Where clients ask who is primary. */
export const sentinelAddresses = (inputs: Pick<HaInputs, 'ports'>): string[] =>
  sentinelNames.map((name) => addressOf(inputs, name));
