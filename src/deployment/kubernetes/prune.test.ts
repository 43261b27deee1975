import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { deletionOf } from './change-set.ts';
import { deletionOrder, guardDeletions } from './prune.ts';

const live = (apiVersion: string, kind: string, name: string, wave?: string): ClusterObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'gomeet',
    ...(wave === undefined ? {} : { annotations: { 'gomeet.io/wave': wave } }),
  },
});
const claim = deletionOf(live('v1', 'PersistentVolumeClaim', 'data-0', 'data'));
const settings = deletionOf(live('v1', 'ConfigMap', 'settings'));

describe('a deletion that takes data with it', () => {
  test('is refused with what would be lost and the flag that allows it', () => {
    expect(() => guardDeletions([claim, settings], [])).toThrow(
      expect.objectContaining({
        exitCode: 2,
        code: 'guarded-deletion',
        message: expect.stringContaining('PersistentVolumeClaim gomeet/data-0, with the data on its volume'),
        hint: expect.stringContaining('--allow-delete PersistentVolumeClaim/data-0'),
      }),
    );
  });

  test('is let through when it was named, and another of that kind is not', () => {
    expect(() => guardDeletions([claim], ['PersistentVolumeClaim/data-0'])).not.toThrow();
    expect(() => guardDeletions([claim], ['PersistentVolumeClaim/data-1'])).toThrow();
  });

  test.each([
    ['v1', 'Namespace'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ['postgresql.cnpg.io/v1', 'Cluster'],
  ])('%s %s is one', (apiVersion, kind) => {
    expect(() => guardDeletions([deletionOf(live(apiVersion, kind, 'x'))], [])).toThrow(kind);
  });

  test('a Cluster of another group is none', () => {
    expect(() => guardDeletions([deletionOf(live('example.org/v1', 'Cluster', 'x'))], [])).not.toThrow();
  });
});

test('deletions go backwards through the waves, types and namespaces last', () => {
  const objects = [
    live('v1', 'Namespace', 'gomeet'),
    live('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'type'),
    live('v1', 'ConfigMap', 'settings'),
    live('apps/v1', 'Deployment', 'api', 'api'),
    live('postgresql.cnpg.io/v1', 'Cluster', 'postgres', 'data'),
    live('v1', 'Service', 'old', 'a wave of another version'),
  ];
  const names = deletionOrder(objects.map(deletionOf)).map((stage) => stage.map(({ key }) => key.name));
  expect(names).toEqual([['old'], ['api'], ['postgres'], ['settings'], ['type'], ['gomeet']]);
});
