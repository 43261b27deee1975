import { expect, test } from 'vitest';
import { shownRight } from '../../deployment/kubernetes/deploy-rights.ts';
import { resourceAttributes } from '../../deployment/kubernetes/require-rights.ts';
import { chooseClusterDrills } from '../choose-drills.ts';
import { drillRights } from './drill-rights.ts';

const namespaces = { platform: 'gomeet', media: 'gomeet-media' };
const rightsOf = (name: string): string[] =>
  drillRights(chooseClusterDrills({ name, all: false }), namespaces, []).map(shownRight);

test('pods may be deleted only where a drill deletes them', () => {
  expect(rightsOf('redis-master-killed')).toContain('delete pods in gomeet');
  expect(rightsOf('redis-master-killed')).not.toContain('delete pods in gomeet-media');
  expect(rightsOf('media-node-killed')).toContain('delete pods in gomeet-media');
  expect(rightsOf('media-node-killed')).not.toContain('delete pods in gomeet');
});

test('only a rolling restart changes a Deployment, and nobody needs a shell in a pod', () => {
  expect(rightsOf('api-workers-rolling')).toContain('patch deployments.apps in gomeet');
  expect(rightsOf('api-workers-rolling').filter((right) => right.startsWith('delete pods'))).toEqual([]);
  expect(rightsOf('api-worker-killed').filter((right) => /patch|exec/.test(right))).toEqual([]);
});

test('a part of a type is asked for as such', () => {
  const right = drillRights([], namespaces, []).find(({ resource }) => resource === 'services/proxy');
  expect(right && resourceAttributes(right)).toEqual({
    verb: 'get',
    group: '',
    resource: 'services',
    subresource: 'proxy',
    namespace: 'gomeet',
  });
});
