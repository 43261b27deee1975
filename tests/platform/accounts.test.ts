import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const person = {
  email: 'ada@example.org',
  password: 'correct horse',
  firstName: 'Ada',
  lastName: 'Lovelace',
};
const register = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
const login = (payload: object, remoteAddress = '127.0.0.1') =>
  app.inject({ method: 'POST', url: '/api/v1/auth/login', payload, remoteAddress });

test('an account is opened once, and its token opens the API', slow, async () => {
  const opened = await register({ ...person, email: 'Ada@Example.org' });
  expect(opened.statusCode).toBe(201);
  expect(opened.headers.location).toBe('/api/v1/users/profile');
  expect(opened.json().user).toMatchObject({
    email: 'ada@example.org',
    firstName: 'Ada',
    emailVerified: false,
  });
  expect(opened.body).not.toContain('argon2');

  const again = await register(person);
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ type: '/problems/email-taken', status: 409 });

  const session = await login(
    person.email === '' ? {} : { email: 'ADA@example.org', password: person.password },
  );
  expect(session.statusCode).toBe(200);
  const { accessToken, expiresIn, user } = session.json();
  expect({ expiresIn, email: user.email }).toEqual({ expiresIn: 900, email: 'ada@example.org' });
  const created = await app.inject({
    method: 'POST',
    url: '/api/v1/rooms',
    headers: { authorization: `Bearer ${accessToken}` },
    payload: { name: 'Weekly' },
  });
  expect(created.statusCode).toBe(201);
});

test('a login leaves a session with a digest instead of the token', slow, async () => {
  await register({ ...person, email: 'session@example.org' });
  const { accessToken } = (await login({ email: 'session@example.org', password: person.password })).json();
  const { rows } = await app.pool.query(
    `SELECT token, host(ip_address) AS address, last_login IS NOT NULL AS seen
     FROM user_sessions JOIN users ON users.id = user_id WHERE email = 'session@example.org'`,
  );
  expect(rows).toEqual([
    { token: expect.stringMatching(/^[0-9a-f]{64}$/), address: '127.0.0.1', seen: true },
  ]);
  expect(rows[0].token).not.toBe(accessToken);
});

test('an account reads its own profile at the address that registering gave', slow, async () => {
  const opened = await register({ ...person, email: 'profile@example.org' });
  const { accessToken } = (await login({ email: 'profile@example.org', password: person.password })).json();
  const profile = String(opened.headers.location);
  const own = await app.inject({ url: profile, headers: { authorization: `Bearer ${accessToken}` } });
  expect(own.statusCode).toBe(200);
  expect(own.json()).toEqual(opened.json());
  expect((await app.inject(profile)).statusCode).toBe(401);

  await app.pool.query("DELETE FROM users WHERE email = 'profile@example.org'");
  const gone = await app.inject({ url: profile, headers: { authorization: `Bearer ${accessToken}` } });
  expect(gone.json()).toMatchObject({ status: 401, type: '/problems/unauthenticated' });
});

test('a login clears away the expired sessions of its account, and of no other', slow, async () => {
  const addresses = ['mine@example.org', 'other@example.org'];
  for (const email of addresses) {
    await register({ ...person, email });
    await login({ email, password: person.password });
    await login({ email, password: person.password });
  }
  // One of the two sessions of each account is made an old one.
  await app.pool.query(
    `UPDATE user_sessions SET expires_at = now() - interval '1 second'
     WHERE id IN (SELECT DISTINCT ON (user_id) user_sessions.id FROM user_sessions
                  JOIN users ON users.id = user_id WHERE email = ANY($1) ORDER BY user_id)`,
    [addresses],
  );
  await login({ email: 'mine@example.org', password: person.password });
  const { rows } = await app.pool.query(
    `SELECT email, count(*) FILTER (WHERE expires_at > now())::int AS valid,
       count(*) FILTER (WHERE expires_at <= now())::int AS expired
     FROM user_sessions JOIN users ON users.id = user_id WHERE email = ANY($1) GROUP BY email ORDER BY email`,
    [addresses],
  );
  expect(rows).toEqual([
    { email: 'mine@example.org', valid: 2, expired: 0 },
    { email: 'other@example.org', valid: 1, expired: 1 },
  ]);
});

test('a wrong password and an unknown account get the same answer [v5.0.0-6.3.8]', slow, async () => {
  await register({ ...person, email: 'known@example.org' });
  const wrong = await login({ email: 'known@example.org', password: 'wrong horse' }, '127.0.2.1');
  const unknown = await login({ email: 'unknown@example.org', password: 'wrong horse' }, '127.0.2.2');
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
  const withoutId = (body: string) => ({ ...JSON.parse(body), requestId: '' });
  expect(withoutId(wrong.body)).toEqual(withoutId(unknown.body));
  expect(Object.keys(wrong.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
});

test('an account that was shut is told so only with its password', slow, async () => {
  await register({ ...person, email: 'banned@example.org' });
  await app.pool.query("UPDATE users SET status = 'banned' WHERE email = 'banned@example.org'");
  const right = await login({ email: 'banned@example.org', password: person.password });
  expect(right.json()).toMatchObject({ status: 403, type: '/problems/account-inactive' });
  const wrong = await login({ email: 'banned@example.org', password: 'wrong horse' });
  expect(wrong.json()).toMatchObject({ status: 401, type: '/problems/wrong-credentials' });
});

test('every wrong field is named, with what is accepted', slow, async () => {
  const answer = await register({ email: 'nobody', password: 'short', firstName: '', extra: 1 });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = answer.json();
  expect(problem).toMatchObject({ type: '/problems/invalid-request', instance: '/api/v1/auth/register' });
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  const pointers = problem.errors.map((error: { pointer: string }) => error.pointer);
  expect(pointers).toEqual(expect.arrayContaining(['/email', '/password', '/firstName', '/lastName', '']));
});

test('a password that everybody tries first is refused, with the reason [v5.0.0-6.2.4]', slow, async () => {
  const answer = await register({ ...person, email: 'lazy@example.org', password: 'Password1' });
  expect(answer.json()).toMatchObject({ status: 400, errors: [{ in: 'body', pointer: '/password' }] });
});

test.each([
  ['no JSON', { payload: '{', headers: { 'content-type': 'application/json' } }, 400],
  ['another type', { payload: '<a/>', headers: { 'content-type': 'text/xml' } }, 415],
  ['too large', { payload: { email: 'a'.repeat(70_000) } }, 413],
  ['no body', {}, 400],
])('a body that is %s is refused as a problem document', slow, async (_name, request, status) => {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', ...request });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ status, type: expect.stringMatching(/^\/problems\//) });
});

/** Tokens that are wrong in one way each. */
const forgeries: [string, (key: KeyObject) => Promise<string>][] = [
  ['is expired [v5.0.0-9.2.1]', (key) => forge(key, { expiresIn: -1 })],
  ['is for someone else [v5.0.0-9.2.3]', (key) => forge(key, { audience: 'another-api' })],
  ['is from someone else', (key) => forge(key, { issuer: 'another' })],
  ['is of another type [v5.0.0-9.2.2]', (key) => forge(key, { typ: 'JWT' })],
  ['names no session', (key) => forge(key, { claims: {} })],
  ['is signed with another key [v5.0.0-9.1.1]', () => forge(generateKeyPairSync('ed25519').privateKey, {})],
  [
    'is unsigned [v5.0.0-9.1.2]',
    async () => `${encode({ alg: 'none' })}.${encode({ sub: randomUUID(), exp: 9e9 })}.`,
  ],
  ['is signed with the public key as if that were a secret [v5.0.0-9.1.2]', (key) => confuse(key)],
  ['brings the key that it is signed with [v5.0.0-9.1.3]', () => bringKey()],
  ['is not a token', async () => 'abc'],
];

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Forgery {
  expiresIn?: number;
  audience?: string;
  issuer?: string;
  typ?: string;
  claims?: JWTPayload;
}

async function forge(key: KeyObject, forgery: Forgery): Promise<string> {
  const honest = await app.accessTokens.sign({ userId: randomUUID(), sessionId: randomUUID(), admin: false });
  const { kid } = JSON.parse(Buffer.from(honest.split('.', 1)[0] ?? '', 'base64url').toString());
  return new SignJWT(forgery.claims ?? { sid: randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA', typ: forgery.typ ?? 'at+jwt', kid })
    .setSubject(randomUUID())
    .setIssuer(forgery.issuer ?? 'gomeet')
    .setAudience(forgery.audience ?? 'gomeet-api')
    .setExpirationTime(Math.floor(Date.now() / 1000) + (forgery.expiresIn ?? 900))
    .sign(key);
}

/** HS256 keyed by what everybody may know: accepted by whoever lets the token choose its algorithm. */
function confuse(key: KeyObject): Promise<string> {
  const secret = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return new SignJWT({ sid: randomUUID() })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setSubject(randomUUID())
    .setIssuer('gomeet')
    .setAudience('gomeet-api')
    .setExpirationTime('15m')
    .sign(secret);
}

async function bringKey(): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return new SignJWT({ sid: randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', jwk: await exportJWK(publicKey) })
    .setSubject(randomUUID())
    .setIssuer('gomeet')
    .setAudience('gomeet-api')
    .setExpirationTime('15m')
    .sign(privateKey);
}

test.each(forgeries)('a token that %s opens nothing', slow, async (_name, make) => {
  const key = createPrivateKey({
    key: Buffer.from(platform.config.accessTokenPrivateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/ws-tickets',
    headers: { authorization: `Bearer ${await make(key)}` },
  });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toContain('Bearer');
  expect(answer.json()).toMatchObject({ type: '/problems/unauthenticated' });
});
