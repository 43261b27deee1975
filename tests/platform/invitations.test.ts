import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, seedAccount } from './support/accounts.ts';
import { openRoom, problemOf } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const mailsTo = async (address: string) =>
  (
    await app.pool.query(
      "SELECT payload FROM outbox WHERE kind = 'email' AND payload ->> 'to' = $1 ORDER BY id",
      [address],
    )
  ).rows.map((row) => row.payload);

test(
  'an account is invited by its id: it is told, and comes in the role of the invitation',
  slow,
  async () => {
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    const { host, path, join, roomId } = await openRoom(app, { scheduledAt: startsAt });
    const guest = await seedAccount(app);
    const created = await host.call('POST', path('/invitations'), { userId: guest.userId, role: 'observer' });
    expect(created.statusCode).toBe(201);
    const invitation = created.json();
    expect(invitation).toMatchObject({
      roomId,
      userId: guest.userId,
      role: 'observer',
      invitedBy: host.userId,
    });
    expect((await host.call('GET', String(created.headers.location))).json()).toEqual(invitation);
    const told = (await guest.call('GET', '/api/v1/notifications')).json().items;
    expect(told).toEqual([
      expect.objectContaining({
        type: 'room-invitation',
        message: 'Hera Tester invites you to "Weekly".',
        data: expect.objectContaining({ roomId, startsAt }),
      }),
    ]);
    expect(await mailsTo(invitation.email)).toEqual([
      expect.objectContaining({ template: 'room-invitation' }),
    ]);
    expect((await join(guest)).json().participant.role).toBe('observer');
  },
);

test(
  'an address without an account gets a mail, and the account that proves to own it the invitation',
  slow,
  async () => {
    const { host, path, join } = await openRoom(app, { settings: { access: 'invited' } });
    const stranger = await seedAccount(app);
    const email = `${randomUUID()}@Example.org`;
    const created = await host.call('POST', path('/invitations'), { email });
    expect(created.json()).toMatchObject({ userId: null, email: email.toLowerCase() });
    expect(await mailsTo(email.toLowerCase())).toHaveLength(1);
    expect((await join(stranger)).statusCode).toBe(404);
    const credentials = { email, password: 'a long and winding road' };
    const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
    const registered = await post('/api/v1/auth/register', {
      ...credentials,
      firstName: 'Nora',
      lastName: 'New',
    });
    const { id } = registered.json().user;
    const token = (await post('/api/v1/auth/login', credentials)).json().accessToken;
    const nora = accountOn(app, id, token);
    expect((await join(nora)).statusCode).toBe(200);
    const list = await host.call('GET', path('/invitations'));
    expect(list.json().items).toEqual([expect.objectContaining({ userId: id })]);
  },
);

test('nobody is invited twice, nor the host, nor an account that is not there', slow, async () => {
  const { host, path } = await openRoom(app);
  const guest = await seedAccount(app);
  const post = (body: object) => host.call('POST', path('/invitations'), body);
  const { email } = (await post({ userId: guest.userId })).json();
  for (const [body, code] of [
    [{ userId: guest.userId }, 'already-invited'],
    [{ email }, 'already-invited'],
    [{ userId: host.userId }, 'conflict'],
    [{ userId: randomUUID() }, 'not-found'],
    [{ userId: guest.userId, email }, 'invalid-request'],
    [{ email, role: 'host' }, 'invalid-request'],
    [{}, 'invalid-request'],
  ] as const) {
    expect(problemOf(await post(body))).toBe(code);
  }
});

test('an invitation is taken back, and then it is gone', slow, async () => {
  const { host, path, join } = await openRoom(app, { settings: { access: 'invited' } });
  const guest = await seedAccount(app);
  const created = await host.call('POST', path('/invitations'), { userId: guest.userId });
  const location = String(created.headers.location);
  expect((await guest.call('DELETE', location)).statusCode).toBe(403);
  expect((await host.call('DELETE', location)).statusCode).toBe(204);
  for (const method of ['GET', 'DELETE'] as const)
    expect((await host.call(method, location)).statusCode).toBe(404);
  expect((await join(guest)).statusCode).toBe(404);
});

test('a repeated invitation with the same key is the same invitation', slow, async () => {
  const { host, path } = await openRoom(app);
  const headers = { authorization: `Bearer ${host.token}`, 'idempotency-key': randomUUID() };
  const body = { email: `${randomUUID()}@example.org` };
  const post = () => host.call('POST', path('/invitations'), body, { headers });
  const first = await post();
  const second = await post();
  expect(second.json()).toEqual(first.json());
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(await mailsTo(body.email)).toHaveLength(1);
});
