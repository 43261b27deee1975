import { type Kysely, sql, type Transaction } from 'kysely';
import type { ChatLine } from '../realtime/messages.ts';
import type { Databases } from '../shards/databases.ts';
import type { Tables } from './tables.ts';

/** What somebody wants to say. With a `clientId` the same line may come again and is taken once. */
export interface NewLine {
  readonly userId: string;
  readonly text: string;
  readonly clientId?: string | undefined;
}

type Silence = 'not-in-room' | 'observer' | 'chat-off' | 'moderators-only' | 'ended' | 'missing';

/** What became of it; see migrations/0006-conversation.sql. */
export type Spoken =
  | { readonly outcome: 'said'; readonly line: ChatLine; readonly replayed: boolean }
  | { readonly outcome: Silence };

/** Which lines of a conversation to read: those after a number from the oldest on, or those before one from the newest on. */
export interface Passage {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

interface SpokenRow {
  outcome: 'said' | Silence;
  line_sequence: string | null;
  line_id: string;
  sent_at: Date;
  author: string;
  replayed: boolean;
}

export type MessageRepository = ReturnType<typeof createMessageRepository>;

export function createMessageRepository(databases: Databases) {
  return {
    /** Says lines in a room, in their order and in one statement. @returns what became of each. */
    say: async (roomId: string, lines: readonly NewLine[]): Promise<Spoken[]> => {
      const { rows } = await sql<SpokenRow>`
        SELECT * FROM say_in_room(${roomId}::uuid, ${JSON.stringify(lines)}::jsonb)`.execute(
        databases.forRoom(roomId),
      );
      return lines.map((line, index) => toSpoken(line, rows[index]));
    },

    /** Lines of a room, oldest first, as far as this reader may see them. */
    read: (roomId: string, readerId: string, passage: Passage): Promise<ChatLine[]> =>
      readAs(databases.forRoom(roomId), readerId, (transaction) => selectLines(transaction, roomId, passage)),

    /** Lines that a worker must deliver to a room; it knows who is in it, so it needs no second wall. */
    readForDelivery: (roomId: string, passage: Passage): Promise<ChatLine[]> =>
      selectLines(databases.forRoom(roomId), roomId, passage),

    /** The number of the newest line of each room that has one. */
    lastSequences: async (roomIds: readonly string[]): Promise<Map<string, number>> => {
      const byDatabase = Map.groupBy(roomIds, (roomId) => databases.forRoom(roomId));
      const found = await Promise.all(
        [...byDatabase].map(([database, ids]) =>
          database
            .selectFrom('room_sequences')
            .select(['room_id', 'last_sequence'])
            .where('room_id', '=', sql<string>`ANY(${ids}::uuid[])`)
            .execute(),
        ),
      );
      return new Map(found.flat().map((row) => [row.room_id, Number(row.last_sequence)]));
    },
  };
}

function toSpoken({ userId, text }: NewLine, row: SpokenRow | undefined): Spoken {
  if (!row) throw new Error('say_in_room returned too few rows');
  if (row.outcome !== 'said') return { outcome: row.outcome };
  const line: ChatLine = {
    sequence: Number(row.line_sequence),
    id: row.line_id,
    from: { userId, name: row.author },
    text,
    kind: 'text',
    sentAt: row.sent_at.toISOString(),
  };
  return { outcome: 'said', line, replayed: row.replayed };
}

/**
 * Reads on behalf of one account, as the role that sees only what row-level security shows to that account. The role and the
 * account are set for one transaction, so the pool hands the connection on without them.
 */
function readAs<T>(
  database: Kysely<Tables>,
  readerId: string,
  read: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return database.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('role', 'gomeet_member', true), set_config('app.user_id', ${readerId}, true)`.execute(
      transaction,
    );
    return read(transaction);
  });
}

async function selectLines(
  database: Kysely<Tables>,
  roomId: string,
  { after, before, limit }: Passage,
): Promise<ChatLine[]> {
  const rows = await database
    .selectFrom('room_messages')
    .select(['sequence', 'id', 'user_id', 'display_name', 'message', 'message_type', 'created_at'])
    .where('room_id', '=', roomId)
    .$if(after !== undefined, (query) => query.where('sequence', '>', String(after)))
    .$if(before !== undefined, (query) => query.where('sequence', '<', String(before)))
    .orderBy('sequence', after === undefined ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  const lines = rows.map((row) => ({
    sequence: Number(row.sequence),
    id: row.id,
    from: { userId: row.user_id, name: row.display_name },
    text: row.message,
    kind: row.message_type,
    sentAt: row.created_at.toISOString(),
  }));
  return after === undefined ? lines.reverse() : lines;
}
