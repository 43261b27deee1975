import { describe, expect, test } from 'vitest';
import type { ProofPool } from './proof.ts';
import { fitsEmpty, neverText, noRoomText, poolsFor, requestOf } from './proof-arithmetic.ts';

const GIB = 2 ** 30;
const pool = (id: string, cores: number, gib: number): ProofPool => ({
  id,
  nodes: 20,
  spareNodes: 0,
  allocatableCores: cores,
  allocatableMemoryBytes: gib * GIB,
});
const worker = pool('worker', 15.4, 57.7);
const container = (cpu: string, memory = '1Gi', extra: object = {}) => ({
  name: 'c',
  resources: { requests: { cpu, memory } },
  ...extra,
});

describe('what a pod asks for', () => {
  test('containers run side by side', () => {
    expect(requestOf({ containers: [container('1'), container('500m')] })).toEqual({
      cores: 1.5,
      memoryBytes: 2 * GIB,
    });
  });

  test('init containers run before them, one after another: only the largest counts', () => {
    const initContainers = [container('2'), container('3')];
    expect(requestOf({ containers: [container('1')], initContainers }).cores).toBe(3);
    expect(requestOf({ containers: [container('4')], initContainers }).cores).toBe(4);
  });

  test('sidecars run beside all that come after them', () => {
    const sidecar = container('1', '1Gi', { restartPolicy: 'Always' });
    expect(requestOf({ containers: [container('1')], initContainers: [sidecar, container('3')] }).cores).toBe(
      4,
    );
    expect(requestOf({ containers: [container('1')], initContainers: [container('3'), sidecar] }).cores).toBe(
      3,
    );
  });

  test('a limit alone is a request too', () => {
    expect(requestOf({ containers: [{ name: 'c', resources: { limits: { cpu: '2' } } }] }).cores).toBe(2);
  });
});

test('a pod may use the pool that it selects', () => {
  const pools = [worker, pool('media', 47, 88)];
  expect(poolsFor({ containers: [], nodeSelector: { 'gomeet.io/pool': 'media' } }, pools)).toEqual([
    pools[1],
  ]);
  expect(poolsFor({ containers: [] }, pools)).toEqual(pools);
});

describe('why there is no node, in numbers', () => {
  test('a pod of 16 cores on nodes of 16 cores', () => {
    const request = { cores: 16, memoryBytes: 64 * GIB };
    expect(fitsEmpty(request, worker)).toBe(false);
    expect(neverText(request, [worker])).toBe(
      'a pod asks for 16 cores and 64 GiB; an empty node of pool worker has 15.4 cores and 57.7 GiB for pods: short of 0.6 cores and 6.3 GiB on each node, however many there are',
    );
    expect(neverText(request, [])).toBe('no pool of the plan has the label that it selects');
  });

  test('25 pods of which two go on a node', () => {
    expect(noRoomText({ cores: 6, memoryBytes: 12 * GIB }, 25, worker)).toBe(
      'a pod asks for 6 cores and 12 GiB; an empty node of pool worker takes 2, so 25 of them need 13 more nodes',
    );
  });
});
