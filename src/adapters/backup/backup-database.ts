import { stat } from 'node:fs/promises';
import pg from 'pg';
import type { UserIds } from '../../local/service.ts';
import type { DatabaseNode } from './repository.ts';
import { type TableFingerprint, tableFingerprints, withoutWriters } from './table-fingerprints.ts';

/** What the archive of a running database has reached. */
interface ArchiverStatus {
  /** Nothing waits and the last attempt went well. */
  readonly isHealthy: boolean;
  /** The last attempt failed. */
  readonly isRefused: boolean;
  /** Segments of the log that the archive does not have yet. */
  readonly waitingSegments: number;
  /** A segment with something in it is archived after this long at the latest. */
  readonly timeoutSeconds: number;
  /** Size of each of them. */
  readonly segmentBytes: number;
}

/** The primary of the platform's database, while a backup is taken of it. */
export interface BackupDatabase {
  readonly node: DatabaseNode;
  /** As whom the server runs; undefined when that is the caller. */
  readonly serverUser: UserIds | undefined;
  readonly password: string;
  /** Rows and checksum of every table, exactly as they are at the named point of the log. */
  markPoint(name: string): Promise<readonly TableFingerprint[]>;
  /** Has what was written so far archived, and waits until it is. @returns false when it was not within 60 s */
  archiveNow(signal: AbortSignal): Promise<boolean>;
  archiver(): Promise<ArchiverStatus>;
  /** Ends the segment that is being written, and with it wakes the archiver. */
  closeSegment(): Promise<void>;
  close(): Promise<void>;
}

interface Look {
  readonly refused: boolean;
  readonly waiting: number;
  readonly timeout: number;
  readonly segment: number;
}

const archiveWithinMs = 60_000;

/** @returns undefined when the server is a replica */
export async function connectBackupDatabase(url: string): Promise<BackupDatabase | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that is killed breaks the connection: what awaits an answer learns it, nobody else has to.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ directory: string; replica: boolean }>(
    `SELECT current_setting('data_directory') AS directory, pg_is_in_recovery() AS replica`,
  );
  const [found] = rows;
  if (found === undefined || found.replica) {
    await client.end();
    return undefined;
  }
  const { hostname, port, username, password } = new URL(url);
  const { uid, gid } = await stat(found.directory);
  return {
    node: {
      host: hostname,
      port: Number(port),
      user: decodeURIComponent(username),
      dataDirectory: found.directory,
    },
    serverUser: uid === process.getuid?.() ? undefined : { uid, gid },
    password: decodeURIComponent(password),
    async markPoint(name) {
      const reader = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
      reader.on('error', () => undefined);
      await reader.connect();
      try {
        await withoutWriters(client, async () => {
          await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          // The first query takes the snapshot.
          await reader.query('SELECT 1');
          await client.query('SELECT pg_create_restore_point($1)', [name]);
        });
        return await tableFingerprints(reader);
      } finally {
        await reader.end();
      }
    },
    archiveNow: (signal) => archiveNow(client, signal),
    async archiver() {
      const { rows: looks } = await client.query<Look>(
        `SELECT coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL) AS refused,
                (SELECT count(*)::int FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready') AS waiting,
                (SELECT setting::int FROM pg_settings WHERE name = 'archive_timeout') AS timeout,
                (SELECT setting::int FROM pg_settings WHERE name = 'wal_segment_size') AS segment
         FROM pg_stat_archiver`,
      );
      const {
        refused: isRefused = true,
        waiting: waitingSegments = 0,
        timeout: timeoutSeconds = 0,
        segment: segmentBytes = 0,
      } = looks[0] ?? {};
      const isHealthy = !isRefused && waitingSegments === 0;
      return { isHealthy, isRefused, waitingSegments, timeoutSeconds, segmentBytes };
    },
    async closeSegment() {
      // Without anything in it a segment would stay open.
      await client.query('SELECT pg_current_xact_id()');
      await client.query('SELECT pg_switch_wal()');
    },
    close: () => client.end(),
  };
}

/** Where a server keeps its data, primary or not; undefined when it does not answer. */
export async function dataDirectoryOf(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Recovery to a time ends at the first commit after it: so there is one, and then the segment is closed. */
async function archiveNow(client: pg.Client, signal: AbortSignal): Promise<boolean> {
  await client.query('SELECT pg_current_xact_id()');
  const { rows } = await client.query<{ file: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  const file = rows[0]?.file ?? '';
  const deadline = Date.now() + archiveWithinMs;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const { rows: looks } = await client.query<{ done: boolean }>(
      'SELECT coalesce(last_archived_wal >= $1, false) AS done FROM pg_stat_archiver',
      [file],
    );
    if (looks[0]?.done === true) return true;
    await client.query('SELECT pg_sleep(0.1)');
  }
  return false;
}
