import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { digestOf } from '../../src/platform/api/auth/mailed-token.ts';
import { accountOn, seedAccount, seededPassword, type TestAccount } from '../platform/support/accounts.ts';
import { sign } from '../platform/support/reports.ts';
import { makeRoomExamples } from './room-fixtures.ts';

/** A request that must succeed. */
interface Example {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** A body that is not JSON. */
  readonly base64?: string;
  readonly contentType?: string;
  /** Another account's access token. */
  readonly token?: string;
  /** Another Authorization header altogether. */
  readonly authorization?: string;
}

export type Examples = Record<string, Example>;

/** What hooks.py gives to schemathesis. */
export interface Fixtures {
  readonly examples: Examples;
  /** For each path parameter, values that exist. */
  readonly ids: Record<string, string[]>;
  readonly tokens: Record<string, string>;
}

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** Fills the API with what its operations need in order to succeed. Each operation gets things of its own to change or end. */
export async function makeFixtures(
  app: FastifyInstance,
  livekit: { readonly apiKey: string; readonly apiSecret: string },
): Promise<Fixtures> {
  const host = await seedAccount(app, 'Hera');
  const guest = await seedAccount(app, 'Gaia');
  const rooms = await makeRoomExamples(app, host, guest);
  const admin = await makeAdmin(app);
  // Sessions are ended and accounts forgotten by these alone.
  const leaving = await seedAccount(app, 'Leto');
  return {
    tokens: {
      default: host.token,
      logout: (await login(app, await seedAccount(app))).accessToken,
      listAccounts: admin.token,
      changeAccount: admin.token,
      listAuditLog: admin.token,
    },
    ids: { ...rooms.ids, userId: [guest.userId], code: ['forbidden', 'room-full'] },
    examples: {
      getProblem: { path: { code: 'forbidden' } },
      receiveLiveKitWebhook: await makeReport(livekit),
      ...(await makeAuthExamples(app)),
      ...(await makePeopleExamples(app, host, guest)),
      forgetAccount: { body: { password: seededPassword }, token: leaving.token },
      changeAccount: { path: { userId: guest.userId }, body: { status: 'active' } },
      ...rooms.examples,
    },
  };
}

async function makeAdmin(app: FastifyInstance): Promise<TestAccount> {
  const { userId } = await seedAccount(app, 'Athena');
  await app.pool.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [userId]);
  return accountOn(
    app,
    userId,
    await app.accessTokens.sign({ userId, sessionId: randomUUID(), admin: true }),
  );
}

async function emailOf(app: FastifyInstance, { userId }: TestAccount): Promise<string> {
  const { rows } = await app.pool.query('SELECT email FROM users WHERE id = $1', [userId]);
  return rows[0].email;
}

async function login(
  app: FastifyInstance,
  account: TestAccount,
): Promise<{ accessToken: string; refreshToken: string }> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email: await emailOf(app, account), password: seededPassword, refreshTokenIn: 'body' },
  });
  return answer.json();
}

/** A token as an e-mail brings it, with its digest in the database. */
async function mailedToken(app: FastifyInstance, account: TestAccount, purpose: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await app.pool.query(
    `INSERT INTO one_time_tokens (digest, user_id, purpose, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
    [digestOf(token), account.userId, purpose],
  );
  return token;
}

async function makeAuthExamples(app: FastifyInstance): Promise<Examples> {
  const ada = await seedAccount(app);
  const email = await emailOf(app, ada);
  const twice = await login(app, ada);
  const again = accountOn(app, ada.userId, twice.accessToken);
  await login(app, ada);
  const sessions = await again.call('GET', '/api/v1/auth/sessions');
  const { items } = sessions.json<{ items: { id: string; current: boolean }[] }>();
  return {
    registerAccount: {
      body: {
        email: `${randomUUID()}@example.org`,
        password: 'a long password',
        firstName: 'Ada',
        lastName: 'Lovelace',
      },
    },
    login: { body: { email, password: seededPassword } },
    refresh: { body: { refreshToken: (await login(app, ada)).refreshToken } },
    endSession: {
      path: { sessionId: items.find(({ current }) => !current)?.id ?? '' },
      token: twice.accessToken,
    },
    verifyEmail: { body: { token: await mailedToken(app, await seedAccount(app), 'verify-email') } },
    resetPassword: {
      body: {
        token: await mailedToken(app, await seedAccount(app), 'reset-password'),
        password: 'another password',
      },
    },
    resendVerification: { body: { email } },
    forgotPassword: { body: { email } },
  };
}

async function makePeopleExamples(
  app: FastifyInstance,
  host: TestAccount,
  guest: TestAccount,
): Promise<Examples> {
  const post = async (url: string, body: object) =>
    (await host.call('POST', `/api/v1/${url}`, body)).json<{ id: string }>().id;
  const friend = await seedAccount(app, 'Hestia');
  const former = await seedAccount(app, 'Hebe');
  for (const { userId } of [friend, former]) await post('users/contacts', { userId });
  await host.call('PUT', '/api/v1/users/profile/avatar', undefined, {
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'image/png' },
    payload: Buffer.from(png, 'base64'),
  });
  const profile = (await host.call('GET', '/api/v1/users/profile')).json<{ user: { avatarUrl: string } }>();
  const avatarVersion = new URL(profile.user.avatarUrl, 'http://localhost').searchParams.get('v') ?? '';
  await app.notify(host.userId, { type: 'test', title: 'A title', message: 'A message', data: {} });
  const notifications = (await host.call('GET', '/api/v1/notifications')).json<{ items: { id: string }[] }>();
  const notificationId = notifications.items[0]?.id ?? '';
  const hook = { url: 'http://127.0.0.1:1/hook', events: ['room.ended'] };
  const [webhookId, oldWebhookId] = [await post('webhooks', hook), await post('webhooks', hook)];
  const subscription = (name: string) => ({
    endpoint: `https://push.example.org/${name}`,
    keys: {
      // A point of P-256 and sixteen bytes, as RFC 8291's example has them.
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  });
  return {
    changeProfile: { body: { firstName: 'Hera', lastName: 'Argeia' } },
    changePassword: {
      body: { currentPassword: seededPassword, newPassword: 'another password' },
      token: (await seedAccount(app)).token,
    },
    setAvatar: { base64: png, contentType: 'image/png', token: guest.token },
    getAvatar: { path: { userId: host.userId }, query: { v: avatarVersion } },
    removeAvatar: { token: guest.token },
    addContact: { body: { userId: (await seedAccount(app)).userId } },
    getContact: { path: { contactId: friend.userId } },
    removeContact: { path: { contactId: former.userId } },
    searchPeople: { query: { q: 'He' } },
    changeUserSettings: { body: { theme: 'dark' } },
    getNotification: { path: { notificationId } },
    changeNotification: { path: { notificationId }, body: { isRead: true } },
    subscribeToPush: { body: subscription('one') },
    unsubscribeFromPush: {
      path: { subscriptionId: await post('notifications/push-subscriptions', subscription('two')) },
    },
    createWebhook: { body: hook },
    getWebhook: { path: { webhookId } },
    testWebhook: { path: { webhookId } },
    deleteWebhook: { path: { webhookId: oldWebhookId } },
  };
}

/** A report signed as the media server signs it, about a room that is not ours. */
async function makeReport(keys: { readonly apiKey: string; readonly apiSecret: string }): Promise<Example> {
  const body = JSON.stringify({ event: 'room_started', room: { name: 'somebody-elses' } });
  return {
    base64: Buffer.from(body).toString('base64'),
    contentType: 'application/webhook+json',
    authorization: await sign(body, keys),
  };
}
