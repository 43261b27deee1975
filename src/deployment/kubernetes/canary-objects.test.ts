import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { canaryObjects, rolesThatChange } from './canary-objects.ts';
import type { Change } from './change-set.ts';

const labels = { 'app.kubernetes.io/name': 'api-meeting', 'app.kubernetes.io/component': 'api' };
const deployment = (image: string, replicas?: number): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api-meeting', namespace: 'gomeet', labels },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { 'app.kubernetes.io/name': 'api-meeting' } },
    template: { metadata: { labels }, spec: { containers: [{ name: 'api', image }] } },
  },
});
const change = (path: string, over: Partial<Change> = {}): Change => ({
  action: 'update',
  key: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'gomeet', name: 'api-meeting' },
  fields: [{ path, before: 'api:1', after: 'api:2' }],
  conflicts: [],
  force: false,
  desired: deployment('api:2'),
  live: deployment('api:1', 7),
  resourceVersion: '1',
  ...over,
});
const image = 'spec.template.spec.containers[name=api].image';

test('only what gets new pods and has old ones is rolled out gradually', () => {
  expect(rolesThatChange([change(image)]).map(({ service }) => service)).toEqual(['api-meeting']);
  expect(rolesThatChange([change('spec.minReadySeconds')])).toEqual([]);
  expect(rolesThatChange([change(image, { action: 'create', live: null })])).toEqual([]);
  const service = { apiVersion: 'v1', kind: 'Service', namespace: 'gomeet', name: 'api-meeting' };
  expect(rolesThatChange([change('spec.template', { key: service })])).toEqual([]);
});

test('the new version stands beside the old one, with as many pods, and neither finds those of the other', () => {
  const [role] = rolesThatChange([change(image)]);
  if (role === undefined) throw new Error('no role');
  const name = { 'app.kubernetes.io/name': 'api-meeting-canary' };
  const marked = { ...labels, ...name, 'gomeet.io/track': 'canary' };
  expect(canaryObjects(role, 8080)).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api-meeting-canary', namespace: 'gomeet', labels: marked },
      spec: {
        replicas: 7,
        selector: { matchLabels: name },
        template: {
          metadata: { labels: marked },
          spec: { containers: [{ name: 'api', image: 'api:2' }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api-meeting-canary', namespace: 'gomeet', labels: marked },
      spec: { selector: name, ports: [{ name: 'http', port: 8080, targetPort: 'http' }] },
    },
  ]);
});
