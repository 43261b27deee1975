import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { instances } from '../ports.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, programVersion } from './ha-inputs.ts';
import { postgresNames } from './patroni.ts';
import { redisNames } from './redis-sentinel.ts';

const configPath = ({ layout }: HaInputs): string => `${layout.directory}/haproxy.cfg`;
export const livekitNames = instances('livekit', 2);

/**
 * One door for each thing that there are several of. A server is looked at every 0.5 s and taken out at the second bad look; a
 * refused connection counts as one and is tried elsewhere at once, so that a killed worker costs nobody an answer.
 */
function configuration(inputs: HaInputs): string {
  return [...defaults, ...http(inputs), ...databases(inputs), ...redis(inputs), ...metrics(inputs), ''].join(
    '\n',
  );
}

const defaults = [
  'global',
  '  nbthread 2',
  // Two descriptors for each: below the 20,000 that a process commonly may have.
  '  maxconn 8000',
  '  log stdout format raw daemon warning',
  'defaults',
  '  log global',
  '  timeout connect 1s',
  // A WebSocket sends something every 30 s; a client that waits for an answer waits longer than the API takes.
  '  timeout client 65s',
  '  timeout server 65s',
  '  timeout tunnel 1h',
  '  timeout check 1s',
  '  timeout queue 5s',
  '  retries 2',
  '  option redispatch 1',
  '  default-server inter 500ms fastinter 250ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions observe layer4 error-limit 1 on-error mark-down',
] as const;

function http(inputs: HaInputs): string[] {
  // Three looks, since a busy worker may miss one: a killed one is out after 0.5 + 2 × 0.25 s at the latest.
  const worker = (name: string): string => `  server ${name} ${addressOf(inputs, name)} check fall 3`;
  return [
    'listen api',
    `  bind ${addressOf(inputs, 'api')}`,
    '  mode http',
    '  balance leastconn',
    // What a caller says of its own address is not believed; the API believes what is set here.
    '  http-request set-header X-Forwarded-For %[src]',
    // Only what no worker has seen may be tried again.
    '  retry-on conn-failure empty-response',
    '  http-request disable-l7-retry if !METH_GET',
    // Whether the worker lives, not whether it is ready: while the database is away none is, and with all of them out everybody's
    // WebSocket would be cut for nothing.
    '  option httpchk GET /healthz',
    '  http-check expect status 200',
    ...instances('api', inputs.apiWorkers).map(worker),
    'listen livekit',
    `  bind ${addressOf(inputs, 'livekit')}`,
    '  mode http',
    '  balance roundrobin',
    '  retry-on conn-failure',
    // It answers 406 while its statistics are older than 4 s, that is, while Redis is away. With both out people would be refused by the door
    // although calls go on; so its port alone is looked at, as our probes in the cluster do.
    ...livekitNames.map((name) => `  server ${name} ${addressOf(inputs, name)} check`),
  ];
}

function databases(inputs: HaInputs): string[] {
  return [
    'listen postgres',
    `  bind ${addressOf(inputs, 'postgres')}`,
    '  mode tcp',
    '  timeout client 1h',
    '  timeout server 1h',
    `  server pgbouncer ${addressOf(inputs, 'pgbouncer')} check`,
    // Patroni says 200 at /primary for whoever holds the lease, and nobody else.
    'listen postgres-primary',
    `  bind ${addressOf(inputs, 'postgres-primary')}`,
    '  mode tcp',
    '  timeout client 1h',
    '  timeout server 1h',
    '  option httpchk OPTIONS /primary',
    '  http-check expect status 200',
    ...postgresNames.map(
      (name) => `  server ${name} ${addressOf(inputs, name)} check port ${portOf(inputs, `${name}-patroni`)}`,
    ),
  ];
}

/** For those who do not ask Sentinel: a server that was replaced and has not heard of it yet may say `master` for some seconds. */
function redis(inputs: HaInputs): string[] {
  return [
    'listen redis',
    `  bind ${addressOf(inputs, 'redis')}`,
    '  mode tcp',
    '  timeout client 1h',
    '  timeout server 1h',
    '  option tcp-check',
    `  tcp-check send AUTH\\ ${inputs.secrets.redisPassword}\\r\\n`,
    '  tcp-check expect string +OK',
    '  tcp-check send ROLE\\r\\n',
    '  tcp-check expect string master',
    ...redisNames.map((name) => `  server ${name} ${addressOf(inputs, name)} check`),
  ];
}

const metrics = (inputs: HaInputs): string[] => [
  'frontend metrics',
  `  bind ${addressOf(inputs, 'haproxy-metrics')}`,
  '  mode http',
  '  monitor-uri /healthz',
  '  http-request use-service prometheus-exporter if { path /metrics }',
  '  stats enable',
  '  stats uri /',
];

export const haproxyFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: configPath(inputs), text: configuration(inputs) },
];

export function haproxy(inputs: HaInputs): Service {
  const { layout, haPrograms } = inputs;
  return {
    name: 'haproxy',
    kind: 'process',
    command: haPrograms.haproxy.path,
    arguments: ['-db', '-f', configPath(inputs)],
    env: baseEnv,
    workingDirectory: layout.directory,
    needs: [],
    readiness: { kind: 'http', url: `http://${addressOf(inputs, 'haproxy-metrics')}/healthz` },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, 'api'),
    otherPorts: ['livekit', 'postgres', 'postgres-primary', 'redis', 'haproxy-metrics'].map((name) =>
      portOf(inputs, name),
    ),
    logFile: `${layout.logs}/haproxy.log`,
    digests: { program: programVersion(inputs, 'haproxy'), configuration: digestOf(configuration(inputs)) },
  };
}
