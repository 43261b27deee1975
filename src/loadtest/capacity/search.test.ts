import { describe, expect, test } from 'vitest';
import { kneeOf, nextLoad, type Trial } from './search.ts';

const bounds = { from: 25, to: 5000, maxSteps: 20, smallest: 2 };

/** The loads that a search tries on a platform which carries so many. */
function searched(carries: number, change: Partial<typeof bounds> = {}): readonly number[] {
  const trials: Trial[] = [];
  const search = { ...bounds, ...change };
  for (let load = nextLoad(search, trials); load !== null; load = nextLoad(search, trials))
    trials.push({ load, met: load <= carries });
  return trials.map(({ load }) => load);
}

describe('nextLoad', () => {
  test('doubles until one misses, then halves the gap down to a tenth', () =>
    expect(searched(260)).toEqual([25, 50, 100, 200, 400, 300, 250, 275]));

  test('halves where already the first misses', () => expect(searched(7)).toEqual([25, 12, 6, 9, 7, 8]));

  test('ends at the smallest load when nothing is carried', () =>
    expect(searched(0)).toEqual([25, 12, 6, 3, 2]));

  test('tries no load that cannot be made, such as a room of fewer people than cameras', () =>
    expect(searched(0, { smallest: 10 })).toEqual([25, 12, 10]));

  test('ends at the bound, which it tries', () =>
    expect(searched(9999, { to: 120 })).toEqual([25, 50, 100, 120]));

  test('never takes more steps than asked for', () =>
    expect(searched(260, { maxSteps: 3 })).toEqual([25, 50, 100]));

  test.each([3, 40, 99, 1000, 4999])('finds %i within a tenth', (carries) => {
    const { largestMet, smallestMissed } = kneeOf(
      searched(carries).map((load) => ({ load, met: load <= carries })),
    );
    expect(largestMet).toBeLessThanOrEqual(carries);
    expect(smallestMissed).toBeGreaterThan(carries);
    expect((smallestMissed ?? 0) - (largestMet ?? 0)).toBeLessThanOrEqual(Math.max(1, 0.1 * carries));
  });
});

test('a load that met above one that missed does not count', () =>
  expect(
    kneeOf([
      { load: 10, met: true },
      { load: 20, met: false },
      { load: 40, met: true },
    ]),
  ).toEqual({ largestMet: 10, smallestMissed: 20 }));
