import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

test('at its most talkative the log holds no secret, and finds a request by its id', slow, async () => {
  let log = '';
  const app = await platform.startWorker({
    config: { logLevel: 'trace' },
    logStream: {
      write: (line: string) => {
        log += line;
      },
    },
  });
  const url = await listen(app);
  const password = 'a password for the log';
  const email = 'log@example.org';
  const call = (path: string, payload: object, authorization = '') =>
    app.inject({ method: 'POST', url: path, payload, headers: { authorization } });
  await call('/api/v1/auth/register', { email, password, firstName: 'A', lastName: 'B' });
  await call('/api/v1/auth/register', { email, password, firstName: 'A', lastName: 'B' });
  await call('/api/v1/auth/login', { email, password: `${password}!` });
  const login = await call('/api/v1/auth/login?token=in-the-query', { email, password });
  const { accessToken } = login.json();
  const bearer = `Bearer ${accessToken}`;
  const room = (
    await call('/api/v1/rooms', { name: 'x', password: 'a password for the room' }, bearer)
  ).json();
  const joined = (await call(`/api/v1/rooms/${room.id}/join`, {}, bearer)).json();
  const ticket = (await call('/api/v1/ws-tickets', {}, bearer)).json().ticket;
  const socket = await openSession(url, await seedAccount(app));
  socket.send({ type: 'authenticate', ticket });
  await socket.closed;
  await platform.postgres.stop();
  const failed = await call('/api/v1/rooms', { name: 'x', password: 'a password for the room' }, bearer);
  expect(failed.json()).toMatchObject({ status: 503, type: '/problems/unavailable' });
  expect(failed.body).not.toMatch(/postgres|ECONN|sql/i);

  expect(log).toContain(`"reqId":"${failed.headers['x-request-id']}"`);
  expect(log).toContain('"path":"/api/v1/auth/login"');
  const { livekit, accessTokenPrivateKey } = platform.config;
  for (const secret of [
    password,
    'for the room',
    accessToken,
    joined.livekit.token,
    ticket,
    livekit.apiSecret,
  ]) {
    expect(log).not.toContain(secret);
  }
  for (const secret of [accessTokenPrivateKey, 'argon2', 'in-the-query', email, 'secretKey']) {
    expect(log).not.toContain(secret);
  }
});
