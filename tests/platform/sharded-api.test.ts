import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productionPolicy } from '../../src/platform/api/policy.ts';
import { bucketOf, planSpread } from '../../src/platform/api/shards/buckets.ts';
import { moveBuckets } from '../../src/platform/api/shards/move-buckets.ts';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { quickTimes, type Shards, startShards } from './support/shards.ts';
import { enterRoom, listen } from './support/socket.ts';

const slow = { tags: ['slow'] };

let platform: Platform;
let shards: Shards;
let app: FastifyInstance;
let other: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  shards = await startShards(4);
  await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, (places) =>
    planSpread(places, 4),
  );
  const [url = '', ...shardUrls] = shards.urls;
  const config = { database: { url, shardUrls, poolSize: 5 } };
  const policy = { ...productionPolicy, shardMap: quickTimes };
  app = await platform.startWorker({ config: { ...config, worker: 'api-1' }, policy });
  other = await platform.startWorker({ config: { ...config, worker: 'api-2' }, policy });
}, 180_000);
afterAll(async () => {
  await platform.stop();
  await shards.stop();
});

async function pagesOf(account: TestAccount): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { id: string }[]; nextCursor: string | null } = (
      await account.call('GET', `/api/v1/rooms?filter=mine&limit=7${cursor && `&cursor=${cursor}`}`)
    ).json();
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

test('rooms on four shards are one list, the newest first', slow, async () => {
  const ada = await seedAccount(app);
  const created: string[] = [];
  for (let room = 0; room < 30; room += 1) created.push(await createRoom(ada));
  const homes = await shards.query<{ bucket: number; shard: number }>(
    0,
    'SELECT bucket, shard FROM shard_buckets',
  );
  const used = new Set(created.map((id) => homes.find(({ bucket }) => bucket === bucketOf(id))?.shard));
  // 30 random rooms miss one of four shards in 4 × (3/4)^30, 7 of 10,000 times.
  expect(used.size).toBeGreaterThan(1);
  expect(await pagesOf(ada)).toEqual(created.toReversed());
});

test(
  'a meeting goes on while its bucket moves: seats, lines and lists are the same before and after',
  slow,
  async () => {
    const [ada, bob] = await Promise.all([seedAccount(app), seedAccount(other, 'Bob')]);
    const roomId = await createRoom(ada);
    for (const person of [ada, bob]) {
      expect((await person.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);
    }
    const [one, two] = [
      await enterRoom(await listen(app), ada, roomId),
      await enterRoom(await listen(other), bob, roomId),
    ];
    const bucket = bucketOf(roomId);
    const [home] = await shards.query<{ shard: number }>(
      0,
      'SELECT shard FROM shard_buckets WHERE bucket = $1',
      [bucket],
    );
    const target = ((home?.shard ?? 0) + 1) % 4;

    let moving = true;
    const said: string[] = [];
    const talk = (async () => {
      for (let line = 0; moving; line += 1) {
        one.send({ type: 'chat', text: `line ${line}`, ref: `${line}` });
        expect((await one.next('chat_accepted')).ref).toBe(`${line}`);
        said.push(`line ${line}`);
      }
    })();
    await moveBuckets({ urls: shards.urls, times: quickTimes, report: () => undefined }, () => [
      { bucket, target },
    ]);
    moving = false;
    await talk;

    const heard: string[] = [];
    while (heard.length < said.length) heard.push((await two.next('chat_message')).text);
    expect(heard).toEqual(said);
    const [moved] = await shards.query<{ count: number }>(
      target,
      'SELECT count(*)::int AS count FROM room_messages WHERE room_id = $1',
      [roomId],
    );
    expect(moved?.count).toBe(said.length);
    const people = (await bob.call('GET', `/api/v1/rooms/${roomId}/participants`)).json<{
      items: { userId: string }[];
    }>();
    expect(people.items.map(({ userId }) => userId)).toEqual([ada.userId, bob.userId]);
    expect(await pagesOf(ada)).toEqual([roomId]);
    one.close();
    two.close();
  },
);
