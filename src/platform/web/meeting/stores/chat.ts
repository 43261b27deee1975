import { type ReadonlySignal, signal } from '@preact/signals';
import type { ChatLine, ClientMessage } from '../signaling/protocol.ts';
import { type ChatLog, emptyLog, gapAfter, prependHistory, takeLine } from './chat-log.ts';

/** A line on its way: the server has not said that it has it. */
export interface PendingLine {
  readonly clientId: string;
  readonly text: string;
}

export interface ChatWorld {
  /** @returns false when there is no connection now */
  readonly send: (message: ClientMessage) => boolean;
  /** Lines with the numbers before, or after, the given one, in order. */
  readonly fetchLines: (query: {
    before?: number;
    after?: number;
    limit: number;
  }) => Promise<readonly ChatLine[]>;
  readonly randomId: () => string;
  readonly ownId: string;
}

const historyPage = 50;
const resyncPage = 500;

/** The conversation of a meeting: never a line lost, doubled or out of order, whatever the connection does. */
export class Chat {
  readonly #world: ChatWorld;
  readonly #log = signal<ChatLog>(emptyLog());
  readonly #pending = signal<readonly PendingLine[]>([]);
  readonly #unread = signal(0);
  readonly #hasOlder = signal(false);
  #begun = false;
  #watched = false;

  constructor(world: ChatWorld) {
    this.#world = world;
  }

  get log(): ReadonlySignal<ChatLog> {
    return this.#log;
  }
  get pending(): ReadonlySignal<readonly PendingLine[]> {
    return this.#pending;
  }
  get unread(): ReadonlySignal<number> {
    return this.#unread;
  }
  get hasOlder(): ReadonlySignal<boolean> {
    return this.#hasOlder;
  }

  /** The number to name when joining again: all lines up to it are here. Undefined before the first time. */
  get lastSequence(): number | undefined {
    return this.#begun ? this.#log.peek().lastSequence : undefined;
  }

  /** The room was joined, for the first time or again. @param lastSequence the number of its newest line */
  async joined(lastSequence: number): Promise<void> {
    if (!this.#begun) {
      this.#begun = true;
      const early = [...this.#log.peek().lines, ...this.#log.peek().held.values()];
      this.#log.value = early.reduce(takeLine, emptyLog(lastSequence));
      this.#hasOlder.value = lastSequence > 0;
      if (lastSequence > 0) await this.loadOlder();
      return;
    }
    // What was missed follows by itself, as joining named the last line that is here. The server knows a line that it has already by its clientId.
    for (const line of this.#pending.peek()) this.#world.send({ type: 'chat', ...line });
  }

  take(line: ChatLine): void {
    const before = this.#log.peek();
    const after = takeLine(before, line);
    if (after === before) return;
    this.#log.value = after;
    const missing = gapAfter(after);
    if (missing !== undefined && before.held.size === 0) this.#world.send({ type: 'resync', after: missing });
    if (this.#watched) return;
    const fresh = after.lines.slice(before.lines.length);
    this.#unread.value += fresh.filter(({ from }) => from.userId !== this.#world.ownId).length;
  }

  /** The server has sent what it had in its memory; older lines are in the database. */
  async resynced(complete: boolean): Promise<void> {
    while (!complete) {
      const lines = await this.#world.fetchLines({ after: this.#log.peek().lastSequence, limit: resyncPage });
      for (const line of lines) this.take(line);
      if (lines.length < resyncPage) return;
    }
  }

  accepted(clientId: string | undefined): void {
    this.#pending.value = this.#pending.peek().filter((line) => line.clientId !== clientId);
  }

  say(text: string): void {
    const line = { clientId: this.#world.randomId(), text };
    this.#pending.value = [...this.#pending.peek(), line];
    this.#world.send({ type: 'chat', ...line });
  }

  async loadOlder(): Promise<void> {
    const { lines, lastSequence } = this.#log.peek();
    const before = lines[0]?.sequence ?? lastSequence + 1;
    const older = await this.#world.fetchLines({ before, limit: historyPage });
    this.#log.value = prependHistory(this.#log.peek(), older);
    this.#hasOlder.value = (older[0]?.sequence ?? 1) > 1;
  }

  /** Whether somebody looks at the conversation: what is seen is not unread. */
  watch(watched: boolean): void {
    this.#watched = watched;
    if (watched) this.#unread.value = 0;
  }
}
