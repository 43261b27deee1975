import type { Hub } from './hub.ts';

/** Somebody who was removed from a room for good; without a person, a room whose meeting is over or that is gone. */
export interface PutOut {
  readonly roomId: string;
  readonly userId: string | null;
}

interface SeatWatchOptions {
  readonly hub: Pick<Hub, 'roomIds' | 'receive'>;
  readonly intervalMs: number;
  find(roomIds: readonly string[]): Promise<readonly PutOut[]>;
  onError(error: unknown): void;
}

/**
 * Takes out of rooms whoever may not be in them any more, when the word of it was lost: Redis forgets what it cannot deliver, and
 * whoever was removed at another worker would go on hearing what is said. The database is asked now and then, and when
 * Redis is back.
 */
export class SeatWatch {
  readonly #options: SeatWatchOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: SeatWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), options.intervalMs);
  }

  look(): void {
    this.#check().catch(this.#options.onError);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const { hub, find } = this.#options;
    const rooms = hub.roomIds;
    if (rooms.length === 0) return;
    for (const { roomId, userId } of await find(rooms)) {
      if (userId === null) hub.receive(roomId, { type: 'ended' });
      else hub.receive(roomId, { type: 'removed', userId, banned: true });
    }
  }
}
