import type { Range } from './quantity.ts';

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32, period 2³²). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from a triangular distribution, by the inverse of its cumulative one; `share` is uniform in [0, 1). */
export function triangular({ low, mode, high }: Range, share: number): number {
  const width = high - low;
  if (width === 0) return mode;
  const rising = (mode - low) / width;
  return share < rising
    ? low + Math.sqrt(share * width * (mode - low))
    : high - Math.sqrt((1 - share) * width * (high - mode));
}
