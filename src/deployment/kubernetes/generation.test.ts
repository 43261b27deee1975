import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { nameGenerations } from './generation.ts';

interface Change {
  readonly image?: string;
  readonly replicas?: number;
  readonly marked?: string;
}

const livekit = ({ image = 'livekit:1', replicas = 2, marked = 'a' }: Change = {}): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: `livekit-${marked}`,
    namespace: 'gomeet-media',
    labels: { 'gomeet.io/generation': marked },
  },
  spec: {
    replicas,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'livekit', 'gomeet.io/generation': marked } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'livekit', 'gomeet.io/generation': marked } },
      spec: {
        containers: [{ name: 'livekit', image }],
        volumes: [{ name: 'config', configMap: { name: 'livekit-config' } }],
      },
    },
  },
});
const config = (text: string, namespace = 'gomeet-media'): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'livekit-config', namespace },
  data: { 'livekit.yaml': text },
});
const nameOf = (...objects: ClusterObject[]): string => nameGenerations(objects)[0]?.metadata.name ?? '';

test('a generation bears its name in every place by which its pods are found', () => {
  const [named] = nameGenerations([livekit()]);
  const generation = named?.metadata.name.replace(/^livekit-/, '');
  expect(generation).toMatch(/^[0-9a-f]{8}$/);
  const label = { 'gomeet.io/generation': generation };
  expect(named).toMatchObject({
    metadata: { namespace: 'gomeet-media', labels: label },
    spec: {
      replicas: 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'livekit', ...label } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'livekit', ...label } },
        spec: { containers: [{ name: 'livekit', image: 'livekit:1' }] },
      },
    },
  });
});

test.each([
  ['another image', [livekit({ image: 'livekit:2' }), config('a')]],
  ['another configuration', [livekit(), config('b')]],
])('%s is another generation', (_what, objects) =>
  expect(nameOf(...objects)).not.toBe(nameOf(livekit(), config('a'))),
);

test.each([
  ['more replicas', [livekit({ replicas: 9 }), config('a')]],
  ['another mark in the manifests', [livekit({ marked: 'b' }), config('a')]],
  ['the same configuration elsewhere', [livekit(), config('a'), config('z', 'elsewhere')]],
])('%s is the same generation', (_what, objects) =>
  expect(nameOf(...objects)).toBe(nameOf(livekit(), config('a'))),
);

test('named twice is named once', () => {
  const once = nameGenerations([livekit(), config('a')]);
  expect(nameGenerations(once)).toEqual(once);
});

test('an autoscaler follows its Deployment', () => {
  const scaler: ClusterObject = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'livekit', namespace: 'gomeet-media' },
    spec: { minReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'livekit-a' } },
  };
  const [deployment, followed] = nameGenerations([livekit(), scaler]);
  expect(followed?.spec).toEqual({
    minReplicas: 2,
    scaleTargetRef: { kind: 'Deployment', name: deployment?.metadata.name },
  });
});

test('what has no generation is left alone', () => {
  const plain: ClusterObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api-auth', namespace: 'gomeet' },
    spec: { selector: { matchLabels: {} }, template: { metadata: { labels: {} }, spec: {} } },
  };
  expect(nameGenerations([plain, config('a')])).toEqual([plain, config('a')]);
});
