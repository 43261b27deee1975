import type { ChatLine } from '../signaling/protocol.ts';

/** The conversation as far as it is known: lines in the order of their numbers, without a gap. */
export interface ChatLog {
  readonly lines: readonly ChatLine[];
  /** All lines up to this number are in `lines`, or before its first. */
  readonly lastSequence: number;
  /** Lines that came before one that is missing. */
  readonly held: ReadonlyMap<number, ChatLine>;
}

/** A log that begins after the line with this number. */
export const emptyLog = (lastSequence = 0): ChatLog => ({ lines: [], lastSequence, held: new Map() });

/** Takes a line in. One that is known changes nothing; one that comes too early waits for those before it. */
export function takeLine(log: ChatLog, line: ChatLine): ChatLog {
  if (line.sequence <= log.lastSequence || log.held.has(line.sequence)) return log;
  const held = new Map(log.held).set(line.sequence, line);
  const lines = [...log.lines];
  let { lastSequence } = log;
  for (let next = held.get(lastSequence + 1); next; next = held.get(lastSequence + 1)) {
    held.delete(next.sequence);
    lines.push(next);
    lastSequence = next.sequence;
  }
  return { lines, lastSequence, held };
}

/** Puts older lines, in the order of their numbers, before those that are known. */
export function prependHistory(log: ChatLog, older: readonly ChatLine[]): ChatLog {
  const first = log.lines[0]?.sequence ?? log.lastSequence + 1;
  const before = older.filter(({ sequence }) => sequence < first);
  return before.length === 0 ? log : { ...log, lines: [...before, ...log.lines] };
}

/** The number after which lines are missing; undefined when none are. */
export const gapAfter = (log: ChatLog): number | undefined =>
  log.held.size > 0 ? log.lastSequence : undefined;
