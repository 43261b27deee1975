import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketOf, planSpread } from '../../src/platform/api/shards/buckets.ts';
import type { Databases } from '../../src/platform/api/shards/databases.ts';
import { listAcross } from '../../src/platform/api/shards/list-across.ts';
import { moveBuckets } from '../../src/platform/api/shards/move-buckets.ts';
import { roomTables } from '../../src/platform/api/shards/room-tables.ts';
import { openShards, quickTimes, type Shards, startShards } from './support/shards.ts';

const slow = { tags: ['slow'] };
const child = fileURLToPath(new URL('./support/move-bucket-child.ts', import.meta.url));

let shards: Shards;
let databases: Databases;

beforeAll(async () => {
  shards = await startShards(4);
  await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, (places) =>
    planSpread(places, 4),
  );
  databases = await shards.connect();
}, 180_000);
afterAll(() => shards.stop());

/** A random id in a bucket. */
function roomIn(bucket: number): string {
  return bucket.toString(16).padStart(2, '0') + randomUUID().slice(2);
}

async function openRoom(bucket: number, hostId: string = randomUUID()): Promise<string> {
  const id = roomIn(bucket);
  const database = databases.forRoom(id);
  await database
    .insertInto('rooms')
    .values({
      id,
      name: 'Weekly',
      host_id: hostId,
      max_users: 10,
      description: null,
      password: null,
      parent_room_id: null,
      scheduled_at: null,
      ends_at: null,
      ended_at: null,
    })
    .execute();
  await database.insertInto('room_sequences').values({ room_id: id, last_sequence: 0 }).execute();
  return id;
}

/** Says one line as a worker does: number and line in one transaction. @returns the acknowledged number. */
function say(worker: Databases, roomId: string, text: string): Promise<number> {
  return worker
    .forRoom(roomId)
    .transaction()
    .execute(async (transaction) => {
      const { last_sequence: sequence } = await transaction
        .updateTable('room_sequences')
        .set({ last_sequence: sql`last_sequence + 1` })
        .where('room_id', '=', roomId)
        .returning('last_sequence')
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto('room_messages')
        .values({
          room_id: roomId,
          sequence: Number(sequence) as never,
          user_id: randomUUID(),
          display_name: 'Ada',
          message: text,
          client_id: null,
        })
        .execute();
      return Number(sequence);
    });
}

async function linesOf(roomId: string): Promise<string[]> {
  const rows = await databases
    .forRoom(roomId)
    .selectFrom('room_messages')
    .select('message')
    .where('room_id', '=', roomId)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => row.message);
}

async function shardsWith(table: string, key: string, roomId: string): Promise<number[]> {
  const counts = await Promise.all(
    shards.urls.map((_, shard) =>
      shards.query<{ count: number }>(
        shard,
        `SELECT count(*)::int AS count FROM ${table} WHERE ${key} = $1`,
        [roomId],
      ),
    ),
  );
  return counts.flatMap(([row], shard) => (row && row.count > 0 ? [shard] : []));
}

const homeOf = async (bucket: number) =>
  (await shards.query<{ shard: number }>(0, 'SELECT shard FROM shard_buckets WHERE bucket = $1', [bucket]))[0]
    ?.shard ?? -1;

test(
  'buckets are spread evenly, and every room is on the shard of its bucket and nowhere else',
  slow,
  async () => {
    const counts = await shards.query<{ count: number }>(
      0,
      'SELECT count(*)::int AS count FROM shard_buckets GROUP BY shard',
    );
    expect(counts.map(({ count }) => count)).toEqual([16, 16, 16, 16]);
    for (const bucket of [0, 17, 34, 63]) {
      const roomId = await openRoom(bucket);
      expect(bucketOf(roomId)).toBe(bucket);
      expect(await shardsWith('rooms', 'id', roomId)).toEqual([await homeOf(bucket)]);
    }
  },
);

test('a shard refuses what belongs to another', slow, async () => {
  const bucket = 5;
  const wrong = ((await homeOf(bucket)) + 1) % 4;
  const insert = shards.query(
    wrong,
    "INSERT INTO rooms (id, name, host_id) VALUES ($1, 'x', gen_random_uuid())",
    [roomIn(bucket)],
  );
  await expect(insert).rejects.toMatchObject({ code: 'SB001' });
});

test('every table of rooms is fenced, and moves', slow, async () => {
  const fenced = await shards.query<{ name: string }>(
    0,
    "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'fence_bucket' AND tgparentid = 0 AND tgenabled = 'O' ORDER BY 1",
  );
  const referring = await shards.query<{ name: string }>(
    0,
    "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint WHERE confrelid = 'rooms'::regclass AND conparentid = 0 ORDER BY 1",
  );
  const known = ['rooms', 'room_messages', ...roomTables.map(({ name }) => name)].toSorted();
  expect(fenced.map(({ name }) => name).toSorted()).toEqual(known);
  expect(referring.map(({ name }) => name).toSorted()).toEqual(known);
});

test('a list crosses shards in order, page by page, each room once', slow, async () => {
  const hostId = randomUUID();
  const ids: string[] = [];
  for (let bucket = 0; bucket < 64; bucket += 1) ids.push(await openRoom(bucket, hostId));
  type Row = { id: string; created_at: Date };
  const page = (after: Row | undefined) =>
    listAcross<Row, Row>(
      databases,
      {
        page: (database, from, limit) =>
          database
            .selectFrom('rooms')
            .select(['id', 'created_at'])
            .where('host_id', '=', hostId)
            .$if(from !== undefined, (query) =>
              query.where(
                sql<boolean>`(date_trunc('milliseconds', created_at), id) > (${from?.created_at}, ${from?.id}::uuid)`,
              ),
            )
            .orderBy(sql`date_trunc('milliseconds', created_at)`)
            .orderBy('id')
            .limit(limit)
            .execute(),
        roomIdOf: (row) => row.id,
        positionOf: (row) => row,
        compare: (one, other) =>
          one.created_at.getTime() - other.created_at.getTime() || (one.id < other.id ? -1 : 1),
      },
      after,
      10,
    );
  const seen: Row[] = [];
  for (;;) {
    const rows = await page(seen.at(-1));
    seen.push(...rows);
    if (rows.length < 10) break;
  }
  expect(seen.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  const times = seen.map(({ created_at: time }) => time.getTime());
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test(
  'a bucket moves while people write: every acknowledged line is there once, in order, on one shard',
  slow,
  async () => {
    const bucket = 9;
    const source = await homeOf(bucket);
    const target = (source + 1) % 4;
    const other = await shards.connect();
    const rooms = await Promise.all(Array.from({ length: 6 }, () => openRoom(bucket)));
    const acknowledged = new Map(rooms.map((id) => [id, [] as { sequence: number; text: string }[]]));
    const lost: unknown[] = [];
    let writing = true;
    const writers = rooms.flatMap((roomId) =>
      [databases, other].map(async (worker, index) => {
        for (let line = 0; writing; line += 1) {
          const text = `${index}-${line}`;
          try {
            acknowledged.get(roomId)?.push({ sequence: await say(worker, roomId, text), text });
          } catch (error) {
            lost.push(error);
            return;
          }
        }
      }),
    );
    // Rooms that begin and end meanwhile.
    const comings = (async () => {
      const born: string[] = [];
      while (writing) {
        born.push(await openRoom(bucket));
        const gone = await openRoom(bucket);
        await databases.forRoom(gone).deleteFrom('rooms').where('id', '=', gone).execute();
      }
      return born;
    })();

    await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, () => [
      { bucket, target },
    ]);
    writing = false;
    await Promise.all(writers);
    const born = await comings;

    expect(lost).toEqual([]);
    for (const [roomId, lines] of acknowledged) {
      const expected = lines.toSorted((one, next) => one.sequence - next.sequence);
      expect(expected.map(({ sequence }) => sequence)).toEqual(expected.map((_, index) => index + 1));
      expect(await linesOf(roomId)).toEqual(expected.map(({ text }) => text));
      expect(await shardsWith('room_messages', 'room_id', roomId)).toEqual([target]);
    }
    for (const roomId of born) expect(await shardsWith('rooms', 'id', roomId)).toEqual([target]);
    const left = await shards.query(source, 'SELECT FROM rooms WHERE bucket_of(id) = $1', [bucket]);
    expect(left).toEqual([]);
  },
);

/** Starts a move and kills it when it says a line. */
async function killAt(line: string, bucket: number, target: number): Promise<void> {
  const move = spawn(process.execPath, [child, String(bucket), String(target), line], {
    env: { ...process.env, URLS: shards.urls.join(',') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => move.once('exit', (_code, signal) => resolve(signal)));
  for await (const said of createInterface({ input: move.stdout }))
    if (said.endsWith(line)) move.kill('SIGKILL');
  expect(await exited).toBe('SIGKILL');
}

test.each(['copying', 'copied', 'deciding', 'decided', 'taken over'])(
  'a move killed when it said "%s" is finished by the next run, and nothing is lost or doubled',
  slow,
  async (line) => {
    const bucket = 20;
    const source = await homeOf(bucket);
    const target = (source + 1) % 4;
    const roomId = await openRoom(bucket);
    const said: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      said.push(`before-${index}`);
      await say(databases, roomId, `before-${index}`);
    }
    await killAt(line, bucket, target);
    // Between the decision and its being written into the map nobody can write: an honest failure, and nothing is kept of it.
    const between = await say(databases, roomId, 'between').then(
      () => ['between'],
      (error) => {
        expect(error).toMatchObject({ code: 'SB001' });
        return [];
      },
    );
    await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, () => []);
    await say(databases, roomId, 'after');
    expect(await linesOf(roomId)).toEqual([...said, ...between, 'after']);
    expect(await shardsWith('room_messages', 'room_id', roomId)).toEqual([target]);
    expect(await shardsWith('rooms', 'id', roomId)).toEqual([target]);
  },
);

test('lines that were rewritten during a copy are rewritten in it', slow, async () => {
  const bucket = 33;
  const target = ((await homeOf(bucket)) + 1) % 4;
  const roomId = await openRoom(bucket);
  await say(databases, roomId, 'a secret');
  await killAt('copied', bucket, target);
  await databases.onEveryShard(async (transaction) => {
    await transaction
      .updateTable('room_messages')
      .set({ message: 'forgotten' })
      .where('room_id', '=', roomId)
      .execute();
  });
  await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, () => []);
  expect(await linesOf(roomId)).toEqual(['forgotten']);
});

test('a change on every shard is refused while a bucket is on none', slow, async () => {
  const bucket = 34;
  const target = ((await homeOf(bucket)) + 1) % 4;
  const roomId = await openRoom(bucket);
  await say(databases, roomId, 'a secret');
  const forget = () =>
    databases.onEveryShard(async (transaction) => {
      await transaction.deleteFrom('room_messages').where('room_id', '=', roomId).execute();
    });
  await killAt('decided', bucket, target);
  await expect(forget()).rejects.toMatchObject({ code: 'SB001' });
  await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, () => []);
  await forget();
  expect(await linesOf(roomId)).toEqual([]);
});

test('a list of shards that does not fit is refused at the start', slow, async () => {
  const [directory, first, second, third] = shards.urls as [string, string, string, string];
  await expect(openShards([directory, first, second])).rejects.toThrow(
    /is on shard 3, but DATABASE_SHARD_URLS names 2 shards/,
  );
  await expect(openShards([directory, second, first, third])).rejects.toThrow(
    /is shard \d, not \d: give the list in the order/,
  );
});
