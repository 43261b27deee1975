import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { isCustom, removalSteps } from './removal-order.ts';

const object = (apiVersion: string, kind: string, name: string, wave?: string): ClusterObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(wave === undefined ? {} : { annotations: { 'gomeet.io/wave': wave } }) },
});

/** As a deployment applies them, so that the order of the removal owes nothing to that of the list. */
const set = [
  object('v1', 'Namespace', 'gomeet'),
  object('v1', 'Namespace', 'cnpg-system'),
  object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'clusters'),
  object('scheduling.k8s.io/v1', 'PriorityClass', 'media'),
  object('v1', 'Secret', 'livekit-keys'),
  object('apps/v1', 'Deployment', 'cnpg-controller-manager', 'operators'),
  object('cert-manager.io/v1', 'Certificate', 'barman-cloud-server', 'operators'),
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'cnpg', 'operators'),
  object('postgresql.cnpg.io/v1', 'Cluster', 'postgres', 'data'),
  object('v1', 'PersistentVolumeClaim', 'backup', 'data'),
  object('batch/v1', 'Job', 'migrate', 'migrations'),
  object('apps/v1', 'Deployment', 'prometheus', 'monitoring'),
  object('apps/v1', 'Deployment', 'livekit', 'media'),
  object('apps/v1', 'Deployment', 'api-auth', 'api'),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'api-auth', 'api'),
  object('policy/v1', 'PodDisruptionBudget', 'livekit', 'media'),
  object('traefik.io/v1alpha1', 'IngressRoute', 'api', 'edge'),
  object('apps/v1', 'Deployment', 'traefik', 'edge'),
];

const namesOf = (objects: readonly ClusterObject[]): string[] =>
  removalSteps(objects, 'gomeet').map((step) => step.objects.map(({ metadata }) => metadata.name).join(' '));

describe('the order of a removal', () => {
  test('goes from what lets people in, over workloads and what operators serve, to operators, types and namespaces', () => {
    expect(namesOf(set)).toEqual([
      'api-auth livekit api',
      'traefik',
      'api-auth',
      'livekit',
      'prometheus',
      'migrate',
      'postgres',
      'barman-cloud-server',
      'backup',
      'cnpg',
      'cnpg-controller-manager',
      'livekit-keys',
      'media',
      'clusters',
      'cnpg-system',
      'gomeet',
    ]);
  });

  test('is the same whatever order the objects come in', () => {
    expect(namesOf(set.toReversed())).toEqual(
      namesOf(set).map((names) => names.split(' ').toReversed().join(' ')),
    );
  });

  test('begins with what names a wave of another version', () => {
    expect(namesOf([object('v1', 'Service', 'new', 'edge'), object('v1', 'Service', 'old', 'gone')])).toEqual(
      ['old', 'new'],
    );
  });
});

test.each([
  ['apps/v1', false],
  ['v1', false],
  ['networking.k8s.io/v1', false],
  ['postgresql.cnpg.io/v1', true],
  ['cert-manager.io/v1', true],
])('%s is of a type that came by a definition: %s', (apiVersion, expected) => {
  expect(isCustom({ apiVersion })).toBe(expected);
});
