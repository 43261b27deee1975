import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { newestPods } from './newest-pods.ts';

const object = (kind: string, metadata: object, status: object = {}): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'api', namespace: 'gomeet', ...metadata },
  status,
});
const pod = (labels: Record<string, string>, more: object = {}): ClusterObject =>
  object('Pod', { labels, ...more });
const [old, young] = [pod({ 'pod-template-hash': 'old' }), pod({ 'pod-template-hash': 'young' })];
const replicaSets = ['old', 'young'].map((hash, index) =>
  object('ReplicaSet', {
    labels: { 'pod-template-hash': hash },
    annotations: { 'deployment.kubernetes.io/revision': String(index + 1) },
  }),
);
const annotations = { 'deployment.kubernetes.io/revision': '2' };

test('of a Deployment those of the ReplicaSet with its own number', () => {
  const deployment = object('Deployment', { generation: 3, annotations }, { observedGeneration: 3 });
  expect(newestPods(deployment, [old, young], replicaSets)).toEqual([young]);
});

test('of a Deployment that its controller has not seen yet, none', () => {
  const deployment = object('Deployment', { generation: 4, annotations }, { observedGeneration: 3 });
  expect(newestPods(deployment, [old, young], replicaSets)).toEqual([]);
});

test('of a StatefulSet those of its newest revision, and never one that is going', () => {
  const set = object('StatefulSet', {}, { updateRevision: 'b' });
  const labelled = (revision: string, more: object = {}) =>
    pod({ 'controller-revision-hash': revision }, more);
  const going = labelled('b', { deletionTimestamp: '2026-11-21T16:00:00Z' });
  expect(newestPods(set, [labelled('a'), labelled('b'), going], [])).toEqual([labelled('b')]);
});
