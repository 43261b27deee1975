import { describe, expect, test } from 'vitest';
import { type Seat, seatOrder } from './seat-order.ts';

const seat = (userId: string, video = false, lastSpokeMs = 0): Seat => ({ userId, video, lastSpokeMs });

describe('seatOrder', () => {
  test('cameras come first, each half as they joined', () => {
    expect(seatOrder([seat('a'), seat('b', true), seat('c'), seat('d', true)], 4)).toEqual([
      'b',
      'd',
      'a',
      'c',
    ]);
  });

  test('who speaks on a later page changes places with the most silent of the first', () => {
    const seats = [seat('a', true, 900), seat('b', true), seat('c', true, 100), seat('d', true, 500)];
    expect(seatOrder(seats, 3)).toEqual(['a', 'd', 'c', 'b']);
  });

  test('who was silent for longer than all of the first page stays where they are', () => {
    expect(seatOrder([seat('a', true, 900), seat('b', true, 800), seat('c', true, 100)], 2)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('whatever they say, everybody is in it once', () => {
    const seats = Array.from({ length: 500 }, (_, n) => seat(`u${n}`, n % 7 === 0, (n * 7919) % 401));
    for (const firstPage of [1, 4, 9, 25, 600]) {
      const order = seatOrder(seats, firstPage);
      expect(new Set(order).size).toBe(500);
    }
  });

  test('the latest speakers are all on the first page', () => {
    const seats = Array.from({ length: 100 }, (_, n) => seat(`u${n}`, false, n));
    const first = seatOrder(seats, 9).slice(0, 9);
    expect(first.sort()).toEqual(['u91', 'u92', 'u93', 'u94', 'u95', 'u96', 'u97', 'u98', 'u99'].sort());
  });
});
