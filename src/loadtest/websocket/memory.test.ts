import { expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../../tests/support/generator-result.ts';
import type { Point } from '../platform-samples.ts';
import { memoryPerConnection } from './memory.ts';

const phases = [
  { name: 'connect', startedAt: 1000, endedAt: 2000 },
  { name: 'hold', startedAt: 3000, endedAt: 4000 },
];
const result = generatorResult({
  phases,
  counts: { connectionsHeld: 1000, generatorMemoryGrowthBytes: 300_000 },
});
const grows = (before: number, hold: number): Point[] => [
  [0, 999e6],
  [900, before],
  [1500, 5e9],
  [3100, hold - 1],
  [3900, hold],
  [4500, 9e9],
];

test('growth counts from the last reading before the first connection to the highest of the hold, of API processes alone', () => {
  const samples = platformSamples({
    serviceMemoryBytes: {
      'api-1': grows(100e6, 103e6),
      'api-2': grows(100e6, 104e6),
      redis: grows(1e6, 50e6),
    },
  });
  expect(memoryPerConnection(result, samples)).toEqual({ generatorBytes: 300, serverBytes: 7000 });
});

test('what was not read at both ends is not known', () => {
  const samples = platformSamples({ serviceMemoryBytes: { 'api-1': [[900, 1]] } });
  expect(memoryPerConnection(result, samples).serverBytes).toBeNull();
  const nobody = generatorResult({ phases, counts: { connectionsHeld: 0 } });
  expect(memoryPerConnection(nobody, samples)).toEqual({ generatorBytes: null, serverBytes: null });
});
