import type { V1Pod, V1PodStatus } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { podState } from './pod-state.ts';

const pod = (status: V1PodStatus, spec: Partial<V1Pod['spec']> = {}): V1Pod => ({
  metadata: {
    name: 'gomeet-01k-1-abcde',
    annotations: { 'batch.kubernetes.io/job-completion-index': '1' },
  },
  spec: { containers: [], ...spec },
  status,
});

const withContainer = (phase: string, state: object): V1Pod =>
  pod({
    phase,
    containerStatuses: [{ name: 'generator', image: 'i', imageID: '', ready: false, restartCount: 0, state }],
  });

describe('the state of a pod', () => {
  test('its index is that of its plan', () => {
    expect(podState(pod({ phase: 'Pending' }))).toMatchObject({ name: 'gomeet-01k-1-abcde', index: 1 });
  });

  test.each<[string, V1Pod, string, string | null]>([
    ['new', pod({ phase: 'Pending' }), 'waiting', 'not scheduled yet'],
    ['bound', pod({ phase: 'Pending' }, { nodeName: 'n' }), 'waiting', 'its node has not begun yet'],
    [
      'on no node',
      pod({
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available',
          },
        ],
      }),
      'waiting',
      'Unschedulable: 0/3 nodes are available',
    ],
    [
      'without its image',
      withContainer('Pending', { waiting: { reason: 'ErrImagePull', message: 'no such host' } }),
      'waiting',
      'ErrImagePull: no such host',
    ],
    ['running', withContainer('Running', { running: {} }), 'running', null],
    ['done', withContainer('Succeeded', { terminated: { exitCode: 0 } }), 'succeeded', null],
    [
      'out of memory',
      withContainer('Failed', { terminated: { exitCode: 137, reason: 'OOMKilled' } }),
      'failed',
      'OOMKilled, exit code 137',
    ],
    [
      'evicted',
      pod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
      'failed',
      'Evicted: The node was low on resource: memory.',
    ],
  ])('%s', (_name, found, phase, reason) => {
    expect(podState(found)).toMatchObject({ phase, reason });
  });
});
