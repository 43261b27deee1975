import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { bearer, login, post, register } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

type Headers = Record<string, string>;
const request = (
  method: 'GET' | 'PUT' | 'DELETE' | 'POST',
  path: string,
  headers: Headers,
  payload?: object | Buffer,
) => app.inject({ method, url: `/api/v1/users/${path}`, headers, ...(payload && { payload }) });
const of = ({ token }: TestAccount): Headers => ({ authorization: `Bearer ${token}` });

const png = Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR and so on', 'latin1');

test('a name is changed, and with it what others find', slow, async () => {
  const headers = of(await seedAccount(app));
  const changed = await request('PUT', 'profile', headers, { firstName: ' Grace ', lastName: 'Hopper' });
  expect(changed.json().user).toMatchObject({ firstName: 'Grace', lastName: 'Hopper', avatarUrl: null });
  expect((await request('GET', 'profile', headers)).json()).toEqual(changed.json());
  expect((await request('PUT', 'profile', headers, { firstName: '' })).statusCode).toBe(400);
});

test(
  'settings have defaults, a change leaves the others, and another account has its own',
  slow,
  async () => {
    const [ada, bob] = [of(await seedAccount(app)), of(await seedAccount(app))];
    const defaults = (await request('GET', 'settings', ada)).json();
    expect(defaults).toMatchObject({ theme: 'system', resolution: 'auto', emailNotifications: true });
    await request('PUT', 'settings', ada, { theme: 'dark' });
    const changed = await request('PUT', 'settings', ada, { joinMuted: true, theme: 'light' });
    expect(changed.json()).toEqual({ ...defaults, theme: 'light', joinMuted: true });
    expect((await request('GET', 'settings', bob)).json()).toEqual(defaults);
    for (const wrong of [{ theme: 'blue' }, { unknown: 1 }])
      expect((await request('PUT', 'settings', ada, wrong)).statusCode).toBe(400);
  },
);

test('a picture is known by its bytes and reached only by who was shown its address', slow, async () => {
  const ada = await seedAccount(app);
  const put = (content: Buffer, type = 'image/png') =>
    request('PUT', 'profile/avatar', { ...of(ada), 'content-type': type }, content);
  expect((await put(png)).statusCode).toBe(204);
  const { avatarUrl } = (await request('GET', 'profile', of(ada))).json().user;
  const shown = await app.inject(avatarUrl);
  expect(shown.rawPayload.equals(png)).toBe(true);
  expect(shown.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  const guessed = `/api/v1/users/${ada.userId}/avatar?v=${'0'.repeat(32)}`;
  expect((await app.inject(guessed)).statusCode).toBe(404);

  expect((await put(Buffer.from('<svg onload="alert(1)"/>'))).statusCode).toBe(415);
  expect((await put(Buffer.from('<svg/>'), 'image/svg+xml')).statusCode).toBe(415);
  expect((await put(Buffer.concat([png, Buffer.alloc(512 * 1024)]))).statusCode).toBe(413);

  expect((await request('DELETE', 'profile/avatar', of(ada))).statusCode).toBe(204);
  expect((await app.inject(avatarUrl)).statusCode).toBe(404);
  expect((await request('GET', 'profile', of(ada))).json().user.avatarUrl).toBeNull();
});

test('a password is changed only with the old one, and ends the other sessions', slow, async () => {
  const person = await register(app, 'changer');
  const [here, elsewhere] = [await login(app, person), await login(app, person)];
  const put = (currentPassword: string) =>
    request('PUT', 'password', bearer(here), { currentPassword, newPassword: 'another battery' });
  const wrong = await put('not it');
  expect(wrong.json()).toMatchObject({ status: 403, type: '/problems/wrong-password' });
  expect((await put(person.password)).statusCode).toBe(204);
  expect((await request('GET', 'profile', bearer(here))).statusCode).toBe(200);
  expect((await request('GET', 'profile', bearer(elsewhere))).statusCode).toBe(401);
  expect((await post(app, 'login', person)).statusCode).toBe(401);
  expect((await post(app, 'login', { ...person, password: 'another battery' })).statusCode).toBe(200);
});

test('guessing the password on an open page ends after a few attempts', slow, async () => {
  const tokens = await login(app, await register(app, 'guessed'));
  const guesses = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      request('DELETE', 'profile', bearer(tokens), { password: `guess ${n}` }),
    ),
  );
  const statuses = guesses.map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429, 429]);
});

test('the export holds what is kept of the account and nothing that is secret', slow, async () => {
  const person = await register(app, 'exporter');
  const tokens = await login(app, person);
  await request('PUT', 'settings', bearer(tokens), { theme: 'dark' });
  await request('PUT', 'profile/avatar', { ...bearer(tokens), 'content-type': 'image/png' }, png);
  const room = await app.inject({
    method: 'POST',
    url: '/api/v1/rooms',
    headers: bearer(tokens),
    payload: { name: 'Mine', password: 'door' },
  });
  await app.inject({
    method: 'POST',
    url: `/api/v1/rooms/${room.json().id}/join`,
    headers: bearer(tokens),
    payload: {},
  });
  const exported = await request('GET', 'export', bearer(tokens));
  expect(exported.headers['content-disposition']).toContain('attachment');
  expect(exported.json()).toMatchObject({
    account: [{ email: person.email, firstName: 'exporter' }],
    settings: [{ settingKey: 'theme', settingValue: 'dark' }],
    sessions: [{ ipAddress: '127.0.0.1' }],
    avatar: [{ contentType: 'image/png', base64: png.toString('base64') }],
    rooms: [{ name: 'Mine' }],
    seats: [{ roomId: room.json().id }],
    stays: [{ leftAt: null }],
    messages: [],
  });
  expect(exported.json().auditLog.map((entry: { action: string }) => entry.action)).toContain(
    'account.exported',
  );
  expect(exported.body).not.toMatch(/argon2|digest|"token"/);
});

test('more rows than a page of the export come all and once', slow, async () => {
  const ada = await seedAccount(app);
  await app.pool.query(
    `INSERT INTO notifications (user_id, type, title, message)
     SELECT $1, 'test', 'n', n::text FROM generate_series(1, 1234) AS n`,
    [ada.userId],
  );
  const { notifications } = (await request('GET', 'export', of(ada))).json();
  expect(new Set(notifications.map(({ message }: { message: string }) => message)).size).toBe(1234);
  expect(notifications).toHaveLength(1234);
});

test('a forgotten account leaves no name, no word and no room, and its sessions end', slow, async () => {
  const person = await register(app, 'leaver');
  const tokens = await login(app, person);
  const { id: userId } = (await request('GET', 'profile', bearer(tokens))).json().user;
  const host = await seedAccount(app, 'Host');
  const theirs = await createRoom(host);
  const leaver: TestAccount = {
    ...host,
    userId,
    token: tokens.accessToken,
    call: (method, url, payload) =>
      app.inject({ method, url, headers: bearer(tokens), payload: payload ?? {} }),
  };
  const own = await createRoom(leaver);
  for (const roomId of [theirs, own]) await leaver.call('POST', `/api/v1/rooms/${roomId}/join`);
  await app.pool.query(
    `INSERT INTO room_messages (room_id, sequence, user_id, display_name, message)
     VALUES ($1, 1, $2, 'leaver Tester', 'my phone is 555')`,
    [theirs, userId],
  );

  const forgotten = await request('DELETE', 'profile', bearer(tokens), { password: person.password });
  expect(forgotten.statusCode).toBe(204);
  expect((await request('GET', 'profile', bearer(tokens))).statusCode).toBe(401);
  expect((await post(app, 'login', person)).statusCode).toBe(401);
  const { rows: messages } = await app.pool.query(
    'SELECT sequence, display_name, message FROM room_messages WHERE room_id = $1',
    [theirs],
  );
  expect(messages).toEqual([{ sequence: '1', display_name: 'deleted user', message: '(deleted)' }]);
  const { rows: seats } = await app.pool.query(
    'SELECT display_name, left_at IS NULL AS present FROM room_participants WHERE user_id = $1',
    [userId],
  );
  expect(seats).toEqual([{ display_name: 'deleted user', present: false }]);
  const { rows: rooms } = await app.pool.query('SELECT 1 FROM rooms WHERE id = $1', [own]);
  expect(rooms).toEqual([]);
  const { rows: audit } = await app.pool.query(
    'SELECT action, ip_address, details FROM audit_log WHERE actor_id = $1 ORDER BY id',
    [userId],
  );
  expect(audit.at(-1)).toMatchObject({ action: 'account.forgotten', ip_address: null });
  expect(audit.every(({ ip_address: address }) => address === null)).toBe(true);
  // The address is free again.
  expect((await register(app, 'leaver')).email).toBe(person.email);
});
