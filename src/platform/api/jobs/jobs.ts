import { sql } from 'kysely';
import { dayMs, type Job, purgeJob } from './job.ts';

/** For how long is kept what people or the law may still ask for. */
export interface Retention {
  /** Conversations older than this many whole months are dropped; undefined keeps them all. */
  readonly messageMonths: number | undefined;
  readonly auditDays: number;
}

/** All periodic jobs of the platform. */
export function periodicJobs({ messageMonths, auditDays }: Retention): readonly Job[] {
  return [
    messagePartitions,
    ...(messageMonths === undefined ? [] : [messageRetention(messageMonths)]),
    // A session that is over is kept for a month: whoever looks into a theft wants to see how it ended.
    purgeJob({
      table: 'user_sessions',
      isOver: (now) => sql`least(expires_at, ends_at, revoked_at) < ${now}::timestamptz - interval '30 days'`,
    }),
    purgeJob({
      table: 'one_time_tokens',
      isOver: (now) => sql`expires_at < ${now}::timestamptz - interval '1 day'`,
    }),
    purgeJob({
      table: 'idempotency_keys',
      isOver: (now) => sql`created_at < ${now}::timestamptz - interval '1 day'`,
    }),
    purgeJob({
      table: 'outbox',
      isOver: (now) => sql`finished_at < ${now}::timestamptz - interval '7 days'`,
    }),
    purgeJob({
      table: 'audit_log',
      isOver: (now) => sql`at < ${now}::timestamptz - make_interval(days => ${auditDays})`,
    }),
  ];
}

/** Makes next months' partitions long before their first message. */
const messagePartitions: Job = {
  name: 'make message partitions',
  everyMs: dayMs,
  run: async ({ all }) => {
    for (const database of all) await sql`SELECT ensure_message_partitions()`.execute(database);
    return all.length;
  },
};

const messageRetention = (months: number): Job => ({
  name: 'drop message partitions',
  everyMs: dayMs,
  run: async ({ all }, now) => {
    let dropped = 0;
    for (const database of all) {
      const { rows } = await sql`
        SELECT drop_message_partitions(${now}::timestamptz - make_interval(months => ${months}))`.execute(
        database,
      );
      dropped += rows.length;
    }
    return dropped;
  },
});
