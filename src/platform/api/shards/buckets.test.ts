import { expect, test } from 'vitest';
import { bucketOf, planSpread } from './buckets.ts';

const places = (...shards: number[]) =>
  shards.map((shard, bucket) => ({ bucket, shard, movingTo: null, movedFrom: null }));

test('the bucket is the low six bits of the first byte', () => {
  const rest = '000000-0000-4000-8000-000000000000';
  expect(['00', '3f', '40', 'FF', 'a5'].map((byte) => bucketOf(byte + rest))).toEqual([0, 63, 0, 63, 37]);
});

test('all on one shard: three quarters move, and each of four shards has sixteen', () => {
  const all = places(...Array.from({ length: 64 }, () => 0));
  const moves = planSpread(all, 4);
  expect(moves).toHaveLength(48);
  const held = [0, 1, 2, 3].map((shard) => moves.filter(({ target }) => target === shard).length);
  expect(held).toEqual([0, 16, 16, 16]);
  expect(new Set(moves.map(({ bucket }) => bucket)).size).toBe(48);
});

test('nothing moves where the shards differ by one bucket at most', () => {
  expect(planSpread(places(0, 0, 1, 1, 2), 3)).toEqual([]);
});

test('a new shard takes only its share, from those that have most', () => {
  expect(planSpread(places(0, 0, 0, 1, 1, 1), 3)).toEqual([
    { bucket: 5, target: 2 },
    { bucket: 2, target: 2 },
  ]);
});

test('what is on its way counts where it goes', () => {
  const [first, second] = places(0, 0);
  if (!first || !second) throw new Error('two buckets');
  expect(planSpread([first, { ...second, movingTo: 1 }], 2)).toEqual([]);
});
