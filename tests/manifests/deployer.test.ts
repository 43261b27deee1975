/** The rights that base/deployer gives, against those that `gomeet deploy` asks for before it begins. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';
import { neededRights, type Right, shownRight } from '../../src/deployment/kubernetes/deploy-rights.ts';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { parseManifests } from '../../src/deployment/kubernetes/parse-manifests.ts';
import { kubectl } from './render.ts';
import { overlays } from './render-overlays.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const folder = 'manifests/base/deployer';
const objects = parseManifests(execFileSync(kubectl(), ['kustomize', folder], { encoding: 'utf8' }), folder);
const rulesOf = (name: string): readonly Rule[] =>
  (objects.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name)?.rules ??
    []) as readonly Rule[];

const inNamespaces = rulesOf('gomeet-deployer');
const inCluster = rulesOf('gomeet-deployer-in-cluster');
const operators = rulesOf('gomeet-operators');

const production = namespacesOf('production');

/** As the API server's RBAC decides it. */
const allows = (rules: readonly Rule[], { verb, group, resource, name }: Right): boolean =>
  rules.some(
    (rule) =>
      rule.apiGroups.includes(group) &&
      (rule.resources.includes(resource) || rule.resources.includes('*')) &&
      rule.verbs.includes(verb) &&
      (rule.resourceNames === undefined || (name !== null && rule.resourceNames.includes(name))),
  );

/** Types as discovery would list them; plurals are regular, but for these. */
function typesOf(all: readonly ClusterObject[]): ResourceType[] {
  const own = ['v1 Secret', 'v1 Pod', 'v1 Event', 'apps/v1 ReplicaSet', 'coordination.k8s.io/v1 Lease'];
  const names = new Set([...own, ...all.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)]);
  const clusterWide =
    /^(Namespace|CustomResourceDefinition|PriorityClass|StorageClass|ClusterRole.*|.*WebhookConfiguration)$/;
  return [...names].map((name) => {
    const [apiVersion = '', kind = ''] = name.split(' ');
    const resource = kind.toLowerCase().replace(/y$/, 'ie').replace(/s$/, 'se').concat('s');
    return { apiVersion, kind, resource, namespaced: !clusterWide.test(kind), verbs: [] };
  });
}

function missing(all: readonly ClusterObject[], more: readonly Rule[]): string[] {
  const platform = new Set(['gomeet', 'gomeet-media', 'gomeet-staging', 'gomeet-staging-media']);
  return neededRights(all, typesOf(all), production)
    .filter(
      (right) =>
        !allows([...inCluster, ...more], right) &&
        !(right.namespace !== null && platform.has(right.namespace) && allows(inNamespaces, right)),
    )
    .map(shownRight);
}

describe.each(overlays.map(({ name, objects: all, own }) => [name, all, own] as const))(
  '%s',
  (_name, all, own) => {
    test('may be deployed by whoever is bound to the deployer’s role, its operators by who is bound to theirs', () => {
      expect(
        missing(
          own.filter(({ kind }) => !kind.endsWith('WebhookConfiguration')),
          [],
        ),
      ).toEqual([]);
      expect(missing(all, operators)).toEqual([]);
    });
  },
);

test('the role is tight: without any one of its rules some overlay could not be deployed', () => {
  const written = inNamespaces.filter(({ verbs }) => verbs.includes('create'));
  const needed = overlays.flatMap(({ objects: all }) => neededRights(all, typesOf(all), production));
  const idle = written.filter(
    (rule) =>
      !needed.some(
        ({ group, resource }) => rule.apiGroups.includes(group) && rule.resources.includes(resource),
      ),
  );
  // KEDA comes with a component that no overlay takes by itself.
  expect(idle.map(({ apiGroups }) => apiGroups.join())).toEqual(['keda.sh']);
});

test('who deploys can neither read the secrets of others nor give out rights in the cluster', () => {
  const secrets: Right = { verb: 'list', group: '', resource: 'secrets', namespace: null, name: null };
  expect(allows(inCluster, secrets)).toBe(false);
  expect(allows(operators, secrets)).toBe(false);
  const verbs = [...inNamespaces, ...inCluster].flatMap((rule) => rule.verbs);
  for (const verb of ['escalate', 'bind', 'impersonate', '*']) expect(verbs).not.toContain(verb);
});

test('of what belongs to the whole cluster only what overlays bring may be written, by name', () => {
  const writing = inCluster.filter(({ verbs }) =>
    verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
  );
  expect(
    writing.filter((rule) => rule.resourceNames === undefined).map(({ resources }) => resources.join()),
  ).toEqual([
    // Held to one field by a policy for admission.
    'nodes',
  ]);
  const named = writing
    .filter(({ resources }) => resources.includes('clusterroles'))
    .flatMap((rule) => rule.resourceNames);
  const brought = overlays.flatMap(({ own }) => own.filter(({ kind }) => kind === 'ClusterRole'));
  expect(named.toSorted()).toEqual([...new Set(brought.map(({ metadata }) => metadata.name))].toSorted());
});

test('every role is bound, and that of operators to a group of its own', () => {
  const bindings = objects
    .filter(({ roleRef }) => roleRef !== undefined)
    .map(({ roleRef, subjects }) => ({
      role: (roleRef as { name: string }).name,
      subjects: (subjects as readonly { kind: string; name: string }[]).map(
        ({ kind, name }) => `${kind} ${name}`,
      ),
    }));
  const roles = objects.filter(({ kind }) => kind === 'ClusterRole').map(({ metadata }) => metadata.name);
  expect(new Set(bindings.map(({ role }) => role))).toEqual(new Set(roles));
  for (const { role, subjects } of bindings)
    expect(subjects, role).toEqual(
      role === 'gomeet-operators'
        ? ['Group gomeet-operators']
        : ['ServiceAccount gomeet-deployer', 'Group gomeet-deployers'],
    );
});
