import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditOf, bearer, isAccepted, login, post, register } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const refresh = (refreshToken: string, worker = app) => post(worker, 'refresh', { refreshToken });
const sidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;
/** Makes what happened to a session seem so long ago. */
const letPass = (accessToken: string, column: string, interval: string) =>
  app.pool.query(`UPDATE user_sessions SET ${column} = ${column} - $2::interval WHERE id = $1`, [
    sidOf(accessToken),
    interval,
  ]);

test('a refresh gives the next token of the same session, and its access token works', slow, async () => {
  const tokens = await login(app, await register(app, 'renewing'));
  const answer = await refresh(tokens.refreshToken);
  expect(answer.statusCode).toBe(200);
  const renewed = answer.json();
  expect(renewed).toMatchObject({ expiresIn: 900, accessToken: expect.any(String) });
  expect(renewed.refreshToken).not.toBe(tokens.refreshToken);
  expect(sidOf(renewed.accessToken)).toBe(sidOf(tokens.accessToken));
  expect(await isAccepted(app, renewed)).toBe(true);
  expect((await refresh(renewed.refreshToken)).statusCode).toBe(200);
});

test('two tabs that refresh at once, at two workers, get the same successor', slow, async () => {
  const second = await platform.startWorker({ config: { worker: 'api-2' } });
  const { refreshToken } = await login(app, await register(app, 'two-tabs'));
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, tab) => refresh(refreshToken, tab % 2 ? app : second)),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
  const successors = new Set(answers.map((answer) => answer.json().refreshToken));
  expect(successors.size).toBe(1);
  expect((await refresh([...successors][0] ?? '')).statusCode).toBe(200);
});

test('a token used again later ends the session for everyone, at once [v5.0.0-10.4.5]', slow, async () => {
  const person = await register(app, 'robbed');
  const stolen = await login(app, person);
  const renewed = (await refresh(stolen.refreshToken)).json();
  await letPass(stolen.accessToken, 'rotated_at', '11 seconds');
  const reused = await refresh(stolen.refreshToken);
  expect(reused.json()).toMatchObject({ status: 401, type: '/problems/refresh-reused' });
  expect(await isAccepted(app, renewed)).toBe(false);
  expect((await refresh(renewed.refreshToken)).json()).toMatchObject({ type: '/problems/session-ended' });
  expect(await auditOf(app, person)).toContain('session.refresh-reused refused');
});

test(
  'a token of long ago ends the session too, though many came after it [v5.0.0-10.4.5]',
  slow,
  async () => {
    const stolen = await login(app, await register(app, 'patient'));
    let newest = stolen;
    for (let time = 0; time < 3; time += 1) newest = (await refresh(newest.refreshToken)).json();
    expect((await refresh(stolen.refreshToken)).json()).toMatchObject({ type: '/problems/refresh-reused' });
    expect((await refresh(newest.refreshToken)).statusCode).toBe(401);
  },
);

test('nobody ends a session by a guess', slow, async () => {
  const tokens = await login(app, await register(app, 'guessed-at'));
  const forged = Buffer.from(tokens.refreshToken, 'base64url');
  forged.fill(7, 16, 48);
  for (const guess of [forged.toString('base64url'), 'guess', tokens.accessToken.slice(0, 86)])
    expect((await refresh(guess)).json()).toMatchObject({ status: 401, type: '/problems/session-ended' });
  expect((await refresh(tokens.refreshToken)).statusCode).toBe(200);
});

test.each([
  ['nobody used for 7 days', 'expires_at', '8 days', '[v5.0.0-7.3.1]'],
  ['30 days old, however often it was used', 'ends_at', '31 days', '[v5.0.0-7.3.2]'],
])('a session %s is over %4$s', slow, async (_which, column, interval) => {
  const tokens = await login(app, await register(app, `old-${column.replace('_', '-')}`));
  await letPass(tokens.accessToken, column, interval);
  if (column === 'ends_at') {
    // The last refresh before the end cannot reach beyond it.
    await letPass(tokens.accessToken, 'ends_at', '-2 days');
    const { rows } = await app.pool.query('SELECT ends_at FROM user_sessions WHERE id = $1', [
      sidOf(tokens.accessToken),
    ]);
    const last = (await refresh(tokens.refreshToken)).json();
    const after = await app.pool.query('SELECT expires_at FROM user_sessions WHERE id = $1', [
      sidOf(tokens.accessToken),
    ]);
    expect(after.rows[0].expires_at).toEqual(rows[0].ends_at);
    await letPass(tokens.accessToken, 'expires_at', '3 days');
    expect((await refresh(last.refreshToken)).json()).toMatchObject({ type: '/problems/session-ended' });
    return;
  }
  expect((await refresh(tokens.refreshToken)).json()).toMatchObject({ type: '/problems/session-ended' });
});

test(
  'after logging out the access token is refused at once, other sessions go on [v5.0.0-7.4.1]',
  slow,
  async () => {
    const person = await register(app, 'leaving');
    const [here, elsewhere] = [await login(app, person), await login(app, person)];
    const answer = await post(app, 'logout', undefined, bearer(here));
    expect(answer.statusCode).toBe(204);
    expect(await isAccepted(app, here)).toBe(false);
    expect((await refresh(here.refreshToken)).statusCode).toBe(401);
    expect(await isAccepted(app, elsewhere)).toBe(true);
    expect(await auditOf(app, person)).toContain('session.logout done');
  },
);

test('logging out everywhere ends all sessions [v5.0.0-7.5.2]', slow, async () => {
  const person = await register(app, 'leaving-all');
  const sessions = [await login(app, person), await login(app, person)] as const;
  await post(app, 'logout', { everywhere: true }, bearer(sessions[0]));
  for (const session of sessions) {
    expect(await isAccepted(app, session)).toBe(false);
    expect((await refresh(session.refreshToken)).statusCode).toBe(401);
  }
});

test('an account sees its sessions in pages and ends one of them [v5.0.0-7.5.2]', slow, async () => {
  const person = await register(app, 'looking');
  const [first, second, third] = [
    await login(app, person),
    await login(app, person),
    await login(app, person),
  ];
  const list = async (query: string) =>
    (await app.inject({ url: `/api/v1/auth/sessions?${query}`, headers: bearer(third) })).json();
  const page = await list('limit=2');
  const rest = await list(`limit=2&cursor=${page.nextCursor}`);
  const items: { id: string; current: boolean }[] = [...page.items, ...rest.items];
  expect(items.map(({ id }) => id)).toEqual([third, second, first].map((one) => sidOf(one.accessToken)));
  expect(items.map(({ current }) => current)).toEqual([true, false, false]);
  expect(rest.nextCursor).toBeNull();
  expect(items[0]).toMatchObject({ ipAddress: '127.0.0.1', userAgent: 'lightMyRequest' });

  const end = (id: string, tokens = third) =>
    app.inject({ method: 'DELETE', url: `/api/v1/auth/sessions/${id}`, headers: bearer(tokens) });
  const stranger = await login(app, await register(app, 'stranger'));
  expect((await end(sidOf(first.accessToken), stranger)).statusCode).toBe(404);
  expect((await end(sidOf(first.accessToken))).statusCode).toBe(204);
  expect((await end(sidOf(first.accessToken))).statusCode).toBe(404);
  expect(await isAccepted(app, first)).toBe(false);
  expect((await list('')).items).toHaveLength(2);
});

test('an account has a hundred sessions at most; the oldest make room', slow, async () => {
  const person = await register(app, 'collecting');
  const oldest = await login(app, person);
  await app.pool.query(
    `INSERT INTO user_sessions (user_id, token, expires_at, ends_at)
     SELECT user_id, 'other-' || n, expires_at, ends_at FROM user_sessions, generate_series(1, 105) AS n WHERE id = $1`,
    [sidOf(oldest.accessToken)],
  );
  await app.pool.query(`UPDATE user_sessions SET created_at = now() - interval '1 hour' WHERE id = $1`, [
    sidOf(oldest.accessToken),
  ]);
  const newest = await login(app, person);
  const { rows } = await app.pool.query(
    'SELECT count(*)::int AS count FROM user_sessions JOIN users ON users.id = user_id WHERE email = $1',
    [person.email],
  );
  expect(rows).toEqual([{ count: 100 }]);
  expect((await refresh(oldest.refreshToken)).statusCode).toBe(401);
  expect((await refresh(newest.refreshToken)).statusCode).toBe(200);
});

test(
  'the refresh of a shut account is refused although nobody ended its sessions [v5.0.0-7.4.2]',
  slow,
  async () => {
    const person = await register(app, 'shut');
    const tokens = await login(app, person);
    await app.pool.query(`UPDATE users SET status = 'banned' WHERE email = $1`, [person.email]);
    expect((await refresh(tokens.refreshToken)).json()).toMatchObject({ type: '/problems/session-ended' });
  },
);
