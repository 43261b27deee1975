import type { ConfigurationFile } from './configuration-file.ts';
import { digestOf } from './digest.ts';
import type { Layout } from './layout.ts';
import { mailbox } from './mailbox-service.ts';
import { ownProgram } from './own-code.ts';
import { openPort, type Ports } from './ports.ts';
import type { PostgresPlace } from './postgres-place.ts';
import type { Secrets } from './read-secrets.ts';
import { recorder, recorderEnv } from './recorder-service.ts';
import type { Service } from './service.ts';
import {
  baseEnv,
  databasePoolSize,
  livekitConfiguration,
  postgresSettings,
  redisConfiguration,
} from './service-settings.ts';

/** Programs by path, and the digest of what they are. */
interface ProfilePrograms {
  readonly postgresBin: string;
  readonly redisServer: string;
  readonly livekitServer: string;
  readonly node: string;
  /** Digest of each program's version, so that an upgrade restarts its service. */
  readonly versions: Readonly<Record<'postgres' | 'redis' | 'livekit' | 'node', string>>;
}

export interface ProfileInputs {
  readonly apiWorkers: number;
  readonly layout: Layout;
  readonly projectRoot: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly postgres: PostgresPlace;
  readonly programs: ProfilePrograms;
  /** The programs that record; without them nothing is recorded. */
  readonly recording?: { readonly program: string; readonly version: string; readonly ffmpeg: string };
  /** The folder of the built web app; without it the API serves no pages. */
  readonly webRoot?: string;
  /** Digests of the API's sources, of the mailbox's and of the migrations. */
  readonly apiCode: string;
  readonly mailboxCode: string;
  readonly migrations: string;
}

/** The services of profile `lean`, in an order in which each comes after those that it needs. */
export function leanProfile(inputs: ProfileInputs): Service[] {
  const workers = Array.from({ length: inputs.apiWorkers }, (_, index) => api(inputs, `api-${index + 1}`));
  return [
    postgres(inputs),
    redis(inputs),
    livekit(inputs),
    migrate(inputs),
    mailbox(inputs),
    ...recorder(inputs),
    ...workers,
  ];
}

/** What these services read. */
export const leanFiles = ({ layout, ports, secrets }: ProfileInputs): ConfigurationFile[] => [
  { path: layout.redisConfig, text: redisConfiguration(ports, secrets, layout.redisData) },
  { path: layout.livekitConfig, text: livekitConfiguration(ports, secrets), readBy: 'livekit-server' },
];

/** What an API process is told; the load test and the health check use the same addresses. */
export function connectionEnv({
  ports,
  secrets,
}: Pick<ProfileInputs, 'ports' | 'secrets'>): Record<string, string> {
  return {
    DATABASE_URL: `postgres://gomeet:${secrets.databasePassword}@127.0.0.1:${ports.postgres}/gomeet`,
    REDIS_URL: `redis://:${secrets.redisPassword}@127.0.0.1:${ports.redis}/0`,
    LIVEKIT_URL: `ws://127.0.0.1:${ports.livekit}`,
    LIVEKIT_API_URL: `http://127.0.0.1:${ports.livekit}`,
    LIVEKIT_API_KEY: secrets.livekitApiKey,
    LIVEKIT_API_SECRET: secrets.livekitApiSecret,
  };
}

function postgres({ layout, ports, postgres: place, programs }: ProfileInputs): Service {
  const settings = postgresSettings(ports.postgres ?? 0);
  return {
    name: 'postgres',
    kind: 'process',
    command: `${programs.postgresBin}/postgres`,
    arguments: [
      '-D',
      place.dataDirectory,
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    env: baseEnv,
    workingDirectory: place.dataDirectory,
    ...(place.user === undefined ? {} : { user: place.user }),
    needs: [],
    readiness: {
      kind: 'program',
      command: `${programs.postgresBin}/pg_isready`,
      arguments: ['-h', '127.0.0.1', '-p', String(ports.postgres), '-t', '1'],
    },
    readyWithinMs: 60_000,
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
    stop: { signal: 'SIGINT', timeoutMs: 20_000 },
    address: `127.0.0.1:${ports.postgres}`,
    logFile: `${layout.logs}/postgres.log`,
    digests: { program: programs.versions.postgres, settings: digestOf([settings, place]) },
  };
}

function redis({ layout, ports, secrets, programs }: ProfileInputs): Service {
  return {
    name: 'redis',
    kind: 'process',
    command: programs.redisServer,
    arguments: [layout.redisConfig],
    env: baseEnv,
    workingDirectory: layout.redisData,
    needs: [],
    readiness: { kind: 'redis', port: ports.redis ?? 0, password: secrets.redisPassword },
    readyWithinMs: 30_000,
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    address: `127.0.0.1:${ports.redis}`,
    logFile: `${layout.logs}/redis.log`,
    digests: {
      program: programs.versions.redis,
      configuration: digestOf(redisConfiguration(ports, secrets, layout.redisData)),
    },
  };
}

function livekit({ layout, ports, secrets, programs }: ProfileInputs): Service {
  return {
    name: 'livekit',
    kind: 'process',
    command: programs.livekitServer,
    arguments: ['--config', layout.livekitConfig],
    env: baseEnv,
    workingDirectory: layout.directory,
    needs: ['redis'],
    readiness: { kind: 'http', url: `http://127.0.0.1:${ports.livekit}/` },
    readyWithinMs: 20_000,
    // The first SIGTERM waits for participants, the second one does not.
    stop: { signal: 'SIGTERM', repeatAfterMs: 300, timeoutMs: 3_000 },
    address: `127.0.0.1:${ports.livekit}`,
    ...openPort(ports['livekit-tcp']),
    logFile: `${layout.logs}/livekit.log`,
    digests: {
      program: programs.versions.livekit,
      configuration: digestOf(livekitConfiguration(ports, secrets)),
    },
  };
}

/** @param databaseUrl of the primary itself: migrations hold a lock for a session, which a pooler by transaction cannot give */
export function migrate(
  inputs: ProfileInputs,
  databaseUrl = connectionEnv(inputs).DATABASE_URL ?? '',
  needs: readonly string[] = ['postgres'],
): Service {
  const env: Record<string, string> = {
    ...baseEnv,
    ...connectionEnv(inputs),
    DATABASE_URL: databaseUrl,
  };
  return {
    name: 'migrate',
    kind: 'task',
    command: inputs.programs.node,
    arguments: [ownProgram('platform/api/migrate')],
    env,
    workingDirectory: inputs.projectRoot,
    needs,
    readyWithinMs: 60_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: '',
    logFile: `${inputs.layout.logs}/migrate.log`,
    digests: { migrations: inputs.migrations, environment: digestOf(env.DATABASE_URL) },
  };
}

/**
 * V8 by default takes memory for speed. New objects are copied to and fro between two spaces that grow to 32 MiB each and
 * stay: what lives as long as a socket leaves them soon, so 4 are enough. And old objects are collected when they have
 * doubled or more: at a quarter more, a worker with 12,500 sockets keeps 60 MiB less, for a collection of 50 ms every few seconds.
 */
const apiMemoryFlags = ['--max-semi-space-size=4', '--heap-growing-percent=25'] as const;

/** One API process as it is in `lean`; what differs elsewhere replaces the settings here. */
export function api(
  inputs: ProfileInputs,
  name: string,
  other: {
    readonly port?: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly needs?: readonly string[];
  } = {},
): Service {
  const { ports, secrets } = inputs;
  const adminPort = ports[`${name}-admin`];
  const port = other.port ?? ports.api;
  const env = {
    ...baseEnv,
    ...connectionEnv(inputs),
    GOMEET_API_HOST: '127.0.0.1',
    GOMEET_API_PORT: String(port),
    // Several processes listen on one port; the kernel spreads the connections over them.
    GOMEET_API_REUSE_PORT: '1',
    GOMEET_API_ADMIN_PORT: String(adminPort),
    GOMEET_API_WORKER: name,
    DATABASE_POOL_SIZE: String(databasePoolSize),
    ACCESS_TOKEN_PRIVATE_KEY: secrets.accessTokenPrivateKey,
    DATA_ENCRYPTION_KEYS: `local:${secrets.dataKey}`,
    ...recorderEnv(inputs),
    SMTP_URL: `smtp://127.0.0.1:${ports['mailbox-smtp']}`,
    VAPID_PUBLIC_KEY: secrets.vapidPublicKey,
    VAPID_PRIVATE_KEY: secrets.vapidPrivateKey,
    // Whoever tries the platform out should not have to read a mailbox first; the mailbox is there all the same.
    GOMEET_EMAIL_VERIFICATION: 'optional',
    // People type either name of the loopback address; to a browser these are two origins.
    GOMEET_ALLOWED_ORIGINS: `http://localhost:${ports.api}`,
    GOMEET_WEBHOOK_PRIVATE_ADDRESSES: '1',
    GOMEET_LOG_LEVEL: 'info',
    ...(inputs.webRoot !== undefined && { GOMEET_WEB_ROOT: inputs.webRoot }),
    ...other.env,
  };
  return {
    name,
    kind: 'process',
    command: inputs.programs.node,
    arguments: [...apiMemoryFlags, ownProgram('platform/api/server')],
    env,
    workingDirectory: inputs.projectRoot,
    needs: other.needs ?? ['migrate', 'redis', 'livekit', 'mailbox'],
    readiness: { kind: 'http', url: `http://127.0.0.1:${adminPort}/readyz` },
    readyWithinMs: 20_000,
    // It tells its WebSockets to reconnect elsewhere and leaves within 5 s.
    stop: { signal: 'SIGTERM', timeoutMs: 6_000 },
    address: `127.0.0.1:${port}`,
    otherPorts: [adminPort ?? 0],
    logFile: `${inputs.layout.logs}/${name}.log`,
    digests: {
      program: inputs.programs.versions.node,
      code: inputs.apiCode,
      environment: digestOf(env),
    },
  };
}
