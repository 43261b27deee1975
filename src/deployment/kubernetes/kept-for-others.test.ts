import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { installerOf, keptForOthers } from './kept-for-others.ts';
import { identityOf, keyOf } from './object-key.ts';

const ours = { platform: 'gomeet', media: 'gomeet-media' };

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  more = {},
): ClusterObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...more,
});
const definition = (group: string, plural: string): ClusterObject =>
  object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.${group}`, undefined, {
    spec: { group },
  });

/** An operator as its release brings it: a namespace, a program, rights for its account, a webhook. */
const operator = (name: string, home: string, group: string): ClusterObject[] => [
  object('v1', 'Namespace', home),
  object('apps/v1', 'Deployment', name, home),
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', name, undefined, {
    rules: [{ apiGroups: ['', group] }],
  }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', name, undefined, {
    subjects: [{ kind: 'ServiceAccount', namespace: home }],
    roleRef: { name },
  }),
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', name, undefined, {
    webhooks: [{ clientConfig: { service: { namespace: home } } }],
  }),
];

const clusters = definition('postgresql.cnpg.io', 'clusters');
const pools = definition('postgresql.cnpg.io', 'poolers');
const certificates = definition('cert-manager.io', 'certificates');
const routes = definition('traefik.io', 'ingressroutes');
const set = [
  ...[clusters, pools, certificates, routes],
  ...operator('cnpg', 'cnpg-system', 'postgresql.cnpg.io'),
  ...operator('cert-manager', 'cert-manager', 'cert-manager.io'),
  object('v1', 'Namespace', 'gomeet'),
  object('apps/v1', 'Deployment', 'api-auth', 'gomeet'),
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'traefik', undefined, {
    rules: [{ apiGroups: ['traefik.io'] }],
  }),
];
const id = (each: ClusterObject): string => identityOf(keyOf(each));
const keptNames = (used: readonly ClusterObject[], members = set): string[] => {
  const kept = keptForOthers(members, new Map(used.map((each) => [id(each), 'others use it'])), ours);
  return members.filter((each) => kept.has(id(each))).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
};

describe('what stays for others', () => {
  test('is nothing where nobody else uses anything', () => {
    expect(keptNames([])).toEqual([]);
  });

  test('is the whole operator of a type that is in use, and no other', () => {
    expect(keptNames([clusters])).toEqual([
      'CustomResourceDefinition clusters.postgresql.cnpg.io',
      'CustomResourceDefinition poolers.postgresql.cnpg.io',
      'Namespace cnpg-system',
      'Deployment cnpg',
      'ClusterRole cnpg',
      'ClusterRoleBinding cnpg',
      'ValidatingWebhookConfiguration cnpg',
    ]);
  });

  test('is the type alone where the platform itself serves it', () => {
    expect(keptNames([routes])).toEqual(['CustomResourceDefinition ingressroutes.traefik.io']);
  });

  test('is also the operator that serves what lies beside the one in use', () => {
    const certificate = object('cert-manager.io/v1', 'Certificate', 'barman', 'cnpg-system');
    const names = keptNames([clusters], [...set, certificate]);
    expect(names).toContain('Certificate barman');
    expect(names).toContain('Deployment cert-manager');
    expect(names).not.toContain('Deployment api-auth');
  });
});

describe('who installed a type', () => {
  const managedBy = (...entries: readonly (readonly [string, object])[]): ClusterObject => ({
    ...clusters,
    metadata: {
      ...clusters.metadata,
      managedFields: entries.map(([manager, spec]) => ({
        manager,
        operation: 'Apply' as const,
        fieldsV1: { 'f:spec': spec },
      })),
    },
  });

  test('is somebody else where they own its group beside gomeet', () => {
    expect(installerOf(managedBy(['helm', { 'f:group': {} }], ['gomeet', { 'f:group': {} }]))).toBe(
      'helm installed it',
    );
  });

  test('is nobody else where they only added to it, as cert-manager adds its authority', () => {
    expect(
      installerOf(managedBy(['gomeet', { 'f:group': {} }], ['cainjector', { 'f:conversion': {} }])),
    ).toBeUndefined();
  });
});
