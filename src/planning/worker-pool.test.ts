import { describe, expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import type { PodSet } from './api-capacity.ts';
import { fixed } from './prior-quantity.ts';
import { workerPoolOf } from './worker-pool.ts';

const { sizes } = planInputs();
const set = (name: string, pods: number, cores: number): PodSet => ({
  name,
  pool: 'worker',
  pods: fixed(`${name}.pods`, name, 'pod', pods),
  cores: fixed(`${name}.cores`, name, 'core/pod', cores),
  memory: fixed(`${name}.memory`, name, 'byte/pod', 2 ** 28),
  isStateful: false,
});

/** Without the spare one, on c-16, of which Kubernetes leaves 15.39 cores. */
const filled = (...sets: PodSet[]): number => {
  const { nodes, spare } = workerPoolOf(sets, sizes, 'c-16');
  return nodes.value - spare.value;
};

describe('the worker pool', () => {
  test('leaves half of the largest pod of each node free: 15.39 - 4 / 2 = 13.39 cores are three pods of 4', () => {
    expect(filled(set('recorder', 12, 4))).toBe(4);
    expect(filled(set('recorder', 12, 4), set('small', 4, 1))).toBe(4);
    // 13.39 - 12 = 1.39 cores are left of each.
    expect(filled(set('recorder', 12, 4), set('small', 5, 1))).toBe(5);
  });

  test('puts a pod that takes more than that on a node of its own', () => {
    expect(filled(set('large', 3, 15))).toBe(3);
  });
});
