import { expect, test } from 'vitest';
import type { ResourceType } from '../../adapters/cluster-object.ts';
import { neededRights, removalRights, shownRight } from './deploy-rights.ts';

const type = (apiVersion: string, kind: string, resource: string, namespaced = true): ResourceType => ({
  apiVersion,
  kind,
  resource,
  namespaced,
  verbs: [],
});
const namespaces = { platform: 'gomeet', media: 'gomeet-media' };
const types = [
  type('v1', 'Secret', 'secrets'),
  type('apps/v1', 'Deployment', 'deployments'),
  type('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false),
];
const object = (apiVersion: string, kind: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name: 'x', ...(namespace === undefined ? {} : { namespace }) },
});

test('each type is needed where it is used, and once', () => {
  const deployment = object('apps/v1', 'Deployment', 'gomeet-media');
  const rights = neededRights([deployment, deployment], types, namespaces).map(shownRight);
  expect(rights.filter((right) => right.includes('deployments'))).toEqual([
    'get deployments.apps in gomeet-media',
    'list deployments.apps',
    'create deployments.apps in gomeet-media',
    'patch deployments.apps in gomeet-media',
    'delete deployments.apps in gomeet-media',
  ]);
});

test('what belongs to the whole cluster is needed in the whole cluster', () => {
  const rights = neededRights([object('storage.k8s.io/v1', 'StorageClass')], types, namespaces).map(
    shownRight,
  );
  expect(rights).toContain('create storageclasses.storage.k8s.io/x');
  expect(rights).toContain('list storageclasses.storage.k8s.io');
  expect(rights).not.toContain('delete storageclasses.storage.k8s.io');
});

test('what goes is deleted, each type once where it is; what has no type any more needs no right', () => {
  const going = [
    object('apps/v1', 'Deployment', 'gomeet'),
    object('apps/v1', 'Deployment', 'gomeet'),
    object('storage.k8s.io/v1', 'StorageClass'),
    object('nobody.io/v1', 'Nothing', 'gomeet'),
  ];
  expect(removalRights(going, types).map(shownRight)).toEqual([
    'delete deployments.apps in gomeet',
    'delete storageclasses.storage.k8s.io/x',
  ]);
});

test('the record takes secrets, even of a set without any', () => {
  const rights = neededRights([], types, namespaces).map(shownRight);
  expect(rights).toContain('create secrets in gomeet');
  for (const namespace of Object.values(namespaces))
    expect(rights).toContain(`update secrets in ${namespace}`);
  // Nobody has to read the secrets of a whole cluster to deploy.
  expect(rights).toContain('list secrets in gomeet');
  expect(rights).not.toContain('list secrets');
});
