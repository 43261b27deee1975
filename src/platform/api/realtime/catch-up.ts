import type { Policy } from '../policy.ts';
import type { LiveRoom } from './live-room.ts';
import type { ChatLine, Settings } from './messages.ts';

/** The database, as the hub reads it. */
export interface Conversations {
  /** Where a room stands. */
  look(roomId: string): Promise<{ lastSequence: number; settings: Settings; recording: boolean }>;
  lastSequences(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  linesAfter(roomId: string, sequence: number, limit: number): Promise<ChatLine[]>;
}

interface CatchUpOptions {
  readonly rooms: ReadonlyMap<string, LiveRoom>;
  readonly conversations: Conversations;
  readonly limits: Policy['webSocket'];
  onError(error: unknown): void;
}

/** Lines that are read at once. */
const pageLines = 500;

/**
 * Brings rooms the lines that Redis did not bring. Redis only tells workers sooner what the database knows: a line is in the
 * database before anybody hears of it, so what was missed is read there when a later line shows a gap, and by a look
 * at the numbers of all rooms now and then, because after the last line of a conversation none follows that would show one.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.look(), options.limits.catchUpIntervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Lines wait for one that has not come. Mostly it is a few milliseconds behind; else it is fetched. */
  soon(room: LiveRoom): void {
    room.gapTimer ??= setTimeout(() => {
      room.gapTimer = undefined;
      if (room.lines.hasGap) this.now(room).catch(this.#options.onError);
    }, this.#options.limits.gapWaitMs);
  }

  /** Reads and tells all lines after the last that the room was told. It rejects while the database is away. */
  now(room: LiveRoom): Promise<void> {
    room.catchingUp ??= this.#read(room).finally(() => {
      room.catchingUp = undefined;
    });
    return room.catchingUp;
  }

  /** Compares the numbers of all rooms of this worker with those of the database, in one statement for each shard. */
  async look(): Promise<void> {
    const { rooms, conversations, onError } = this.#options;
    for (const room of rooms.values()) if (room.someoneMissed) room.tellPresence([]);
    if (rooms.size === 0) return;
    try {
      const newest = await conversations.lastSequences([...rooms.keys()]);
      for (const [roomId, lastSequence] of newest) {
        const room = rooms.get(roomId);
        if (room?.lines.started && room.lines.delivered < lastSequence) await this.now(room);
      }
    } catch (error) {
      onError(error);
    }
  }

  async #read(room: LiveRoom): Promise<void> {
    const { conversations, rooms } = this.#options;
    let lines: ChatLine[];
    do {
      lines = await conversations.linesAfter(room.id, room.lines.delivered, pageLines);
      if (rooms.get(room.id) !== room) return;
      room.deliver(room.lines.takeRead(lines));
    } while (lines.length === pageLines);
  }
}
