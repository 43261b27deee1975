import type { Client } from 'pg';
import { type ChangedRoom, copyRooms } from './copy-rooms.ts';
import { everyShardLock } from './sharded-databases.ts';

/** The three databases that a move is about; the directory may be the source or the target as well. */
export interface MovingBucket {
  readonly bucket: number;
  readonly source: number;
  readonly target: number;
  readonly databases: { readonly directory: Client; readonly source: Client; readonly target: Client };
  readonly report: (line: string) => void;
}

/** Writers share a lock of this class; see hold_bucket() in migrations/0007-shards.sql. */
const bucketLockClass = 26_479;
/** So few changed rooms are copied while writers wait: some milliseconds each. */
const fewRooms = 20;
const maxPasses = 10;

/**
 * Copies a bucket while it is written to, then has its writers wait for the last changes and lets the target take over. The
 * one moment that decides is when the source no longer owns the bucket: a move that is cut off before goes on copying, one
 * that is cut off after it can only be finished. So it may be killed anywhere and run again.
 */
export async function switchBucket(move: MovingBucket): Promise<void> {
  const { bucket, databases, report } = move;
  const { source, target, directory } = databases;
  if (await owns(source, bucket)) {
    await makePartitions(source, target);
    await withBucketAlone(source, bucket, () =>
      source.query('UPDATE owned_buckets SET changes_logged = true WHERE bucket = $1', [bucket]),
    );
    report('copying');
    await copyChanges(move, 'all');
    for (let pass = 1; pass < maxPasses && (await copyChanges(move)) > fewRooms; pass += 1) {
      report('copied what changed meanwhile');
    }
    report('copied');
    await withBucketAlone(source, bucket, async () => {
      await copyChanges(move);
      await directory.query('SELECT pg_advisory_lock($1)', [everyShardLock]);
      report('deciding');
      await source.query('DELETE FROM owned_buckets WHERE bucket = $1', [bucket]);
      report('decided');
      await handOver(move);
    });
  } else {
    await directory.query('SELECT pg_advisory_lock($1)', [everyShardLock]);
    await handOver(move);
  }
  await directory.query('SELECT pg_advisory_unlock($1)', [everyShardLock]);
}

async function handOver({ bucket, source, target, databases, report }: MovingBucket): Promise<void> {
  await databases.target.query('INSERT INTO owned_buckets (bucket) VALUES ($1) ON CONFLICT DO NOTHING', [
    bucket,
  ]);
  report('taken over');
  await databases.directory.query(
    'UPDATE shard_buckets SET shard = $2, moving_to = NULL, moved_from = $3 WHERE bucket = $1',
    [bucket, target, source],
  );
}

/** Deletes what a moved bucket left at its source. */
export async function clearSource({ bucket, databases }: MovingBucket): Promise<void> {
  const { source, directory } = databases;
  await source.query("BEGIN; SELECT set_config('gomeet.fence', 'move', true)");
  await source.query('DELETE FROM rooms WHERE bucket_of(id) = $1', [bucket]);
  await source.query('DELETE FROM bucket_changes WHERE bucket = $1', [bucket]);
  await source.query('COMMIT');
  await directory.query('UPDATE shard_buckets SET moved_from = NULL WHERE bucket = $1', [bucket]);
}

async function owns(client: Client, bucket: number): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM owned_buckets WHERE bucket = $1', [bucket]);
  return rows.length > 0;
}

/** One pass over the whole bucket or over what changed since the last. @returns how many rooms it copied. */
async function copyChanges({ bucket, databases }: MovingBucket, which?: 'all'): Promise<number> {
  const { source, target } = databases;
  await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const changes = await source.query<{ id: string; room_id: string; messages_rewritten: boolean }>(
    'SELECT id, room_id, messages_rewritten FROM bucket_changes WHERE bucket = $1',
    [bucket],
  );
  const rooms = new Map<string, ChangedRoom>();
  if (which === 'all') {
    const all = await source.query<{ id: string }>('SELECT id FROM rooms WHERE bucket_of(id) = $1', [bucket]);
    for (const { id } of all.rows) rooms.set(id, { roomId: id, messagesRewritten: false });
  }
  for (const { room_id: roomId, messages_rewritten: rewritten } of changes.rows) {
    const messagesRewritten = rewritten || (rooms.get(roomId)?.messagesRewritten ?? false);
    rooms.set(roomId, { roomId, messagesRewritten });
  }
  await copyRooms(source, target, [...rooms.values()]);
  await source.query('COMMIT');
  // Struck off only now: were the move killed before, the next pass copies them once more.
  await source.query('DELETE FROM bucket_changes WHERE id = ANY($1)', [changes.rows.map(({ id }) => id)]);
  return rooms.size;
}

/** The months that the source has partitions of; lines of a month without one would never be dropped with it. */
async function makePartitions(source: Client, target: Client): Promise<void> {
  const { rows } = await source.query<{ first_day: string }>(
    `SELECT to_date(right(relname, 7), 'YYYY_MM')::text AS first_day FROM pg_inherits
     JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'room_messages'::regclass AND relname ~ '_\\d{4}_\\d{2}$' ORDER BY 1`,
  );
  for (const { first_day: day } of rows) await target.query('SELECT make_message_partition($1::date)', [day]);
}

/**
 * Waits until nobody writes to the bucket and keeps new writers waiting until the work is done. Those who come queue behind the wait
 * itself, so it is short and tried several times: a worker gives a statement 5 s.
 */
async function withBucketAlone<T>(source: Client, bucket: number, work: () => Promise<T>): Promise<T> {
  await source.query("SET lock_timeout = '1s'");
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.query('SELECT pg_advisory_lock($1, $2)', [bucketLockClass, bucket]);
      break;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isBusy || attempt === 30) throw error;
    }
  }
  try {
    return await work();
  } finally {
    await source.query('SELECT pg_advisory_unlock($1, $2)', [bucketLockClass, bucket]);
  }
}
