import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { isDecided, type ProofWorkload, placementsOf, unplacedOf } from './placement.ts';
import type { ProofPool } from './proof.ts';

const GIB = 2 ** 30;
const media: ProofPool = {
  id: 'media',
  nodes: 3,
  spareNodes: 1,
  allocatableCores: 16,
  allocatableMemoryBytes: 32 * GIB,
};

const workload = (cpu: string, count: number): ProofWorkload => ({
  id: 'w0',
  name: 'Deployment gomeet-media/livekit',
  count,
  spec: {
    containers: [{ name: 'livekit', resources: { requests: { cpu, memory: '1Gi' } } }],
    nodeSelector: { 'gomeet.io/pool': 'media' },
  },
});

function pod(spec: object, condition?: object): ClusterObject {
  const metadata = { name: 'p', labels: { 'gomeet.io/proof': 'w0' } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec,
    status: { conditions: condition === undefined ? [] : [condition] },
  };
}
const placed = pod({ nodeName: 'media-1' });
const waiting = pod({}, { type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' });
const unseen = pod({});

const found = (cpu: string, count: number, pods: readonly ClusterObject[]) => {
  const placement = placementsOf([workload(cpu, count)], pods)[0];
  if (placement === undefined) throw new Error('there is no placement');
  return placement;
};
const kinds = (cpu: string, count: number, pods: readonly ClusterObject[]) =>
  unplacedOf(found(cpu, count, pods), [media], new Map()).map(
    ({ kind, pods: number }) => `${number} ${kind}`,
  );

describe('what became of the pods of a workload', () => {
  test('it is decided when the scheduler has spoken about each', () => {
    expect(isDecided(found('12', 2, [placed, waiting]))).toBe(true);
    expect(isDecided(found('12', 2, [placed, unseen]))).toBe(false);
    expect(isDecided(found('12', 3, [placed, waiting]))).toBe(false);
  });

  test('pods that are being deleted are gone', () => {
    const gone = { ...placed, metadata: { ...placed.metadata, deletionTimestamp: '2026-11-21T00:00:00Z' } };
    expect(found('12', 1, [gone])).toMatchObject({ placed: 0, missing: 1 });
  });
});

describe('why a pod has no node', () => {
  test('an empty node is too small for it', () => {
    expect(kinds('17', 1, [waiting])).toEqual(['1 never']);
  });

  test('one that has a node to itself may be missing, as many as there are spare', () => {
    expect(kinds('12', 3, [placed, placed, waiting])).toEqual(['1 spare']);
    expect(kinds('12', 3, [placed, waiting, waiting])).toEqual(['2 no-room']);
  });

  test('of small ones none is spare', () => {
    expect(kinds('1', 2, [placed, waiting])).toEqual(['1 no-room']);
  });

  test('pods that were not made were refused, and it says by what', () => {
    const refusals = new Map([['w0', 'exceeded quota: gomeet-media']]);
    expect(unplacedOf(found('1', 2, [placed]), [media], refusals)).toEqual([
      {
        workload: 'Deployment gomeet-media/livekit',
        pods: 1,
        kind: 'refused',
        arithmetic: 'exceeded quota: gomeet-media',
        scheduler: '',
      },
    ]);
  });
});
