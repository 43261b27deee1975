import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, postgresBase, programVersion } from './ha-inputs.ts';

const iniPath = (inputs: HaInputs): string => `${postgresBase(inputs)}/pgbouncer.ini`;
const userListPath = (inputs: HaInputs): string => `${postgresBase(inputs)}/pgbouncer-users.txt`;

/** Settings as in the cluster's pooler; HAProxy behind it knows who is primary. */
function configuration(inputs: HaInputs): string {
  const primary = `host=127.0.0.1 port=${portOf(inputs, 'postgres-primary')}`;
  return [
    '[databases]',
    // The API asks for its limit of 5 s at login, where PgBouncer cannot pass it on; it is set on each connection to the server instead.
    `gomeet = ${primary} dbname=gomeet connect_query='SET statement_timeout = 5000'`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${portOf(inputs, 'pgbouncer')}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${userListPath(inputs)}`,
    'pool_mode = transaction',
    'ignore_startup_parameters = extra_float_digits,statement_timeout,options,lock_timeout',
    'max_client_conn = 500',
    'default_pool_size = 40',
    'min_pool_size = 5',
    // The API gives up after 3 s; whoever waits longer has nobody left who listens.
    'query_wait_timeout = 5',
    'server_lifetime = 600',
    'server_idle_timeout = 60',
    // After a failover the new primary is tried every second, and an attempt that gets no answer is given up after one.
    'server_login_retry = 1',
    'server_connect_timeout = 1',
    'stats_users = gomeet',
    'log_connections = 0',
    'log_disconnections = 0',
    '',
  ].join('\n');
}

const userList = ({ secrets }: HaInputs): string => `"gomeet" "${secrets.databasePassword}"\n`;

export const pgbouncerFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: iniPath(inputs), text: configuration(inputs), user: inputs.postgres.user },
  { path: userListPath(inputs), text: userList(inputs), user: inputs.postgres.user },
];

export function pgbouncer(inputs: HaInputs): Service {
  const { layout, postgres, haPrograms, programs } = inputs;
  return {
    name: 'pgbouncer',
    kind: 'process',
    command: haPrograms.pgbouncer.path,
    arguments: [iniPath(inputs)],
    env: baseEnv,
    workingDirectory: postgresBase(inputs),
    // Like PostgreSQL it refuses to run as root.
    ...(postgres.user === undefined ? {} : { user: postgres.user }),
    needs: [],
    readiness: {
      kind: 'program',
      command: `${programs.postgresBin}/pg_isready`,
      arguments: [
        '-h',
        '127.0.0.1',
        '-p',
        String(portOf(inputs, 'pgbouncer')),
        '-t',
        '1',
        '-d',
        'gomeet',
        '-U',
        'gomeet',
      ],
    },
    readyWithinMs: 20_000,
    // SIGINT waits for queries to end; there is nobody left who could ask more.
    stop: { signal: 'SIGINT', timeoutMs: 3_000 },
    address: addressOf(inputs, 'pgbouncer'),
    logFile: `${layout.logs}/pgbouncer.log`,
    digests: {
      program: programVersion(inputs, 'pgbouncer'),
      configuration: digestOf([configuration(inputs), userList(inputs)]),
    },
  };
}
