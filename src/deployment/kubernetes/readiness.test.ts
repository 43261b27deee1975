import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { readinessOf } from './readiness.ts';

const object = (kind: string, spec: object, status: object, generation = 2): ClusterObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', generation },
  spec,
  status,
});
const conditions = (type: string, status: string, message = '') => ({
  conditions: [{ type, status, message }],
});

test.each([
  [
    'its controller is behind',
    object('Deployment', { replicas: 2 }, { observedGeneration: 1 }),
    'progressing',
    'not yet seen',
  ],
  [
    'new pods come',
    object('Deployment', { replicas: 2 }, { observedGeneration: 2, replicas: 3, updatedReplicas: 1 }),
    'progressing',
    '1 of 2 pods are new',
  ],
  [
    'a quota lets no pod in',
    object(
      'Deployment',
      { replicas: 2 },
      { observedGeneration: 2, ...conditions('ReplicaFailure', 'True', 'exceeded quota: compute') },
    ),
    'failed',
    'its pods are refused: exceeded quota: compute',
  ],
  [
    'a quota lets new pods in when old ones have gone',
    object(
      'Deployment',
      { replicas: 2 },
      {
        observedGeneration: 2,
        replicas: 2,
        ...conditions('ReplicaFailure', 'True', 'exceeded quota: compute'),
      },
    ),
    'waiting',
    'exceeded quota',
  ],
  [
    'old pods go',
    object(
      'Deployment',
      { replicas: 2 },
      { observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3 },
    ),
    'progressing',
    '1 old pods',
  ],
  [
    'pods become available',
    object(
      'Deployment',
      { replicas: 2 },
      { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1 },
    ),
    'progressing',
    '1 of 2 pods are available',
  ],
  [
    'all is there',
    object(
      'Deployment',
      { replicas: 2 },
      { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
    ),
    'ready',
    '',
  ],
  [
    'it made no progress',
    object(
      'Deployment',
      {},
      { observedGeneration: 2, ...conditions('Progressing', 'False', 'deadline exceeded') },
    ),
    'failed',
    'deadline exceeded',
  ],
  ['scaled to none', object('Deployment', { replicas: 0 }, { observedGeneration: 2 }), 'ready', ''],
  [
    'a set comes up',
    object('StatefulSet', { replicas: 3 }, { observedGeneration: 2, availableReplicas: 1 }),
    'progressing',
    '1 of 3',
  ],
  [
    'a set rolls',
    object(
      'StatefulSet',
      { replicas: 3 },
      {
        observedGeneration: 2,
        availableReplicas: 3,
        updatedReplicas: 1,
        updateRevision: 'b',
        currentRevision: 'a',
      },
    ),
    'progressing',
    '1 of 3 pods are new',
  ],
  [
    'a set is whole',
    object(
      'StatefulSet',
      { replicas: 3 },
      {
        observedGeneration: 2,
        availableReplicas: 3,
        updatedReplicas: 3,
        updateRevision: 'b',
        currentRevision: 'b',
      },
    ),
    'ready',
    '',
  ],
  [
    'one a node',
    object(
      'DaemonSet',
      {},
      { observedGeneration: 2, desiredNumberScheduled: 4, updatedNumberScheduled: 4, numberAvailable: 3 },
    ),
    'progressing',
    '3 of 4',
  ],
  ['a job runs', object('Job', {}, {}), 'progressing', 'running'],
  [
    'a job failed',
    object('Job', {}, conditions('Failed', 'True', 'BackoffLimitExceeded')),
    'failed',
    'BackoffLimitExceeded',
  ],
  ['a job is done', object('Job', {}, conditions('Complete', 'True')), 'ready', ''],
  ['a claim waits', object('PersistentVolumeClaim', {}, { phase: 'Pending' }), 'waiting', 'for a volume'],
  ['a claim lost its volume', object('PersistentVolumeClaim', {}, { phase: 'Lost' }), 'failed', 'gone'],
  ['a balancer has no address', object('Service', { type: 'LoadBalancer' }, {}), 'waiting', 'for an address'],
  ['a service within the cluster', object('Service', { type: 'ClusterIP' }, {}), 'ready', ''],
  ['a type is not served yet', object('CustomResourceDefinition', {}, {}), 'progressing', 'not yet served'],
  [
    'a type’s names are taken',
    object('CustomResourceDefinition', {}, conditions('NamesAccepted', 'False', 'taken by another')),
    'failed',
    'taken',
  ],
  [
    'a database comes up',
    object('Cluster', { instances: 3 }, { readyInstances: 1, phase: 'Setting up primary' }),
    'progressing',
    '1 of 3 instances are ready: Setting up primary',
  ],
  [
    'a database is healthy',
    object('Cluster', { instances: 3 }, { readyInstances: 3, phase: 'Cluster in healthy state' }),
    'ready',
    '',
  ],
  ['a namespace is going', object('Namespace', {}, { phase: 'Terminating' }), 'failed', 'deleted'],
  ['a kind that has no state', object('ConfigMap', {}, {}), 'ready', ''],
] as const)('%s', (_name, subject, state, reason) => {
  const found = readinessOf(subject);
  expect(found.state).toBe(state);
  expect(found.reason).toContain(reason);
});
