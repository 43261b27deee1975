/** A table whose rows belong to rooms, and the column that says to which. */
export interface RoomTable {
  readonly name: string;
  readonly key: string;
}

/**
 * What moves with a room besides the room itself, all of it small but the messages. Every table here has the fence of
 * migrations/0007-shards.sql; tests/platform/shards.test.ts looks for a table that has one and is missing here, or the reverse.
 */
export const roomTables: readonly RoomTable[] = [
  { name: 'room_participants', key: 'room_id' },
  { name: 'meeting_history', key: 'room_id' },
  { name: 'room_settings', key: 'room_id' },
  { name: 'room_invitations', key: 'room_id' },
  { name: 'room_waiting', key: 'room_id' },
  { name: 'breakout_assignments', key: 'parent_room_id' },
  { name: 'recordings', key: 'room_id' },
  { name: 'room_sequences', key: 'room_id' },
];
