import { sql } from 'kysely';
import { type RoomSettings, readRoomSettings, type SettingChanges } from '../rooms/room-settings.ts';
import type { Databases } from '../shards/databases.ts';

export type RoomSettingsRepository = ReturnType<typeof createRoomSettingsRepository>;

/** One row for each setting that is given. */
export function toSettingRows(roomId: string, changes: SettingChanges) {
  return Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({
      room_id: roomId,
      setting_key: key,
      setting_value: JSON.stringify(value),
    }));
}

export function createRoomSettingsRepository(databases: Databases) {
  const read = async (roomId: string): Promise<RoomSettings> => {
    const rows = await databases
      .forRoom(roomId)
      .selectFrom('room_settings')
      .select(['setting_key', 'setting_value'])
      .where('room_id', '=', roomId)
      .execute();
    return readRoomSettings(Object.fromEntries(rows.map((row) => [row.setting_key, row.setting_value])));
  };

  return {
    read,

    /** @returns all settings as they are now. */
    write: async (roomId: string, changes: SettingChanges): Promise<RoomSettings> => {
      const rows = toSettingRows(roomId, changes);
      if (rows.length > 0) {
        await databases
          .forRoom(roomId)
          .insertInto('room_settings')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['room_id', 'setting_key']).doUpdateSet((columns) => ({
              setting_value: columns.ref('excluded.setting_value'),
              updated_at: sql`now()`,
            })),
          )
          .execute();
      }
      return read(roomId);
    },
  };
}
