import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { workloadChecks } from './workload-checks.ts';

const deployment = (name: string, component: string, available: number, wanted = 2): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace: 'gomeet',
    generation: 1,
    labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component },
  },
  spec: { replicas: wanted, selector: { matchLabels: { 'app.kubernetes.io/name': name } } },
  status: {
    observedGeneration: 1,
    replicas: wanted,
    updatedReplicas: wanted,
    availableReplicas: available,
  },
});
const pod = (name: string, restartCount: number, namespace = 'gomeet'): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `${name}-x`, namespace, labels: { 'app.kubernetes.io/name': name } },
  status: { containerStatuses: [{ restartCount }] },
});
const all = [
  deployment('livekit', 'media', 2),
  ...['auth', 'meeting', 'signaling', 'chat'].map((role) => deployment(`api-${role}`, 'api', 2)),
  deployment('traefik', 'edge', 2),
];
const failedOf = (workloads: readonly ClusterObject[]) =>
  workloadChecks({ workloads, pods: [] }).filter(({ status }) => status === 'failed');
const checkOf = (name: string, workloads: readonly ClusterObject[], pods: readonly ClusterObject[] = []) =>
  workloadChecks({ workloads, pods }).find(({ title }) => title === name);

test('everything that is ready is well, in order of dependency', () => {
  const postgres: ClusterObject = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'postgres', namespace: 'gomeet', labels: { 'app.kubernetes.io/component': 'data' } },
    spec: { instances: 3 },
    status: { readyInstances: 3, phase: 'Cluster in healthy state' },
  };
  const checks = workloadChecks({ workloads: [...all, postgres], pods: [] });
  expect(checks.map(({ category, title, status }) => [category, title, status])).toEqual([
    ['Data', 'postgres', 'ok'],
    ['Media', 'livekit', 'ok'],
    ['API', 'api-auth', 'ok'],
    ['API', 'api-meeting', 'ok'],
    ['API', 'api-signaling', 'ok'],
    ['API', 'api-chat', 'ok'],
    ['Edge', 'traefik', 'ok'],
  ]);
  expect(checks[0]).toMatchObject({ id: 'workload-cluster', found: '3 ready', hint: null });
});

test('what should be there and is not has failed', () =>
  expect(checkOf('traefik', all.slice(0, -1))).toMatchObject({
    id: 'workload-missing',
    category: 'Edge',
    status: 'failed',
    hint: 'gomeet deploy --target kubernetes',
  }));

describe('fewer than wanted', () => {
  test('still serve: a warning', () =>
    expect(checkOf('api-chat', [deployment('api-chat', 'api', 1)])).toMatchObject({
      status: 'warning',
      found: '1 of 2 pods are available',
      hint: 'kubectl describe deployment -n gomeet api-chat',
    }));

  test('none: a failure', () =>
    expect(checkOf('api-chat', [deployment('api-chat', 'api', 0)])).toMatchObject({ status: 'failed' }));

  test('none, of what meetings do without: a warning', () =>
    expect(checkOf('grafana', [deployment('grafana', 'monitoring', 0)])).toMatchObject({
      category: 'Monitoring',
      status: 'warning',
    }));
});

test('pods that keep restarting are told, those of others are not counted', () => {
  const workloads = [deployment('api-chat', 'api', 2)];
  expect(checkOf('api-chat', workloads, [pod('api-chat', 4), pod('api-auth', 9)])).toMatchObject({
    status: 'warning',
    found: '2 ready; its pods restarted 4 times',
  });
  const elsewhere = [pod('api-chat', 3), pod('api-chat', 9, 'other')];
  expect(checkOf('api-chat', workloads, elsewhere)).toMatchObject({ status: 'ok', found: '2 ready' });
});

test('a claim without a volume has failed', () => {
  const claim: ClusterObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-0', namespace: 'gomeet' },
    status: { phase: 'Pending' },
  };
  expect(checkOf('data-0', [claim])).toMatchObject({
    category: 'Other',
    status: 'failed',
    found: 'for a volume',
  });
  expect(checkOf('data-0', [{ ...claim, status: { phase: 'Bound' } }])).toMatchObject({ found: 'bound' });
});

test('a role that was scaled to 0 serves nobody, though its workload is as it was told to be', () =>
  expect(failedOf([...all.slice(1), deployment('livekit', 'media', 0, 0)])).toMatchObject([
    { id: 'workload-missing', title: 'livekit', found: 'scaled to 0: nobody serves' },
  ]));

test('an old media server at 0 beside the new one is no failure', () =>
  expect(failedOf([...all, deployment('livekit', 'media', 0, 0)])).toEqual([]));
