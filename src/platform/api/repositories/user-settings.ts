import { type Kysely, sql } from 'kysely';
import { settingsFrom, type UserSettings } from '../user-settings.ts';
import type { Tables } from './tables.ts';

export type UserSettingsRepository = ReturnType<typeof createUserSettingsRepository>;

export function createUserSettingsRepository(directory: Kysely<Tables>) {
  const find = async (userId: string, database: Kysely<Tables> = directory): Promise<UserSettings> =>
    settingsFrom(
      await database
        .selectFrom('user_settings')
        .select(['setting_key', 'setting_value'])
        .where('user_id', '=', userId)
        .execute(),
    );

  return {
    find,

    /** Sets those that are named. @returns all of them afterwards. */
    change: async (userId: string, changes: Readonly<Record<string, unknown>>): Promise<UserSettings> => {
      const rows = Object.entries(changes).map(([key, value]) => ({
        user_id: userId,
        setting_key: key,
        setting_value: JSON.stringify(value),
      }));
      if (rows.length > 0) {
        await directory
          .insertInto('user_settings')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['user_id', 'setting_key']).doUpdateSet({
              setting_value: sql`excluded.setting_value`,
              updated_at: sql`now()`,
            }),
          )
          .execute();
      }
      return find(userId);
    },
  };
}
