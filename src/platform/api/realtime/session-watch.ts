import type { Connection } from './connection.ts';

/** Sessions that one statement asks about. */
const batchSize = 1000;

interface SessionWatchOptions {
  readonly connections: ReadonlySet<Connection>;
  readonly intervalMs: number;
  /** @returns the sessions among these that are over, and those whose account may not be here any more. */
  findEnded(sessions: readonly { userId: string; sessionId: string }[]): Promise<ReadonlySet<string>>;
  onError(error: unknown): void;
}

/**
 * A socket outlives the access token that its ticket was bought with. The end of a session is told to all workers at once;
 * this asks the database now and then, for when that word was lost or an account was locked in another way. 12,500 sockets
 * are 13 statements a minute.
 */
export class SessionWatch {
  readonly #options: SessionWatchOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: SessionWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.#check().catch(options.onError);
    }, options.intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const known = [...this.#options.connections].filter(({ account }) => account);
    for (let first = 0; first < known.length; first += batchSize) {
      const batch = known.slice(first, first + batchSize);
      const ended = await this.#options.findEnded(batch.flatMap(({ account }) => account ?? []));
      for (const connection of batch) {
        if (connection.account && ended.has(connection.account.sessionId)) connection.endSession();
      }
    }
  }
}
