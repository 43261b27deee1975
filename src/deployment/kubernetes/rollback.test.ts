import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { rollbackTo } from './rollback.ts';

const object = (kind: string, name: string, spec: object, apiVersion = 'v1'): ClusterObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'gomeet' },
  spec,
});
const migration = (name: string, image = '1'): ClusterObject => ({
  ...object('Job', name, { template: { image } }, 'batch/v1'),
  metadata: { name, namespace: 'gomeet', annotations: { 'gomeet.io/wave': 'migrations' } },
});
const claim = (storage: string): ClusterObject =>
  object('PersistentVolumeClaim', 'data', { resources: { requests: { storage } } });
const postgres = (imageName: string, size: string): ClusterObject =>
  object('Cluster', 'postgres', { imageName, storage: { size } }, 'postgresql.cnpg.io/v1');
const api = (image: string): ClusterObject => object('Deployment', 'api', { image }, 'apps/v1');

test('what can go back does, and nothing is said of it', () => {
  expect(rollbackTo([api('1')], [api('2')])).toEqual({ objects: [api('1')], irreversible: [] });
});

test('the schema stays as the newer migrations made it, and the Job that made it goes', () => {
  const { objects, irreversible } = rollbackTo([migration('to-6'), api('1')], [migration('to-7'), api('2')]);
  expect(objects).toEqual([migration('to-6'), api('1')]);
  expect(irreversible).toEqual([expect.stringContaining('Job gomeet/to-7: the schema stays')]);
});

test('migrations of the same schema go back with their image, which may be what was broken', () => {
  const then = [migration('to-7', '1'), api('1')];
  expect(rollbackTo(then, [migration('to-7', 'broken'), api('broken')])).toEqual({
    objects: then,
    irreversible: [],
  });
});

test('a volume that has grown keeps its size, one that has not goes back', () => {
  const grown = rollbackTo([claim('10Gi')], [claim('20Gi')]);
  expect(grown.objects).toEqual([claim('20Gi')]);
  expect(grown.irreversible[0]).toContain('stays at 20Gi: it cannot shrink to 10Gi');
  expect(rollbackTo([claim('1024Mi')], [claim('1Gi')]).irreversible).toEqual([]);
});

test('PostgreSQL goes back within a major version, with the size that it has now', () => {
  const minor = rollbackTo([postgres('pg:17.4', '10Gi')], [postgres('pg:17.6', '30Gi')]);
  expect(minor.objects).toEqual([postgres('pg:17.4', '30Gi')]);
  const major = rollbackTo([postgres('pg:16.9', '10Gi')], [postgres('pg:17.6', '30Gi')]);
  expect(major.objects).toEqual([postgres('pg:17.6', '30Gi')]);
  expect(major.irreversible[0]).toContain('PostgreSQL stays at 17');
});

test('a type that came or changed since stays', () => {
  const type = (versions: string[]) =>
    object('CustomResourceDefinition', 'clusters', { versions }, 'apiextensions.k8s.io/v1');
  expect(rollbackTo([type(['v1'])], [type(['v1', 'v2'])]).objects).toEqual([type(['v1', 'v2'])]);
  const added = rollbackTo([api('1')], [api('1'), type(['v1'])]);
  expect(added.objects).toEqual([api('1'), type(['v1'])]);
});
