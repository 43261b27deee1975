import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dayMs, type Job } from '../../src/platform/api/jobs/job.ts';
import { JobScheduler } from '../../src/platform/api/jobs/job-scheduler.ts';
import { periodicJobs } from '../../src/platform/api/jobs/jobs.ts';
import type { Tables } from '../../src/platform/api/repositories/tables.ts';
import { type Databases, singleDatabase } from '../../src/platform/api/shards/databases.ts';
import { createDatabase } from './support/platform.ts';
import { type Service, startPostgres } from './support/services.ts';

const slow = { tags: ['slow'] };

let postgres: Service;
let pool: Pool;
let databases: Databases;
let errors: unknown[];

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: await createDatabase(postgres) });
  // The pool does not wait until its connections are closed: the server's own end may be quicker.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  databases = singleDatabase(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }));
});
afterAll(async () => {
  await databases.destroy();
  await postgres.stop();
});
beforeEach(async () => {
  errors = [];
  await pool.query('DELETE FROM job_runs');
});

function scheduler(jobs: readonly Job[], now: () => Date): JobScheduler {
  return new JobScheduler({
    jobs,
    databases,
    now,
    onDone: () => undefined,
    onError: (_job, error) => errors.push(error),
  });
}

/** A job that counts its runs. */
function counted(everyMs = dayMs) {
  const runs: Date[] = [];
  const job: Job = { name: 'counted', everyMs, run: async (_databases, now) => runs.push(now) };
  return { job, runs };
}

const at = (text: string) => new Date(`2026-11-${text}Z`);

test('a job is done when it is due, by whichever process asks first', slow, async () => {
  const { job, runs } = counted();
  let now = at('21T10:00');
  const [one, other] = [scheduler([job], () => now), scheduler([job], () => now)];
  await Promise.all([one.runDue(), other.runDue()]);
  expect(runs).toHaveLength(1);
  now = at('22T09:59');
  await Promise.all([one.runDue(), other.runDue()]);
  expect(runs).toHaveLength(1);
  now = at('22T10:00');
  await Promise.all([one.runDue(), other.runDue()]);
  expect(runs).toEqual([at('21T10:00'), at('22T10:00')]);
  expect(errors).toEqual([]);
});

test(
  'a job that fails is reported, holds up no other, and is tried again at the next look',
  slow,
  async () => {
    const { job, runs } = counted();
    let broken = true;
    const failing: Job = {
      name: 'failing',
      everyMs: dayMs,
      run: async () => {
        if (broken) throw new Error('no luck');
        return 0;
      },
    };
    const one = scheduler([failing, job], () => at('21T10:00'));
    await one.runDue();
    expect([errors.map(String), runs.length]).toEqual([['Error: no luck'], 1]);
    broken = false;
    await one.runDue();
    const { rows } = await pool.query(
      "SELECT FROM job_runs WHERE name = 'failing' AND began_at > '-infinity'",
    );
    expect(rows).toHaveLength(1);
  },
);

test('stopping waits for nothing that has not begun', slow, async () => {
  const { job, runs } = counted();
  const one = scheduler([job], () => at('21T10:00'));
  one.start();
  await one.stop();
  await one.runDue();
  expect(runs).toEqual([]);
});

test('what is over is purged, what is not stays', slow, async () => {
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO users (email, password, first_name, last_name) VALUES ($1, 'x', 'Ada', 'L') RETURNING id",
    [`${randomUUID()}@example.org`],
  );
  const userId = rows[0]?.id;
  const now = at('21T10:00');
  const ago = (days: number) => new Date(now.getTime() - days * dayMs);
  for (const days of [399, 401])
    await pool.query("INSERT INTO audit_log (at, action, outcome) VALUES ($1, $2, 'done')", [
      ago(days),
      `${days}`,
    ]);
  for (const days of [6, 8])
    await pool.query("INSERT INTO outbox (kind, payload, finished_at) VALUES ('email', '{}', $1)", [
      ago(days),
    ]);
  await pool.query("INSERT INTO outbox (kind, payload, created_at) VALUES ('email', '{}', $1)", [ago(800)]);
  for (const days of [0.5, 2]) {
    await pool.query(
      "INSERT INTO idempotency_keys (user_id, key, request_digest, created_at) VALUES ($1, $2, 'd', $3)",
      [userId, `${days}`, ago(days)],
    );
    await pool.query(
      "INSERT INTO one_time_tokens (digest, user_id, purpose, expires_at) VALUES ($2, $1, 'verify-email', $3)",
      [userId, `${days}`, ago(days)],
    );
  }
  for (const [expires, revoked] of [
    [ago(-1), null],
    [ago(-1), ago(29)],
    [ago(-1), ago(31)],
    [ago(31), null],
  ]) {
    await pool.query(
      'INSERT INTO user_sessions (user_id, token, expires_at, revoked_at) VALUES ($1, $2, $3, $4)',
      [userId, randomUUID(), expires, revoked],
    );
  }
  await scheduler(periodicJobs({ messageMonths: undefined, auditDays: 400 }), () => now).runDue();
  expect(errors).toEqual([]);
  const left = await pool.query(`SELECT (SELECT string_agg(action, ',') FROM audit_log) AS audit,
    (SELECT count(*)::int FROM outbox) AS outbox, (SELECT string_agg(key, ',') FROM idempotency_keys) AS keys,
    (SELECT string_agg(digest, ',') FROM one_time_tokens) AS tokens, (SELECT count(*)::int FROM user_sessions) AS sessions`);
  expect(left.rows).toEqual([{ audit: '399', outbox: 2, keys: '0.5', tokens: '0.5', sessions: 2 }]);
});

test(
  'months of messages are made ahead, and dropped when they are older than is to be kept',
  slow,
  async () => {
    await pool.query("SELECT make_message_partition('2025-01-15'), make_message_partition('2025-02-01')");
    const roomId = randomUUID();
    await pool.query("INSERT INTO rooms (id, name, host_id) VALUES ($1, 'Weekly', $1)", [roomId]);
    for (const [sequence, month] of ['2024-12', '2025-01', '2025-02'].entries()) {
      await pool.query(
        "INSERT INTO room_messages (room_id, sequence, user_id, display_name, message, created_at) VALUES ($1, $2, $1, 'Ada', $3, $4)",
        [roomId, sequence + 1, month, `${month}-20`],
      );
    }
    // On 2025-02-28 twelve months hence, January 2025 is over by more than 12 months, February is not.
    await scheduler(
      periodicJobs({ messageMonths: 12, auditDays: 400 }),
      () => new Date('2026-02-15Z'),
    ).runDue();
    expect(errors).toEqual([]);
    const { rows } = await pool.query('SELECT message FROM room_messages');
    expect(rows).toEqual([{ message: '2025-02' }]);
    const partitions = await pool.query(
      "SELECT relname FROM pg_class WHERE relname IN ('room_messages_2025_01', 'room_messages_2025_02')",
    );
    expect(partitions.rows).toEqual([{ relname: 'room_messages_2025_02' }]);
  },
);
