import type { Client } from 'pg';
import { roomTables } from './room-tables.ts';

/** A room that changed while its bucket was being copied. */
export interface ChangedRoom {
  readonly roomId: string;
  /** Lines were changed or deleted, not only added: they are all copied again. */
  readonly messagesRewritten: boolean;
}

const roomsAtOnce = 200;
const messagesAtOnce = 2000;

/**
 * Makes the target's copy of some rooms equal to the source. The source's transaction gives both stages one snapshot; each
 * batch is one transaction at the target, so whatever is cut off there was done whole or not at all.
 * @param rooms a breakout room may come before its parent; rooms that the source has no more are deleted.
 */
export async function copyRooms(
  source: Client,
  target: Client,
  rooms: readonly ChangedRoom[],
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(rooms.length / roomsAtOnce) }, (_, index) =>
    rooms.slice(index * roomsAtOnce, (index + 1) * roomsAtOnce),
  );
  // Rooms first, then what refers to them: a breakout's assignment refers to two rooms, perhaps of two batches.
  for (const level of ['parent_room_id IS NULL', 'parent_room_id IS NOT NULL']) {
    for (const batch of batches) await copyRoomRows(source, target, idsOf(batch), level);
  }
  for (const batch of batches) await copyContents(source, target, batch);
}

const idsOf = (rooms: readonly ChangedRoom[]) => rooms.map(({ roomId }) => roomId);

async function copyRoomRows(source: Client, target: Client, ids: readonly string[], level: string) {
  const rows = await readRows(source, `SELECT * FROM rooms WHERE id = ANY($1) AND ${level}`, [ids]);
  const columns = await columnsOf(target, 'rooms');
  const renewed = columns
    .filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`);
  await atTarget(target, () =>
    insertRows(target, 'rooms', rows, `ON CONFLICT (id) DO UPDATE SET ${renewed.join(', ')}`),
  );
}

async function copyContents(source: Client, target: Client, rooms: readonly ChangedRoom[]): Promise<void> {
  const ids = idsOf(rooms);
  const present = await source.query<{ id: string }>('SELECT id FROM rooms WHERE id = ANY($1)', [ids]);
  const existing = new Set(present.rows.map(({ id }) => id));
  await atTarget(target, async () => {
    await target.query('DELETE FROM rooms WHERE id = ANY($1)', [ids.filter((id) => !existing.has(id))]);
    for (const { name, key } of roomTables) {
      const rows = await readRows(source, `SELECT * FROM ${name} WHERE ${key} = ANY($1)`, [ids]);
      await target.query(`DELETE FROM ${name} WHERE ${key} = ANY($1)`, [ids]);
      await insertRows(target, name, rows);
    }
    for (const room of rooms) if (existing.has(room.roomId)) await copyMessages(source, target, room);
  });
}

/** Lines are many and hardly ever change: only those after the target's last are copied, unless some were rewritten. */
async function copyMessages(source: Client, target: Client, { roomId, messagesRewritten }: ChangedRoom) {
  if (messagesRewritten) await target.query('DELETE FROM room_messages WHERE room_id = $1', [roomId]);
  const last = await target.query<{ sequence: string }>(
    'SELECT coalesce(max(sequence), 0) AS sequence FROM room_messages WHERE room_id = $1',
    [roomId],
  );
  let after = Number(last.rows[0]?.sequence ?? 0);
  for (;;) {
    const page = await source.query<{ rows: string; count: number; last: string }>(
      `SELECT jsonb_agg(to_jsonb(page))::text AS rows, count(*)::int AS count, max(page.sequence) AS last FROM
         (SELECT * FROM room_messages WHERE room_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3) AS page`,
      [roomId, after, messagesAtOnce],
    );
    const [lines] = page.rows;
    if (!lines || lines.count === 0) return;
    await insertRows(target, 'room_messages', lines.rows);
    if (lines.count < messagesAtOnce) return;
    after = Number(lines.last);
  }
}

/** Rows as JSON text: times keep their microseconds in it, and no type of the driver comes between. */
async function readRows(source: Client, select: string, values: unknown[]): Promise<string> {
  const { rows } = await source.query<{ rows: string }>(
    `SELECT coalesce(jsonb_agg(to_jsonb(chosen)), '[]')::text AS rows FROM (${select}) AS chosen`,
    values,
  );
  return rows[0]?.rows ?? '[]';
}

async function insertRows(target: Client, table: string, rows: string, onConflict = ''): Promise<void> {
  const columns = (await columnsOf(target, table)).join(', ');
  await target.query(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ${onConflict}`,
    [rows],
  );
}

/** The columns that can be written: a generated one is computed again. */
async function columnsOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function atTarget(target: Client, work: () => Promise<void>): Promise<void> {
  await target.query("BEGIN; SELECT set_config('gomeet.fence', 'move', true)");
  try {
    await work();
    await target.query('COMMIT');
  } catch (error) {
    await target.query('ROLLBACK');
    throw error;
  }
}
