import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, isAccepted, login, type Person, post, register, type Tokens } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let admin: Tokens;
let adminPerson: Person;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  adminPerson = await register(app, 'root');
  expect(appoint(adminPerson.email.toUpperCase()).status).toBe(0);
  admin = await login(app, adminPerson);
});
afterAll(() => platform.stop());

/** As an operator does it in a shell. */
function appoint(...args: string[]) {
  const program = fileURLToPath(new URL('../../src/platform/api/appoint-admin.ts', import.meta.url));
  const env = { PATH: process.env.PATH, DATABASE_URL: platform.config.database.url };
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env });
}

const as = (tokens: Tokens, options: InjectOptions) => app.inject({ headers: bearer(tokens), ...options });
const list = async (query: string) => (await as(admin, { url: `/api/v1/admin/${query}` })).json();
const idOf = async ({ email }: Person): Promise<string> => (await list(`users?q=${email}`)).items[0].id;
const change = async (person: Person, payload: object) =>
  as(admin, { method: 'PUT', url: `/api/v1/admin/users/${await idOf(person)}`, payload });

test(
  'only those who run the platform may look and change, an invented claim changes nothing [v5.0.0-8.2.1]',
  slow,
  async () => {
    const user = await login(app, await register(app, 'ordinary'));
    for (const url of ['/api/v1/admin/users', '/api/v1/admin/audit-log']) {
      expect((await as(user, { url })).json()).toMatchObject({ status: 403, type: '/problems/forbidden' });
      expect((await app.inject(url)).statusCode).toBe(401);
    }
    const [head = '', claims = '', signature = ''] = user.accessToken.split('.');
    const raised = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), adm: true };
    const forged = [head, Buffer.from(JSON.stringify(raised)).toString('base64url'), signature].join('.');
    expect((await as({ ...user, accessToken: forged }, { url: '/api/v1/admin/users' })).statusCode).toBe(401);
  },
);

test('the first admin is appointed in a shell, which the log remembers', slow, async () => {
  const entries = (await list('audit-log?action=account.role-changed')).items;
  expect(entries.at(-1)).toMatchObject({ actorId: null, details: { to: 'admin', by: 'appoint-admin' } });
  expect(appoint('nobody@example.org')).toMatchObject({
    status: 2,
    stderr: 'No account has this e-mail address; register it first.\n',
  });
  expect(appoint().status).toBe(2);
});

test('accounts are found by the beginning of an address or a name, in pages', slow, async () => {
  for (const name of ['zoe-a', 'zoe-b', 'zoe-c']) await register(app, name);
  const first = await list('users?q=zoe&limit=2');
  const second = await list(`users?q=zoe&limit=2&cursor=${first.nextCursor}`);
  const emails = [...first.items, ...second.items].map((item: { email: string }) => item.email);
  expect(emails).toEqual(['zoe-a@example.org', 'zoe-b@example.org', 'zoe-c@example.org']);
  expect(second.nextCursor).toBeNull();
  expect((await list('users?q=ZOE-B')).items).toHaveLength(1);
  // What LIKE would take for a pattern is looked for as it is, and no quote leaves its place.
  for (const q of ['%25', '_oe', "zoe'%20OR%201=1--", '%5C'])
    expect((await list(`users?q=${q}`)).items).toEqual([]);
});

test(
  'a banned account is out at once and for good, until it is opened again [v5.0.0-7.4.2]',
  slow,
  async () => {
    const person = await register(app, 'banned');
    const tokens = await login(app, person);
    const room = await as(admin, { method: 'POST', url: '/api/v1/rooms', payload: { name: 'Town hall' } });
    const url = `/api/v1/rooms/${room.json().id}`;
    expect((await as(tokens, { method: 'POST', url: `${url}/join` })).statusCode).toBe(200);
    const answer = await change(person, { status: 'banned' });
    expect((await as(admin, { url: `${url}/participants` })).json().items).toEqual([]);
    expect(answer.json().user).toMatchObject({ email: person.email, status: 'banned', role: 'user' });
    expect(await isAccepted(app, tokens)).toBe(false);
    expect((await post(app, 'refresh', { refreshToken: tokens.refreshToken })).statusCode).toBe(401);
    expect((await post(app, 'login', person)).json().type).toBe('/problems/account-inactive');
    await change(person, { status: 'active' });
    expect((await post(app, 'login', person)).statusCode).toBe(200);
  },
);

test('a role counts from the next login on, and its end counts at once [v5.0.0-8.3.2]', slow, async () => {
  const person = await register(app, 'deputy');
  const before = await login(app, person);
  await change(person, { role: 'admin' });
  expect(await isAccepted(app, before)).toBe(false);
  const deputy = await login(app, person);
  expect((await as(deputy, { url: '/api/v1/admin/users' })).statusCode).toBe(200);
  await change(person, { role: 'user' });
  expect((await as(deputy, { url: '/api/v1/admin/users' })).statusCode).toBe(401);
});

test('what changes nothing ends nothing; nobody changes themselves; nonsense is refused', slow, async () => {
  const person = await register(app, 'steady');
  const tokens = await login(app, person);
  expect((await change(person, { status: 'active' })).statusCode).toBe(200);
  expect(await isAccepted(app, tokens)).toBe(true);
  expect((await change(adminPerson, { role: 'user' })).json().type).toBe('/problems/conflict');
  expect((await change(person, {})).statusCode).toBe(400);
  expect((await change(person, { status: 'deleted' })).statusCode).toBe(400);
  const nobody = '00000000-0000-4000-8000-000000000000';
  const missing = await as(admin, {
    method: 'PUT',
    url: `/api/v1/admin/users/${nobody}`,
    payload: { role: 'user' },
  });
  expect(missing.statusCode).toBe(404);
});

test(
  'the log says who did what from where, in pages, newest first, and its addresses are encrypted [v5.0.0-16.2.1, 16.3.1]',
  slow,
  async () => {
    const person = await register(app, 'watched');
    await post(app, 'login', { ...person, password: 'wrong horse' }, {}, '127.6.0.9');
    await login(app, person);
    await change(person, { role: 'admin', status: 'inactive' });
    const userId = await idOf(person);

    const own = await list(`audit-log?actorId=${userId}`);
    expect(own.items.map(({ action, outcome }: Record<string, string>) => `${action} ${outcome}`)).toEqual([
      'session.login done',
      'session.login failed',
      'account.registered done',
    ]);
    expect(own.items[1]).toMatchObject({ ipAddress: '127.6.0.9', requestId: expect.any(String) });
    const roles = await list('audit-log?action=account.role-changed&limit=1');
    expect(roles.items[0]).toMatchObject({
      subjectType: 'user',
      subjectId: userId,
      details: { from: 'user', to: 'admin' },
    });
    const first = await list(`audit-log?actorId=${userId}&limit=2`);
    const second = await list(`audit-log?actorId=${userId}&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(own.items);
    expect(second.nextCursor).toBeNull();

    const { rows } = await app.pool.query('SELECT ip_address FROM audit_log WHERE actor_id = $1', [userId]);
    for (const row of rows) expect(row.ip_address).toMatch(/^v1\.test\./);
  },
);
