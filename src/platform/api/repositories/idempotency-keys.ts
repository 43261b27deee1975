import { type Kysely, sql } from 'kysely';
import type { Encryption } from '../encryption.ts';
import type { Tables } from './tables.ts';

/** A request that names itself by a key: the same account, key and digest are the same request. */
export interface KeyedRequest {
  readonly userId: string;
  readonly key: string;
  readonly digest: string;
}

/**
 * The answer that a repetition gets again. The body is kept as text, so that it is the same to the last byte, and encrypted:
 * that of a new webhook holds its secret.
 */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** `claimedAt` tells this attempt from one that takes the key over later. */
export type Claim =
  | { readonly outcome: 'claimed'; readonly claimedAt: string }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer }
  | { readonly outcome: 'running' | 'other-request' };

/** An answer that takes longer than this is not coming: its process was killed. */
const abandonedAfterSeconds = 60;
/** A key may be used anew after a day. */
const keptForHours = 24;

export function createIdempotencyKeyRepository(database: Kysely<Tables>, encryption: Encryption) {
  const placeOf = ({ userId, key }: KeyedRequest) => ({
    column: 'idempotency_keys.body',
    rowId: `${userId}:${key}`,
  });

  /** Takes the key if it is free, expired or abandoned, in one statement: of two at once, one waits and then finds it taken. */
  async function take({ userId, key, digest }: KeyedRequest): Promise<string | undefined> {
    const { rows } = await sql<{ claimed_at: string }>`
      INSERT INTO idempotency_keys AS kept (user_id, key, request_digest)
      VALUES (${userId}::uuid, ${key}, ${digest})
      ON CONFLICT (user_id, key) DO UPDATE
        SET request_digest = excluded.request_digest, status = NULL, headers = NULL, body = NULL, created_at = clock_timestamp()
        WHERE kept.created_at < now() - make_interval(hours => ${keptForHours})
          OR (kept.status IS NULL AND kept.request_digest = excluded.request_digest
            AND kept.created_at < now() - make_interval(secs => ${abandonedAfterSeconds}))
      RETURNING created_at::text AS claimed_at`.execute(database);
    return rows[0]?.claimed_at;
  }

  return {
    claim: async (request: KeyedRequest): Promise<Claim> => {
      const claimedAt = await take(request);
      if (claimedAt !== undefined) return { outcome: 'claimed', claimedAt };
      const row = await database
        .selectFrom('idempotency_keys')
        .select(['request_digest', 'status', 'headers', 'body'])
        .where('user_id', '=', request.userId)
        .where('key', '=', request.key)
        .executeTakeFirst();
      // Gone since: the first request was refused and has given its key back. Repeating is then right.
      if (!row) return { outcome: 'running' };
      if (row.request_digest !== request.digest) return { outcome: 'other-request' };
      if (row.status === null) return { outcome: 'running' };
      return {
        outcome: 'answered',
        answer: {
          status: row.status,
          headers: row.headers ?? {},
          body: encryption.decrypt(String(row.body), placeOf(request)),
        },
      };
    },

    /** Keeps the answer, unless another attempt has taken the key over meanwhile. */
    keep: async (request: KeyedRequest, claimedAt: string, answer: KeptAnswer): Promise<void> => {
      await database
        .updateTable('idempotency_keys')
        .set({
          status: answer.status,
          headers: JSON.stringify(answer.headers),
          body: JSON.stringify(encryption.encrypt(answer.body, placeOf(request))),
        })
        .where('user_id', '=', request.userId)
        .where('key', '=', request.key)
        .where('created_at', '=', sql<Date>`${claimedAt}::timestamptz`)
        .execute();
    },

    /** Gives the key back: the request did nothing, so it may be tried again. */
    release: async (request: KeyedRequest, claimedAt: string): Promise<void> => {
      await database
        .deleteFrom('idempotency_keys')
        .where('user_id', '=', request.userId)
        .where('key', '=', request.key)
        .where('created_at', '=', sql<Date>`${claimedAt}::timestamptz`)
        .execute();
    },
  };
}
