import { stringify } from 'yaml';
import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { instances } from '../ports.ts';
import type { Service } from '../service.ts';
import { baseEnv, postgresSettings } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, postgresBase, programVersion } from './ha-inputs.ts';

export const postgresNames = instances('postgres', 3);

/** Who may change something over Patroni's interface. */
export const patroniUser = 'patroni';

/**
 * How fast a dead primary is noticed. A primary renews its lease of `ttl` every `loop_wait`, so after its death the lease ends
 * 15 - 2 = 13 to 15 s later; election and promotion take 1 to 3 s, HAProxy's next look up to 1 s, PgBouncer's next attempt 1 s: 15 to 20 s,
 * of the 30 s that it may take. Patroni wants loop_wait + 2 × retry_timeout ≤ ttl (2 + 2 × 5 = 12 ≤ 15), so that a primary that cannot reach
 * etcd has given up before somebody else may become one. A shorter lease would call a stall of a busy machine with two cores a death.
 */
const timing = { ttl: 15, loop_wait: 2, retry_timeout: 5 } as const;

/** Each PostgreSQL with its Patroni. All start together: which of them may be primary after a cold start only etcd knows. */
export const postgresServers = (inputs: HaInputs): Service[] =>
  postgresNames.map((name) => server(inputs, name));

export const patroniFiles = (inputs: HaInputs): ConfigurationFile[] =>
  postgresNames.map((name) => ({
    path: configPath(inputs, name),
    text: patroniConfiguration(inputs, name),
    user: inputs.postgres.user,
  }));

const dataDirectory = (inputs: Pick<HaInputs, 'postgres'>, name: string): string =>
  `${postgresBase(inputs)}/${name}/data`;

const configPath = (inputs: HaInputs, name: string): string => `${postgresBase(inputs)}/${name}.yml`;

function server(inputs: HaInputs, name: string): Service {
  const { layout, postgres, haPrograms, programs } = inputs;
  return {
    name,
    kind: 'process',
    command: haPrograms.patroni.path,
    arguments: [configPath(inputs, name)],
    env: { ...baseEnv, PATH: `${programs.postgresBin}:/usr/bin:/bin`, HOME: postgresBase(inputs) },
    workingDirectory: postgresBase(inputs),
    ...(postgres.user === undefined ? {} : { user: postgres.user }),
    folder: dataDirectory(inputs, name),
    disk: `${postgresBase(inputs)}/${name}`,
    needs: ['etcd'],
    // 200 when PostgreSQL runs, in whatever role.
    readiness: { kind: 'http', url: `http://${addressOf(inputs, `${name}-patroni`)}/health` },
    readyWithinMs: 90_000,
    // Patroni stops PostgreSQL, which writes a checkpoint, and gives up the lease.
    stop: { signal: 'SIGTERM', timeoutMs: 30_000 },
    address: addressOf(inputs, name),
    otherPorts: [portOf(inputs, `${name}-patroni`)],
    logFile: `${layout.logs}/${name}.log`,
    digests: {
      program: `${programVersion(inputs, 'patroni')} ${programs.versions.postgres}`,
      configuration: digestOf(patroniConfiguration(inputs, name)),
    },
  };
}

function patroniConfiguration(inputs: HaInputs, name: string): string {
  const { secrets, programs } = inputs;
  const [postgres, rest] = [addressOf(inputs, name), addressOf(inputs, `${name}-patroni`)];
  const superuser = { username: 'gomeet', password: secrets.databasePassword };
  return stringify({
    scope: 'gomeet',
    name,
    restapi: {
      listen: rest,
      connect_address: rest,
      authentication: { username: patroniUser, password: secrets.patroniPassword },
    },
    // etcd's older interface on purpose. By the newer one (`etcd3`) Patroni 3.0 renews its lease without asking whose it is by now: one
    // that was paused in the middle of a round took it back from its successor, and with it what the successor had acknowledged.
    etcd: { hosts: [addressOf(inputs, 'etcd')] },
    bootstrap: bootstrap(portOf(inputs, name)),
    postgresql: {
      listen: postgres,
      connect_address: postgres,
      data_dir: dataDirectory(inputs, name),
      bin_dir: programs.postgresBin,
      pgpass: `${postgresBase(inputs)}/${name}.pgpass`,
      use_unix_socket: false,
      use_pg_rewind: true,
      remove_data_directory_on_rewind_failure: true,
      authentication: {
        superuser,
        rewind: superuser,
        replication: { username: 'replicator', password: secrets.replicationPassword },
      },
      basebackup: { checkpoint: 'fast' },
      parameters: parameters(),
      pg_hba: [
        'host all all 127.0.0.1/32 scram-sha-256',
        'host replication replicator 127.0.0.1/32 scram-sha-256',
      ],
    },
  });
}

/** What the first server writes into etcd; later `patronictl edit-config` changes it. */
export const patroniSettings = {
  ...timing,
  // A primary that restarts for longer than this gives way.
  primary_start_timeout: 10,
  // Strict: a commit is acknowledged when another server has it, or not at all. With no standby left writes wait.
  synchronous_mode: true,
  synchronous_mode_strict: true,
  synchronous_node_count: 1,
  // While etcd is away the primary goes on, as long as it reaches every other server.
  failsafe_mode: true,
  maximum_lag_on_failover: 1_048_576,
  postgresql: { use_pg_rewind: true, use_slots: true },
} as const;

/**
 * MiB of a segment of the log. One is closed every minute however little is in it (archive_timeout), and its whole length goes to the
 * standbys before the next commit does: of 16 MiB, PostgreSQL's own size, commits waited 0.2 to 0.7 s each time, of 4 less than 0.1.
 */
const segmentMebibytes = 4;

/** How the first server makes its cluster. */
function bootstrap(port: number) {
  return {
    dcs: patroniSettings,
    initdb: [
      { encoding: 'UTF8' },
      { locale: 'C.UTF-8' },
      'data-checksums',
      { 'wal-segsize': String(segmentMebibytes) },
    ],
    // Patroni adds the address of the database `postgres`; the password it puts into the environment.
    post_bootstrap: `psql -X -q -v ON_ERROR_STOP=1 -p ${port} -c "CREATE DATABASE gomeet" -d`,
  };
}

/** As in `lean`, with a third of the cache for each of three; what Patroni sets itself is left out. */
function parameters(): Record<string, string> {
  const { listen_addresses, port, max_connections, ...kept } = postgresSettings(0);
  return {
    ...kept,
    shared_buffers: '96MB',
    max_wal_size: '512MB',
    wal_keep_size: '128MB',
    // A dead peer is noticed by its silence: on one machine no packet needs longer than this.
    wal_sender_timeout: '5s',
    wal_receiver_timeout: '5s',
  };
}
