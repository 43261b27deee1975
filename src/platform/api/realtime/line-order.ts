import type { ChatLine } from './messages.ts';

/**
 * Puts the lines of a room in the order of their numbers. Workers commit lines in that order but hear of one another's through
 * Redis, so a line may come before the one it follows. It then waits here; whoever uses this looks for the missing one in time.
 */
export class LineOrder {
  #delivered: number | undefined;
  readonly #early = new Map<number, ChatLine>();

  /** The number of the last line that was given out; 0 before `start`. */
  get delivered(): number {
    return this.#delivered ?? 0;
  }

  /** Whether it is known where the conversation stands. */
  get started(): boolean {
    return this.#delivered !== undefined;
  }

  /** Whether lines wait for one that has not come. */
  get hasGap(): boolean {
    return this.#delivered !== undefined && this.#early.size > 0;
  }

  /** Says where the conversation stands; lines that came before that was known are given out if they are newer. */
  start(lastSequence: number): ChatLine[] {
    this.#delivered = lastSequence;
    for (const sequence of this.#early.keys()) if (sequence <= lastSequence) this.#early.delete(sequence);
    return this.#drain();
  }

  /** Takes lines in. @returns those whose turn it is; what was given out before is not given out again. */
  take(lines: readonly ChatLine[]): ChatLine[] {
    for (const line of lines) if (line.sequence > this.delivered) this.#early.set(line.sequence, line);
    return this.#drain();
  }

  /**
   * Takes lines that were read from the database in their order. A number that is missing there will not come any more:
   * numbers are committed in order.
   */
  takeRead(lines: readonly ChatLine[]): ChatLine[] {
    if (this.#delivered === undefined) return [];
    const due = lines.filter(({ sequence }) => sequence > this.delivered);
    const last = due.at(-1);
    return last ? [...due, ...this.start(last.sequence)] : due;
  }

  #drain(): ChatLine[] {
    const due: ChatLine[] = [];
    if (this.#delivered === undefined) return due;
    for (let line = this.#early.get(this.#delivered + 1); line; line = this.#early.get(this.#delivered + 1)) {
      this.#early.delete(line.sequence);
      this.#delivered = line.sequence;
      due.push(line);
    }
    return due;
  }
}
