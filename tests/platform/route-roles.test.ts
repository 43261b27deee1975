import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productionPolicy } from '../../src/platform/api/policy.ts';
import { accountOn, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { type RoleRow, roleNames, routeTable, type World } from './support/route-table.ts';
import { findLiveKit, type Service, startLiveKit } from './support/services.ts';

const program = findLiveKit();
let platform: Platform;
let livekit: Service | undefined;
let app: FastifyInstance;
type People = Record<Exclude<(typeof roleNames)[number], 'nobody'>, TestAccount>;

/** The limits of production would stop the table in its first minute; what they do is tested in limits.test.ts. */
const unlimited = {
  ...productionPolicy,
  limits: Object.fromEntries(
    Object.entries(productionPolicy.limits).map(([name, limit]) => [name, { ...limit, quota: 1_000_000 }]),
  ) as typeof productionPolicy.limits,
};

beforeAll(async () => {
  platform = await startPlatform();
  const { apiKey, apiSecret } = platform.config.livekit;
  if (program !== undefined)
    livekit = await startLiveKit(program, { [apiKey]: apiSecret }, 'http://127.0.0.1:1/none');
  const address = livekit?.url ?? 'http://127.0.0.1:1';
  app = await platform.startWorker({
    policy: unlimited,
    config: {
      livekit: { ...platform.config.livekit, clientUrl: address.replace('http', 'ws'), apiUrl: address },
    },
  });
});
afterAll(async () => {
  await livekit?.stop();
  await platform.stop();
});

/** Accounts are new for each cell, as some routes end sessions or fill an account up. */
async function makePeople(): Promise<People> {
  const names = roleNames.filter((name) => name !== 'nobody');
  const accounts = await Promise.all(names.map((name) => seedAccount(app, name)));
  const people = Object.fromEntries(names.map((name, index) => [name, accounts[index]])) as People;
  const { userId } = people.admin;
  await app.pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [userId]);
  const token = await app.accessTokens.sign({ userId, sessionId: randomUUID(), admin: true });
  return { ...people, admin: accountOn(app, userId, token) };
}

/** For a route about a room: one that only the invited enter, with somebody of each kind. */
async function makeWorld(people: People, path: string): Promise<World> {
  const { owner, moderator, participant, invited } = people;
  const userIds = Object.fromEntries(
    Object.entries(people).map(([name, { userId }]) => [name, userId]),
  ) as World['userIds'];
  if (!path.includes('{roomId}')) return { roomId: '', invitationId: '', userIds };
  const created = await owner.call('POST', '/api/v1/rooms', {
    name: 'Closed',
    maxUsers: 20,
    settings: { access: 'invited' },
  });
  const roomId = created.json<{ id: string }>().id;
  const invite = async (who: TestAccount, role: string) => {
    const answer = await owner.call('POST', `/api/v1/rooms/${roomId}/invitations`, {
      userId: who.userId,
      role,
    });
    return answer.json<{ id: string }>().id;
  };
  const invitationId = await invite(invited, 'participant');
  await invite(moderator, 'moderator');
  await invite(participant, 'participant');
  for (const who of [owner, moderator, participant]) {
    const joined = await who.call('POST', `/api/v1/rooms/${roomId}/join`);
    expect(joined.statusCode, joined.body).toBe(200);
  }
  return { roomId, invitationId, userIds };
}

const cells = routeTable.flatMap((row: RoleRow) =>
  roleNames.map((role, index) => ({ row, role, route: row.route, expected: row.expected[index] })),
);

test.skipIf(program === undefined).for(cells)(
  '$route by $role is answered $expected',
  { tags: ['slow'] },
  async ({ row, role, expected }) => {
    const people = await makePeople();
    const [method, path] = row.route.split(' ') as [string, string];
    const world = await makeWorld(people, path);
    const values: Record<string, string> = {
      roomId: world.roomId,
      userId: world.userIds.participant,
      contactId: world.userIds.other,
      invitationId: world.invitationId,
      ...row.params?.(world),
    };
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? randomUUID());
    const answer = await app.inject({
      method: method as 'GET',
      url: url + (row.query ?? ''),
      headers: {
        ...(role !== 'nobody' && { authorization: `Bearer ${people[role].token}` }),
        ...row.headers,
      },
      ...(row.body && { payload: row.body(world) }),
    });
    expect(answer.statusCode, `${method} ${url}: ${answer.body.slice(0, 500)}`).toBe(expected);
  },
);

test('the table has every route of the API', () => {
  const { paths = {} } = app.swagger();
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(routeTable.map(({ route }) => route).sort()).toEqual(routes.sort());
});
