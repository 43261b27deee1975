import type { NewLine, Spoken } from '../repositories/messages.ts';
import type { ChatLine } from './messages.ts';

/** Lines that one statement takes: their work stays far below the time limit of a statement, and what Redis carries small. */
const maxBatchLines = 100;
const maxBatchCharacters = 64 * 1024;
/** Lines of one room that may wait for the database; beyond them it cannot keep up, and speakers are told so. */
const maxWaitingLines = 1000;

interface Waiting {
  readonly line: NewLine;
  resolve(spoken: Spoken): void;
  reject(error: unknown): void;
}

interface ChatWriterOptions {
  write(roomId: string, lines: readonly NewLine[]): Promise<Spoken[]>;
  /** Called after the commit, before those who spoke are answered. */
  onSaid(roomId: string, lines: ChatLine[]): void;
}

/** Too many lines wait for the database. */
export class CrowdedConversation extends Error {
  override readonly name = 'CrowdedConversation';
}

/**
 * Writes what is said. The lines of a room are numbered under a lock, so only one statement at a time gets anywhere; what is said
 * while one runs goes with the next, together. One line alone waits for nothing, and the busier a room, the more a commit takes.
 */
export class ChatWriter {
  readonly #rooms = new Map<string, Waiting[]>();
  readonly #options: ChatWriterOptions;
  readonly #running = new Set<Promise<void>>();

  constructor(options: ChatWriterOptions) {
    this.#options = options;
  }

  /** @returns what became of the line, once it is in the database. It rejects when the database does not answer. */
  say(roomId: string, line: NewLine): Promise<Spoken> {
    return new Promise((resolve, reject) => {
      const waiting = this.#rooms.get(roomId);
      if (waiting && waiting.length >= maxWaitingLines) {
        reject(new CrowdedConversation(`${maxWaitingLines} lines of the room wait to be written`));
        return;
      }
      if (waiting) {
        waiting.push({ line, resolve, reject });
        return;
      }
      const queue = [{ line, resolve, reject }];
      this.#rooms.set(roomId, queue);
      const running = this.#writeAll(roomId, queue).finally(() => this.#running.delete(running));
      this.#running.add(running);
    });
  }

  /** @returns when nothing waits to be written. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #writeAll(roomId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      try {
        const spoken = await this.#options.write(
          roomId,
          batch.map(({ line }) => line),
        );
        const lines = spoken.flatMap((one) => (one.outcome === 'said' ? [one.line] : []));
        if (lines.length > 0) this.#options.onSaid(roomId, lines);
        for (const [index, outcome] of spoken.entries()) batch[index]?.resolve(outcome);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#rooms.delete(roomId);
  }
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let characters = 0;
  let lines = 0;
  for (const { line } of queue) {
    characters += line.text.length;
    if (lines > 0 && characters > maxBatchCharacters) break;
    lines += 1;
    if (lines === maxBatchLines) break;
  }
  return queue.splice(0, lines);
}
