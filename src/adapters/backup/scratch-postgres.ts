import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ExitCode, GomeetError, interruptedError } from '../../errors.ts';
import { isFree } from '../../local/choose-ports.ts';
import { listenerRange } from '../../local/ports.ts';
import type { UserIds } from '../../local/service.ts';
import { spawnBound } from './run-bound.ts';
import { type TableFingerprint, tableFingerprints } from './table-fingerprints.ts';

/** A server on restored files that has recovered and takes writes. Disposing stops it in good order. */
export interface ScratchPostgres extends AsyncDisposable {
  /** Commit time of the last transaction that it has, milliseconds since 1970; undefined when it replayed none. */
  readonly lastTransactionAt: number | undefined;
  fingerprints(): Promise<readonly TableFingerprint[]>;
}

/**
 * Starts a server on restored files, on loopback, and waits until recovery has ended. It archives nothing.
 *
 * @throws GomeetError (`time-outside-archive`) when the archive ends before the wanted moment
 */
export async function startScratchPostgres(request: {
  readonly binDirectory: string;
  readonly dataDirectory: string;
  readonly user: UserIds | undefined;
  readonly login: { readonly user: string; readonly password: string; readonly database: string };
  /** False for a copy that is thrown away. */
  readonly durable: boolean;
  readonly replicationPassword?: string | undefined;
  readonly signal: AbortSignal;
}): Promise<ScratchPostgres> {
  const port = await freePort(request.dataDirectory);
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    archive_mode: 'off',
    // A standby that answers needs as many connections as its primary had; nobody asks this one before it is done.
    hot_standby: 'off',
    shared_buffers: '128MB',
    shared_preload_libraries: '',
    // Its standbys of then are not there: a commit would wait for them for ever.
    synchronous_standby_names: '',
    ssl: 'off',
    logging_collector: 'off',
    fsync: request.durable ? 'on' : 'off',
  };
  const child = spawnBound({
    command: join(request.binDirectory, 'postgres'),
    arguments: [
      '-D',
      request.dataDirectory,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    user: request.user,
    workingDirectory: request.dataDirectory,
    env: { PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
    orphanSignal: 'QUIT',
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  child.stdout?.resume();
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await exited;
  };
  const { user, password, database } = request.login;
  const connect = { host: '127.0.0.1', port, user, password, database, connectionTimeoutMillis: 2000 };
  while (!(await answers(connect))) {
    if (request.signal.aborted) {
      await stop();
      throw interruptedError('the recovery');
    }
    if (child.exitCode !== null || child.signalCode !== null) throw recoveryFailed(log);
    await delay(100);
  }
  if (request.durable) await settleDown(connect, request.replicationPassword);
  return {
    lastTransactionAt: lastTransactionIn(log),
    async fingerprints() {
      const client = new pg.Client(connect);
      await client.connect();
      try {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        return await tableFingerprints(client);
      } finally {
        await client.end();
      }
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** @throws what is wrong with the login: waiting would not mend it */
async function answers(connect: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(connect);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
    return rows[0]?.recovering === false;
  } catch (error) {
    if (['28P01', '28000', '3D000'].includes((error as { code?: string }).code ?? '')) throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * What recovery was told stays in the data: a replica made of them would ask the archive in the name of another folder. And several
 * servers need the role by which they copy one another.
 */
async function settleDown(connect: pg.ClientConfig, replicationPassword: string | undefined): Promise<void> {
  const client = new pg.Client(connect);
  await client.connect();
  try {
    for (const name of [
      'restore_command',
      'recovery_target_time',
      'recovery_target_name',
      'recovery_target_action',
    ])
      await client.query(`ALTER SYSTEM RESET ${name}`);
    if (replicationPassword === undefined) return;
    const { rowCount } = await client.query(`SELECT FROM pg_roles WHERE rolname = 'replicator'`);
    if (rowCount === 0) await client.query('CREATE ROLE replicator');
    // No statement that holds a password is to be logged, be it slow or wrong.
    await client.query('SET log_min_duration_statement = -1; SET log_min_error_statement = panic');
    const password = client.escapeLiteral(replicationPassword);
    await client.query(`ALTER ROLE replicator LOGIN REPLICATION PASSWORD ${password}`);
  } finally {
    await client.end();
  }
}

async function freePort(directory: string): Promise<number> {
  const span = listenerRange.last - listenerRange.first;
  let port =
    listenerRange.first + ([...directory].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) % span);
  while (!(await isFree(port))) port = port >= listenerRange.last ? listenerRange.first : port + 1;
  return port;
}

/** PostgreSQL writes `… was at log time 2026-11-21 22:31:14.903+00`, also where it says that the archive ended too soon. */
function lastTransactionIn(log: string): number | undefined {
  const found = /last completed transaction was at log time (\S+ \S+)/.exec(log)?.[1];
  const at =
    found === undefined ? Number.NaN : Date.parse(found.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(at) ? undefined : at;
}

function recoveryFailed(log: string): GomeetError {
  const last = lastTransactionIn(log);
  if (log.includes('recovery ended before configured recovery target was reached')) {
    const end = last === undefined ? '' : `: its last transaction is of ${new Date(last).toISOString()}`;
    return new GomeetError(`the archive ends before that time${end}`, {
      exitCode: ExitCode.usage,
      code: 'time-outside-archive',
      hint: 'gomeet restore   without --to brings back everything that the archive has',
    });
  }
  const tail = log.trimEnd().split('\n').slice(-12).join('\n');
  const isFull = log.includes('No space left on device');
  return new GomeetError(`the restored database does not start:\n${tail}`, {
    exitCode: isFull ? ExitCode.prerequisite : ExitCode.critical,
    code: isFull ? 'disk-full' : 'recovery-failed',
    hint: isFull ? 'free some space (df -h shows where), then run the command again' : 'gomeet backup verify',
  });
}
