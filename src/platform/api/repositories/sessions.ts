import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the refresh token: whoever reads the table cannot use it. */
  readonly tokenDigest: string;
  readonly ipAddress: string;
  readonly userAgent: string | undefined;
}

/** How long sessions last, and how many an account may have. */
export interface SessionLimits {
  /** A session that nobody refreshes for this long is over. */
  readonly idleSeconds: number;
  /** However often it is refreshed. */
  readonly absoluteSeconds: number;
  /** The token before the newest is still good for this long: a second tab, or an answer that was lost. */
  readonly graceSeconds: number;
  readonly perAccount: number;
}

/** Why a session was ended before its time. */
export type EndReason =
  | 'logout'
  | 'ended-by-owner'
  | 'refresh-reused'
  | 'password-changed'
  | 'password-reset'
  | 'account-changed';

export interface SessionState {
  readonly userId: string;
  readonly admin: boolean;
  readonly expiresAt: Date;
}

export type SessionRepository = ReturnType<typeof createSessionRepository>;

const secondsFromNow = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
const isAdmin = sql<boolean>`users.role = 'admin'`;

export function createSessionRepository(database: Kysely<Tables>, limits: SessionLimits) {
  const { idleSeconds, absoluteSeconds, graceSeconds, perAccount } = limits;
  return {
    /**
     * Records a login: the session, and the moment in the account. It also clears away the account's expired sessions and
     * the oldest beyond the number it may have. One statement, so one round trip.
     */
    open: (session: NewSession) =>
      database
        .with('others', (query) =>
          query
            .deleteFrom('user_sessions')
            .where('user_id', '=', session.userId)
            .where((where) =>
              where.or([
                where('expires_at', '<=', sql<Date>`now()`),
                where(
                  'id',
                  'in',
                  where
                    .selectFrom('user_sessions as kept')
                    .select('kept.id')
                    .where('kept.user_id', '=', session.userId)
                    .orderBy('kept.created_at', 'desc')
                    .offset(perAccount - 1),
                ),
              ]),
            ),
        )
        .with('login', (query) =>
          query
            .updateTable('users')
            .set({ last_login: sql`now()`, failed_logins: 0, locked_until: null })
            .where('id', '=', session.userId),
        )
        .insertInto('user_sessions')
        .values({
          id: session.id,
          user_id: session.userId,
          token: session.tokenDigest,
          expires_at: secondsFromNow(idleSeconds),
          ends_at: secondsFromNow(absoluteSeconds),
          ip_address: session.ipAddress,
          user_agent: session.userAgent ?? null,
        })
        .execute(),

    /** Puts the successor in the place of the newest token. @returns undefined if that was not the newest, or the session is over. */
    rotate: (sessionId: string, digest: string, successorDigest: string) =>
      database
        .updateTable('user_sessions')
        .from('users')
        .set({
          token: successorDigest,
          previous_token: digest,
          rotated_at: sql`now()`,
          last_used_at: sql`now()`,
          expires_at: sql`LEAST(now() + make_interval(secs => ${idleSeconds}), user_sessions.ends_at)`,
        })
        .where('user_sessions.id', '=', sessionId)
        .where('user_sessions.token', '=', digest)
        .where('user_sessions.revoked_at', 'is', null)
        .where('user_sessions.expires_at', '>', sql<Date>`now()`)
        .whereRef('users.id', '=', 'user_sessions.user_id')
        .where('users.status', '=', 'active')
        .returning([
          'user_sessions.user_id as userId',
          'user_sessions.expires_at as expiresAt',
          isAdmin.as('admin'),
        ])
        .executeTakeFirst(),

    /** What is known of a session whose token did not rotate. */
    findRotated: (sessionId: string, digest: string, successorDigest: string) =>
      database
        .selectFrom('user_sessions')
        .innerJoin('users', 'users.id', 'user_sessions.user_id')
        .select([
          'user_id as userId',
          'expires_at as expiresAt',
          isAdmin.as('admin'),
          sql<boolean>`revoked_at IS NULL AND expires_at > now() AND users.status = 'active'`.as('live'),
          sql<boolean>`previous_token = ${digest} AND token = ${successorDigest}
            AND rotated_at > now() - make_interval(secs => ${graceSeconds})`.as('inGrace'),
        ])
        .where('user_sessions.id', '=', sessionId)
        .executeTakeFirst(),

    /** Whether the session and its account are as they were: for when nobody else can tell. */
    isLive: async (sessionId: string): Promise<boolean> => {
      const row = await database
        .selectFrom('user_sessions')
        .innerJoin('users', 'users.id', 'user_sessions.user_id')
        .select('user_sessions.id')
        .where('user_sessions.id', '=', sessionId)
        .where('user_sessions.revoked_at', 'is', null)
        .where('users.status', '=', 'active')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Those of an account that are not over, newest first, after a position. */
    list: (userId: string, limit: number, after: { atUs: number; id: string } | undefined) =>
      database
        .selectFrom('user_sessions')
        .select(['id', 'created_at', 'last_used_at', 'expires_at', 'user_agent'])
        .select([
          sql<string | null>`host(ip_address)`.as('ip_address'),
          sql<string>`(extract(epoch FROM created_at) * 1000000)::bigint`.as('at_us'),
        ])
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', sql<Date>`now()`)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(created_at, id) < (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond',
              ${after?.id}::uuid)`,
          ),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),

    /** Ends one session of an account. @returns whether there was one to end. */
    end: async (userId: string, sessionId: string, because: EndReason): Promise<boolean> => {
      const ended = await revoke(database, userId, because).where('id', '=', sessionId).execute();
      return ended.length > 0;
    },

    /** Ends all sessions of an account but one. @returns those that it ended. */
    endAll: async (userId: string, because: EndReason, except?: string): Promise<string[]> => {
      const ended = await revoke(database, userId, because)
        .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
        .execute();
      return ended.map(({ id }) => id);
    },

    /** Sessions that were ended in the last seconds, whose access tokens may still look good. */
    endedWithin: async (seconds: number): Promise<string[]> => {
      const rows = await database
        .selectFrom('user_sessions')
        .select('id')
        .where('revoked_at', '>', sql<Date>`now() - make_interval(secs => ${seconds})`)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

/** The row stays until it would have expired, so that its tokens are known when they come again. */
const revoke = (database: Kysely<Tables>, userId: string, because: EndReason) =>
  database
    .updateTable('user_sessions')
    .set({ revoked_at: sql`now()`, revoked_because: because })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .returning('id');
