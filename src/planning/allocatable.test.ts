import { expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { allocatableOf } from './allocatable.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

const allocatable = (sku: string) => {
  const size = planInputs().sizes.find((each) => each.sku === sku);
  if (size === undefined) throw new Error(`${sku} is not in the catalogue`);
  const { cores, memory } = allocatableOf('worker', size);
  return { cores: cores.value, memoryBytes: memory.value };
};

test.each([
  // 4 × 25 % + 4 × 20 % = 1.8 GiB; 60 + 10 + 2 × 5 + 4 × 2.5 = 90 thousandths of a core
  ['c-4', 4, 8, 0.06 + 0.01 + 0.01, 1 + 0.8],
  // 1 + 0.8 + 0.8 + 16 × 6 % = 3.56 GiB
  ['c-16', 16, 32, 0.06 + 0.01 + 0.01 + 12 * 0.0025, 1 + 0.8 + 0.8 + 0.96],
  ['g-16vcpu-64gb', 16, 64, 0.06 + 0.01 + 0.01 + 12 * 0.0025, 1 + 0.8 + 0.8 + 48 * 0.06],
  // beyond 128 GiB 2 %
  ['g-40vcpu-160gb', 40, 160, 0.06 + 0.01 + 0.01 + 36 * 0.0025, 1 + 0.8 + 0.8 + 112 * 0.06 + 32 * 0.02],
])(
  '%s leaves what is neither reserved nor taken by the system',
  (sku, cores, gib, reservedCores, reservedGiB) => {
    const found = allocatable(sku);
    expect(found.cores).toBeCloseTo(cores - reservedCores - 0.5, 9);
    expect(found.memoryBytes).toBeCloseTo((gib - reservedGiB) * GIB - 100 * MIB - 700 * MIB, -2);
  },
);

test('a pod that asks for a whole node of 16 cores and 64 GiB fits no such node', () => {
  const found = allocatable('g-16vcpu-64gb');
  expect(found.cores).toBeLessThan(16);
  expect(found.memoryBytes).toBeLessThan(64 * GIB);
});
