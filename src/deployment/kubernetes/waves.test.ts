import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { wavesOf } from './waves.ts';

const object = (kind: string, name: string, wave?: string): ClusterObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(wave && { annotations: { 'gomeet.io/wave': wave } }) },
});

test('waves come in their order, each object in the one it names or its kind does', () => {
  const waves = wavesOf([
    object('Deployment', 'traefik', 'edge'),
    object('Deployment', 'api', 'api'),
    object('Service', 'api', 'api'),
    object('ConfigMap', 'c'),
    object('ServiceAccount', 'a'),
    object('Namespace', 'n'),
    object('ConfigMap', 'early', 'foundations'),
  ]);
  expect(waves.map(({ name, objects }) => [name, objects.map(({ metadata }) => metadata.name)])).toEqual([
    ['foundations', ['n', 'early']],
    ['rights', ['a', 'c']],
    ['api', ['api', 'api']],
    ['edge', ['traefik']],
  ]);
});

test('an object that fits into none is refused, with those that there are', () => {
  expect(() => wavesOf([object('Deployment', 'x')])).toThrow(
    'Deployment x: names no wave; accepted: foundations, rights, operators, data,',
  );
  expect(() => wavesOf([object('Deployment', 'x', 'soon')])).toThrow('"soon" is no wave');
});
