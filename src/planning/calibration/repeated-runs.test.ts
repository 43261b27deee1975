import { expect, test } from 'vitest';
import type { MediaRun } from './observe-media.ts';
import { takenTogether } from './repeated-runs.ts';

const run = (id: string, label: string, measured: number, packetsOut: number): MediaRun => {
  const observation = { run: id, label, load: { packetsOut }, measured, slowness: 1 };
  return {
    cpu: observation,
    generator: { ...observation, measured: 2 * measured },
    memory: null,
    join: { coreSeconds: 0.5, joins: 20 },
  };
};

test('runs of the same room count as one that is as long as all of them', () => {
  const [small, large, ...others] = takenTogether([
    run('a', 'small', 0.1, 1000),
    run('b', 'large', 0.9, 9000),
    run('c', 'small', 0.3, 1100),
  ]);
  expect(others).toEqual([]);
  expect(small).toEqual({
    cpu: { run: 'a c', label: 'small', load: { packetsOut: 1050 }, measured: 0.2, slowness: 1 },
    generator: { run: 'a c', label: 'small', load: { packetsOut: 1050 }, measured: 0.4, slowness: 1 },
    memory: null,
    join: { coreSeconds: 1, joins: 40 },
  });
  expect(large).toEqual(run('b', 'large', 0.9, 9000));
});
