import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAdmin } from '../../src/platform/api/admin.ts';
import { type ApiRole, apiRoles } from '../../src/platform/api/config.ts';
import { accountOn, holdMeeting, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { enterRoom, listen } from './support/socket.ts';

const slow = { tags: ['slow'] };

let platform: Platform;
const workers = new Map<ApiRole, FastifyInstance>();

beforeAll(async () => {
  platform = await startPlatform();
  for (const role of apiRoles)
    workers.set(role, await platform.startWorker({ config: { worker: `api-${role}`, roles: [role] } }));
});
afterAll(() => platform.stop());

/** Something that each role and no other answers. */
const anId = '00000000-0000-4000-8000-000000000000';
const routes: readonly (readonly [InjectOptions['method'], string, ApiRole])[] = [
  ['POST', '/api/v1/auth/login', 'auth'],
  ['POST', '/api/v1/auth/refresh', 'auth'],
  ['GET', '/api/v1/users/profile', 'auth'],
  ['GET', '/api/v1/admin/users', 'auth'],
  ['GET', '/api/v1/rooms', 'meeting'],
  ['POST', `/api/v1/rooms/${anId}/join`, 'meeting'],
  ['GET', `/api/v1/rooms/${anId}/recordings`, 'meeting'],
  ['POST', '/webhooks/livekit', 'meeting'],
  ['POST', '/api/v1/ws-tickets', 'signaling'],
  ['GET', `/api/v1/rooms/${anId}/messages`, 'chat'],
  ['GET', '/api/v1/notifications', 'chat'],
  ['GET', '/api/v1/webhooks', 'chat'],
];

test.each(routes)('%s %s is served by the role %s alone', slow, async (method, url, owner) => {
  for (const [role, app] of workers) {
    const answer = await app.inject({ method: method ?? 'GET', url });
    const detail = answer.json<{ detail?: string }>().detail;
    const isMissing = answer.statusCode === 404 && detail?.startsWith('There is no such endpoint') === true;
    expect([role, isMissing]).toEqual([role, role !== owner]);
    if (role !== owner) expect(detail).toContain(`this process, which serves the role ${role};`);
  }
});

test('every route of the whole API is served by one role, or by every process', slow, async () => {
  const whole = await platform.startWorker({ config: { worker: 'api-whole' } });
  const operations = (app: FastifyInstance) =>
    Object.entries(app.swagger().paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item ?? {}).map((method) => `${method} ${path}`),
    );
  const served = [...workers.values()].map(operations);
  const counts = operations(whole).map((operation) => [
    operation,
    served.filter((list) => list.includes(operation)).length,
  ]);
  expect(counts.filter(([, count]) => count !== 1 && count !== apiRoles.length)).toEqual([]);
});

test.each(apiRoles)(
  'a process of the role %s tells its health, its documents and its metrics',
  slow,
  async (role) => {
    const app = workers.get(role);
    if (!app) throw new Error('every role has a worker');
    for (const url of ['/health', '/healthz', '/openapi.json', '/docs/', '/problems/not-found'])
      expect([url, (await app.inject({ url })).statusCode]).toEqual([url, 200]);
    expect((await app.inject({ url: '/readyz' })).json()).toMatchObject({ worker: `api-${role}` });
    const admin = buildAdmin(app);
    expect((await admin.inject({ url: '/metrics' })).body).toContain(`http_requests_total{`);
    await admin.close();
  },
);

test('a process that holds the sockets alone starts recordings as well', slow, async () => {
  const sockets = await platform.startWorker({ config: { worker: 'api-sockets', roles: ['signaling'] } });
  const whole = await platform.startWorker({ config: { worker: 'api-whole-too' } });
  const { roomId, people } = await holdMeeting(whole, 1);
  const [{ userId, token }] = people as [TestAccount];
  const socket = await enterRoom(await listen(sockets), accountOn(sockets, userId, token), roomId);
  socket.send({ type: 'recording', active: true });
  // Nothing that records is set up in this test: the refusal of who was asked, not of an address that is not served.
  expect((await socket.next('error')).code).toBe('recording-unavailable');
  socket.close();
});
