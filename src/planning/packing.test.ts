import loadHighs from 'highs';
import { describe, expect, test } from 'vitest';
import { type ItemGroup, packGroups } from './packing.ts';
import { randomOf } from './random.ts';

// The package declares its ES module with the types of its CommonJS one, in which the loader is a property.
const solver = await (loadHighs as unknown as typeof loadHighs.default)();

/** The fewest bins there are, by a mixed-integer program: x items of group g in bin b, y whether b is used. */
function fewestBins(items: readonly ItemGroup[], capacity: readonly number[], atMost: number): number {
  const bins = Array.from({ length: atMost }, (_, b) => b);
  const terms = (of: (group: ItemGroup, g: number) => string | null): string =>
    items
      .map(of)
      .filter((term) => term !== null)
      .join(' + ');
  const rows = [
    ...items.map(({ count }, g) => `${bins.map((b) => `x${g}_${b}`).join(' + ')} = ${count}`),
    ...bins.flatMap((b) =>
      capacity.map((limit, k) => `${terms(({ size }, g) => `${size[k]} x${g}_${b}`)} - ${limit} y${b} <= 0`),
    ),
    // Bins are alike: they are used in their order, which spares the solver their permutations.
    ...bins.slice(1).map((b) => `y${b - 1} - y${b} >= 0`),
  ];
  const program = [
    `Minimize\n ${bins.map((b) => `y${b}`).join(' + ')}`,
    `Subject To\n ${rows.join('\n ')}`,
    `Binaries\n ${bins.map((b) => `y${b}`).join(' ')}`,
    `Generals\n ${items.flatMap((_, g) => bins.map((b) => `x${g}_${b}`)).join(' ')}`,
    'End',
  ].join('\n');
  const { Status, ObjectiveValue } = solver.solve(program, { output_flag: false });
  if (Status !== 'Optimal') throw new Error(`the solver ended with ${Status}`);
  return Math.round(ObjectiveValue);
}

/** Up to five groups of up to four items, which take 0.1 to 0.8 of a bin of two or three resources. */
function randomCase(random: () => number): { items: ItemGroup[]; capacity: number[] } {
  const resources = 2 + Math.floor(random() * 2);
  const capacity = Array.from({ length: resources }, () => 10 + Math.floor(random() * 90));
  const items = Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
    const share = 0.1 + random() * 0.6;
    const size = capacity.map((limit) =>
      Number((limit * Math.min(0.8, share * (0.5 + random()))).toFixed(3)),
    );
    return { size, count: 1 + Math.floor(random() * 4) };
  });
  return { items, capacity };
}

function packed(items: readonly ItemGroup[], capacity: readonly number[]) {
  const packing = packGroups(items, capacity);
  if (packing === null) throw new Error('every item fits an empty bin');
  return packing;
}

/** Looks at every bin: nothing is lost, and nothing above the capacity by more than the rounding of floats. */
function expectSound(items: readonly ItemGroup[], capacity: readonly number[]): void {
  const { groups, bins } = packed(items, capacity);
  const placed = items.map(() => 0);
  for (const group of groups) {
    for (const [index, count] of group.items) placed[index] = (placed[index] ?? 0) + count * group.bins;
    for (const [k, limit] of capacity.entries()) {
      const taken = [...group.items].reduce(
        (sum, [index, count]) => sum + (items[index]?.size[k] ?? 0) * count,
        0,
      );
      expect(taken).toBeLessThanOrEqual(limit * (1 + 1e-9));
    }
  }
  expect(placed).toEqual(items.map(({ count }) => count));
  expect(bins).toBe(groups.reduce((sum, group) => sum + group.bins, 0));
}

describe('first-fit decreasing over several resources', () => {
  test('is within one bin of the optimum in 60 random cases, and never below it', { timeout: 60_000 }, () => {
    const random = randomOf(20_261_121);
    for (let seed = 0; seed < 60; seed += 1) {
      const { items, capacity } = randomCase(random);
      const { bins, leastBins } = packed(items, capacity);
      const fewest = fewestBins(items, capacity, bins);
      expect(bins - fewest, JSON.stringify({ items, capacity })).toBeLessThanOrEqual(1);
      expect(fewest).toBeGreaterThanOrEqual(leastBins);
    }
  });

  test('loses nothing and overfills nothing in 500 random cases', () => {
    const random = randomOf(7);
    for (let seed = 0; seed < 500; seed += 1) {
      const { items, capacity } = randomCase(random);
      expectSound(items, capacity);
    }
  });

  test('loses nothing and overfills nothing of 3,000 sizes in thousands of bins', () => {
    const random = randomOf(11);
    const items = Array.from({ length: 3000 }, () => {
      const people = 2 + Math.floor(random() * 500);
      return { size: [people * 0.02, people * 4.7, people ** 2 / 900], count: 1 + Math.floor(random() * 30) };
    });
    expectSound(items, [33.6, 8000, 900]);
  });

  test('fills the gaps that large items leave with small ones', () => {
    expect(
      packed(
        [
          { size: [6], count: 2 },
          { size: [4], count: 2 },
        ],
        [10],
      ).bins,
    ).toBe(2);
  });

  test('a million equal items are one group of full bins and the rest', () => {
    const { bins, groups } = packed([{ size: [3], count: 1_000_000 }], [10]);
    expect(bins).toBe(333_334);
    expect(groups).toHaveLength(2);
  });

  test('ten tenths fill a bin', () => {
    expect(packed([{ size: [0.1], count: 10 }], [1]).bins).toBe(1);
  });

  test('nothing needs no bin; what fits no empty bin cannot be packed', () => {
    expect(packed([], [10]).bins).toBe(0);
    expect(packGroups([{ size: [11], count: 1 }], [10])).toBeNull();
  });
});
