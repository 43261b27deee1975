import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { nodeChecks } from './node-checks.ts';

const node = (name: string, pool: string | null, conditions: Record<string, string>): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: pool === null ? {} : { 'gomeet.io/pool': pool } },
  status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) },
});
const well = { Ready: 'True', MemoryPressure: 'False' };

test('a pool is well when all of its nodes are', () =>
  expect(nodeChecks({ nodes: [node('media-1', 'media', well), node('media-2', 'media', well)] })).toEqual([
    {
      id: 'nodes-ready',
      category: 'Nodes',
      title: 'pool media',
      status: 'ok',
      found: '2 of 2 ready',
      needed: 'every node ready, without pressure',
      hint: null,
    },
  ]));

test('some that are down are a warning that names them, all of them a failure', () => {
  const down = node('media-2', 'media', { Ready: 'Unknown' });
  const full = node('worker-1', 'worker', { Ready: 'True', DiskPressure: 'True' });
  expect(nodeChecks({ nodes: [node('media-1', 'media', well), down, full] })).toMatchObject([
    {
      title: 'pool media',
      status: 'warning',
      found: '1 of 2 ready; media-2 is not ready',
      hint: 'kubectl describe node media-2',
    },
    { title: 'pool worker', status: 'failed', found: '0 of 1 ready; worker-1 has DiskPressure' },
  ]);
});

test('a cluster without nodes is not well', () =>
  expect(nodeChecks({ nodes: [] })).toMatchObject([{ status: 'failed', found: 'there is no node' }]));

test('nodes of no pool are counted too', () =>
  expect(nodeChecks({ nodes: [node('lone', null, well)] })).toMatchObject([
    { title: 'nodes without a pool', status: 'ok' },
  ]));
