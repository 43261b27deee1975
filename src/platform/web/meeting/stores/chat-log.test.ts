import { describe, expect, test } from 'vitest';
import type { ChatLine } from '../signaling/protocol.ts';
import { emptyLog, gapAfter, prependHistory, takeLine } from './chat-log.ts';

const line = (sequence: number): ChatLine => ({
  sequence,
  id: `id-${sequence}`,
  from: { userId: 'ann', name: 'Ann' },
  text: `line ${sequence}`,
  sentAt: '2026-11-20T12:00:00.000Z',
});
const numbers = (log: { lines: readonly ChatLine[] }) => log.lines.map(({ sequence }) => sequence);

describe('the chat log', () => {
  test('holds back what came too early, and says where the gap is', () => {
    const log = [1, 2, 5, 4].map(line).reduce(takeLine, emptyLog());
    expect(numbers(log)).toEqual([1, 2]);
    expect(gapAfter(log)).toBe(2);
    const whole = takeLine(log, line(3));
    expect(numbers(whole)).toEqual([1, 2, 3, 4, 5]);
    expect(gapAfter(whole)).toBeUndefined();
  });

  test('begins where the room stood, and takes history from before', () => {
    const log = takeLine(emptyLog(40), line(41));
    expect(numbers(prependHistory(log, [line(39), line(40)]))).toEqual([39, 40, 41]);
    expect(prependHistory(log, [line(41)])).toBe(log);
  });

  test('what is known changes nothing', () => {
    const log = takeLine(emptyLog(), line(1));
    expect(takeLine(log, line(1))).toBe(log);
  });

  test('whatever the order and the repeats, all lines are there once and in order', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const arrivals = Array.from({ length: 120 }, (_, n) => ((n * (seed * 37 + 1)) % 60) + 1);
      const all = [...arrivals, ...Array.from({ length: 60 }, (_, n) => 60 - n)];
      const log = all.map(line).reduce(takeLine, emptyLog());
      expect(numbers(log)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
      expect(log.held.size).toBe(0);
    }
  });
});
