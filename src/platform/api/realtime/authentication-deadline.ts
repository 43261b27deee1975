import type { Connection } from './connection.ts';
import { CloseCode } from './messages.ts';

/**
 * Closes connections that do not authenticate in time. All have equally long, so they are due in the order in which they
 * came, and one timer for the first of them serves all: a timer for each socket, with the function it calls, took half a kilobyte.
 */
export class AuthenticationDeadline {
  readonly #dueMs = new Map<Connection, number>();
  readonly #withinMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  watch(connection: Connection): void {
    this.#dueMs.set(connection, performance.now() + this.#withinMs);
    this.#timer ??= setTimeout(() => this.#expire(), this.#withinMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dueMs.clear();
  }

  #expire(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    for (const [connection, dueMs] of this.#dueMs) {
      // Timers count whole milliseconds and may ring a fraction of one early.
      if (dueMs > nowMs + 1) {
        this.#timer = setTimeout(() => this.#expire(), dueMs - nowMs);
        return;
      }
      this.#dueMs.delete(connection);
      if (connection.account) continue;
      connection.refuse(CloseCode.tooLate, 'too-late', `No ticket came within ${this.#withinMs} ms.`);
    }
  }
}
