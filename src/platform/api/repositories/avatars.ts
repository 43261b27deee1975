import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type AvatarRepository = ReturnType<typeof createAvatarRepository>;

/**
 * Where a picture is. An `<img>` cannot send a token, so the digest of the picture is the key to it: whoever was shown the
 * account has it. And a new picture has a new address, so each may be cached for ever.
 */
const urlOf = (userId: string, digest: string) => `/api/v1/users/${userId}/avatar?v=${digest}`;

export function createAvatarRepository(directory: Kysely<Tables>) {
  return {
    /** Keeps the picture, and its address in the account. */
    save: async (userId: string, content: Buffer, contentType: string): Promise<void> => {
      const digest = createHash('sha256').update(content).digest('hex').slice(0, 32);
      const picture = { content, content_type: contentType, digest };
      await directory.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('user_avatars')
          .values({ user_id: userId, ...picture })
          .onConflict((conflict) =>
            conflict.column('user_id').doUpdateSet({ ...picture, updated_at: sql`now()` }),
          )
          .execute();
        await transaction
          .updateTable('users')
          .set({ avatar: urlOf(userId, digest), updated_at: sql`now()` })
          .where('id', '=', userId)
          .execute();
      });
    },

    find: (userId: string, digest: string) =>
      directory
        .selectFrom('user_avatars')
        .select(['content', 'content_type'])
        .where('user_id', '=', userId)
        .where('digest', '=', digest)
        .executeTakeFirst(),

    /** Deleting what is not there changes nothing. */
    delete: (userId: string): Promise<void> =>
      directory.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('user_avatars').where('user_id', '=', userId).execute();
        await transaction
          .updateTable('users')
          .set({ avatar: null, updated_at: sql`now()` })
          .where('id', '=', userId)
          .execute();
      }),
  };
}
