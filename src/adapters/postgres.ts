import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import pg from 'pg';

/** The platform's database, as far as a load test needs it. */
export interface Postgres {
  /**
   * Makes sure that accounts `first … first + count - 1` exist with this password and are not locked.
   * One true Argon2id hash serves them all: hashing 500 times would cost 15 s of CPU and prove nothing more,
   * for each sign-in verifies it anew.
   *
   * @returns how many accounts were new
   */
  seedAccounts(accounts: SeededAccounts): Promise<number>;
  /** The ids of those accounts, in the order of their numbers. */
  accountIds(accounts: Omit<SeededAccounts, 'password'>): Promise<string[]>;
  /** Records sessions as a login does, which end after so many seconds; only the digests of their tokens are kept. */
  openSessions(sessions: readonly OpenedSession[], lifetimeSeconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface SeededAccounts {
  /** With `%05d` where the number goes, such as `load-%05d@load.gomeet.test`. */
  readonly emailPattern: string;
  readonly first: number;
  readonly count: number;
  readonly password: string;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly accessToken: string;
}

/** The parameters of the API's own hashes (OWASP Password Storage: Argon2id, 19 MiB, t = 2, p = 1). */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export async function connectPostgres(url: string): Promise<Postgres> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  return {
    async seedAccounts({ emailPattern, first, count, password }) {
      const passwordHash = await hash(password, argon2);
      const [before = '', after = ''] = emailPattern.split('%05d');
      const { rows } = await client.query<{ isNew: boolean }>(
        `INSERT INTO users (email, password, first_name, last_name, email_verified)
         SELECT $1 || lpad(n::text, 5, '0') || $2, $3, 'Load', lpad(n::text, 5, '0'), TRUE
         FROM generate_series($4::int, $5::int) AS n
         ON CONFLICT (email) DO UPDATE SET password = EXCLUDED.password, status = 'active', email_verified = TRUE
         RETURNING (xmax = 0) AS "isNew"`,
        [before, after, passwordHash, first, first + count - 1],
      );
      return rows.filter(({ isNew }) => isNew).length;
    },
    async accountIds({ emailPattern, first, count }) {
      const [before = '', after = ''] = emailPattern.split('%05d');
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM users JOIN generate_series($3::int, $4::int) AS n
           ON email = $1 || lpad(n::text, 5, '0') || $2
         ORDER BY n`,
        [before, after, first, first + count - 1],
      );
      return rows.map(({ id }) => id);
    },
    async openSessions(sessions, lifetimeSeconds) {
      await client.query(
        `INSERT INTO user_sessions (id, user_id, token, expires_at, ip_address, user_agent)
         SELECT id, user_id, digest, now() + make_interval(secs => $4), '127.0.0.1', 'gomeet load test'
         FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS opened (id, user_id, digest)`,
        [
          sessions.map(({ sessionId }) => sessionId),
          sessions.map(({ userId }) => userId),
          sessions.map(({ accessToken }) => createHash('sha256').update(accessToken).digest('hex')),
          lifetimeSeconds,
        ],
      );
    },
    close: () => client.end(),
  };
}
