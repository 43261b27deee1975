import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMail } from '../../src/platform/mailbox/parse-mail.ts';
import { createRoom, seedAccount } from './support/accounts.ts';
import { register } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { type MailReceiver, startMailReceiver } from './support/receivers.ts';
import { eventually, freePort } from './support/services.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
const receivers: MailReceiver[] = [];

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => {
  await platform.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

type Refusal = Parameters<typeof startMailReceiver>[0];

async function startReceiver(options: Refusal = {}): Promise<MailReceiver> {
  const receiver = await startMailReceiver(options);
  receivers.push(receiver);
  return receiver;
}

let workers = 0;
/** A worker that mails there. Those before it are closed: they share the outbox and would take its letters. */
let last: FastifyInstance | undefined;
async function startMailing(smtpUrl: string): Promise<FastifyInstance> {
  await last?.close();
  workers += 1;
  last = await platform.startWorker({
    config: { mail: { smtpUrl, from: 'GoMeet <no-reply@example.org>' }, worker: `api-${workers}` },
  });
  return last;
}

const send = (app: FastifyInstance, to: string) =>
  app.mail({ to, userId: null, template: 'notification', variables: { title: 'T', message: 'M' } });

/** Everything that is not out yet, oldest first. */
const waiting = async (app: FastifyInstance) =>
  (await app.pool.query('SELECT * FROM outbox WHERE finished_at IS NULL ORDER BY id')).rows;
const newest = async (app: FastifyInstance) =>
  (await app.pool.query('SELECT * FROM outbox ORDER BY id DESC LIMIT 1')).rows[0];
/** Has what waits for its next attempt tried at once. */
async function hurry(app: FastifyInstance): Promise<void> {
  await app.pool.query('UPDATE outbox SET next_attempt_at = now() WHERE finished_at IS NULL');
  app.deliverSoon();
}
const metric = async (app: FastifyInstance, name: string): Promise<number> => {
  const line = (await app.metrics.registry.metrics())
    .split('\n')
    .find((one) => one.startsWith(name) && one.includes('name="email"'));
  return Number(line?.split(' ').at(-1));
};

test('who registers gets a link by mail, and the outbox forgets it then', slow, async () => {
  const receiver = await startReceiver();
  const app = await startMailing(receiver.url);
  const { email } = await register(app, 'mailed');
  const mail = await receiver.next(email);
  expect(mail).toMatchObject({
    from: 'GoMeet <no-reply@example.org>',
    to: email,
    subject: 'Confirm your e-mail address',
  });
  expect(mail.text).toMatch(/http:\/\/127\.0\.0\.1:8080\/verify-email#token=[\w-]{43}/);
  expect(receiver.sources[0]).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(receiver.sources[0]).toMatch(/Content-Type: text\/html/);
  await eventually('it is delivered', async () =>
    expect(await newest(app)).toMatchObject({ payload: {}, attempts: 1, last_error: null }),
  );
});

test('an invitation to a scheduled meeting brings it for the calendar', slow, async () => {
  const receiver = await startReceiver();
  const app = await startMailing(receiver.url);
  const host = await seedAccount(app, 'Grace');
  const name = 'Plan\r\nBcc: everyone@example.org';
  const roomId = await createRoom(host, { name, scheduledAt: '2100-01-02T03:04:05Z' });
  await host.call('POST', `/api/v1/rooms/${roomId}/invitations`, { email: 'guest@example.org' });
  const mail = await receiver.next('guest@example.org');
  expect(mail.subject).toContain('Grace Tester invites you to "Plan');
  expect(mail.text).toContain('2 January 2100 at 03:04 UTC');
  expect(mail.text).toContain(`http://127.0.0.1:8080/rooms/${roomId}`);
  const source = receiver.sources[0] ?? '';
  expect(source).toMatch(/Content-Type: text\/calendar/);
  // [v5.0.0-1.3.11] What somebody typed into the name of a room is no header.
  expect(source.slice(0, source.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im);
});

test('who was invited learns of another time, with the entry that replaces the first', slow, async () => {
  const receiver = await startReceiver();
  const app = await startMailing(receiver.url);
  const host = await seedAccount(app, 'Grace');
  const guest = await seedAccount(app, 'Ada');
  const roomId = await createRoom(host, { name: 'Plan', scheduledAt: '2100-01-02T03:04:05Z' });
  await host.call('POST', `/api/v1/rooms/${roomId}/invitations`, { userId: guest.userId });
  await host.call('POST', `/api/v1/rooms/${roomId}/invitations`, { email: 'nobody-yet@example.org' });

  await host.call('PUT', `/api/v1/rooms/${roomId}`, { name: 'Plan B' });
  await host.call('PUT', `/api/v1/rooms/${roomId}`, { scheduledAt: '2100-02-03T04:05:06Z' });
  await eventually('two invitations and two letters about the new time', async () =>
    expect(receiver.sources).toHaveLength(4),
  );
  const moved = receiver.sources.filter((source) => parseMail(source).subject === '"Plan B" was moved');
  expect(moved).toHaveLength(2);
  for (const source of moved) {
    expect(parseMail(source).text).toContain('3 February 2100 at 04:05 UTC');
    expect(source).toMatch(/Content-Type: text\/calendar/);
  }
  const { items } = (await guest.call('GET', '/api/v1/notifications')).json<{ items: { type: string }[] }>();
  expect(items.map(({ type }) => type)).toEqual(['meeting-rescheduled', 'room-invitation']);
});

test(
  'without a mail server letters wait, readiness says so, and they go when there is one',
  slow,
  async () => {
    await last?.close();
    last = undefined;
    const without = await platform.startWorker({ config: { worker: 'no-mail' } });
    await send(without, 'patient@example.org');
    expect((await without.inject('/readyz')).json().notes).toEqual(['mail is not configured']);
    expect(await waiting(without)).toHaveLength(1);
    const receiver = await startReceiver();
    await startMailing(receiver.url);
    expect((await receiver.next('patient@example.org')).subject).toBe('T');
  },
);

test('a receiver who is refused for good is not written to again', slow, async () => {
  const receiver = await startReceiver({
    onRcptTo: (address, _session, done) =>
      done(
        address.address.startsWith('unknown')
          ? Object.assign(new Error('no such person'), { responseCode: 550 })
          : null,
      ),
  });
  const app = await startMailing(receiver.url);
  await send(app, 'unknown@example.org');
  await eventually('it is given up', async () =>
    expect(await newest(app)).toMatchObject({
      attempts: 1,
      finished_at: expect.any(Date),
      last_error: expect.stringContaining('no such person'),
    }),
  );
  expect(await metric(app, 'circuit_breaker_failures_total')).toBe(0);
  await send(app, 'known@example.org');
  await receiver.next('known@example.org');
});

test('who is refused for now is written to again, later and later', slow, async () => {
  let refusals = 2;
  const receiver = await startReceiver({
    onRcptTo: (_address, _session, done) => {
      refusals -= 1;
      done(refusals >= 0 ? Object.assign(new Error('busy'), { responseCode: 451 }) : null);
    },
  });
  const app = await startMailing(receiver.url);
  await send(app, 'busy@example.org');
  for (const attempts of [1, 2]) {
    // An attempt is counted when it begins, and what is being attempted is nobody else's for two minutes; after it the delay
    // is what a refusal asks for. Half of the full delay is chance, and some of it is over.
    await eventually('it failed', async () => {
      const [item] = await waiting(app);
      expect(item).toMatchObject({ attempts, last_error: expect.stringContaining('busy') });
      const { rows } = await app.pool.query(
        `SELECT extract(epoch FROM next_attempt_at - now())::float8 AS delay_seconds FROM outbox
         WHERE finished_at IS NULL`,
      );
      expect(rows[0].delay_seconds).toBeLessThanOrEqual(10 * 2.6 ** (attempts - 1));
    });
    await hurry(app);
  }
  await receiver.next('busy@example.org');
  expect((await newest(app)).attempts).toBe(3);
});

test('a server that is down is left alone after five failures, and nothing is lost', slow, async () => {
  const port = await freePort();
  const app = await startMailing(`smtp://127.0.0.1:${port}`);
  for (let n = 0; n < 12; n += 1) await send(app, `later-${n}@example.org`);
  await eventually('the breaker is open', async () =>
    expect(await metric(app, 'circuit_breaker_state')).toBe(2),
  );
  expect(await waiting(app)).toHaveLength(12);
  const receiver = await startReceiver({ port });
  // A new process knows nothing of the breaker of the old one.
  const next = await startMailing(receiver.url);
  await hurry(next);
  for (let n = 0; n < 12; n += 1) await receiver.next(`later-${n}@example.org`);
  await eventually('all are out', async () => expect(await waiting(next)).toEqual([]));
  expect(receiver.sources).toHaveLength(12);
});

test('a letter goes over TLS when the server offers it', slow, async () => {
  let secure = false;
  const receiver = await startReceiver({
    disabledCommands: [],
    onRcptTo: (_address, session, done) => {
      secure = session.secure;
      done(null);
    },
  });
  // The receiver's certificate is made by itself.
  const app = await startMailing(`${receiver.url}?tls.rejectUnauthorized=false`);
  await send(app, 'private@example.org');
  await receiver.next('private@example.org');
  expect(secure).toBe(true);
  await app.pool.query('DELETE FROM outbox');
  const strict = await startMailing(receiver.url);
  await send(strict, 'strict@example.org');
  await eventually('it is refused', async () =>
    expect((await newest(strict)).last_error).toMatch(/certificate/i),
  );
});

test('several workers deliver each letter once', slow, async () => {
  const receiver = await startReceiver();
  const app = await startMailing(receiver.url);
  await app.pool.query('DELETE FROM outbox');
  const mail = { smtpUrl: receiver.url, from: 'GoMeet <no-reply@example.org>' };
  await Promise.all(
    ['one', 'two'].map((worker) => platform.startWorker({ config: { mail, worker: `mail-${worker}` } })),
  );
  await Promise.all(Array.from({ length: 60 }, (_, n) => send(app, `crowd-${n}@example.org`)));
  await eventually('all are out', async () => expect(await waiting(app)).toEqual([]));
  expect(receiver.sources).toHaveLength(60);
});
