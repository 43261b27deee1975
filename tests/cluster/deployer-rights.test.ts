/**
 * What manifests/base/deployer gives, on a real API server with its RBAC: enough to deploy, to renew secrets and to take everything away,
 * and no way to become an administrator.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { writeKubeconfig } from '../../src/adapters/proving-ground/control-plane-files.ts';
import {
  neededRights,
  type Right,
  removalRights,
  shownRight,
} from '../../src/deployment/kubernetes/deploy-rights.ts';
import { ensureSecrets } from '../../src/deployment/kubernetes/ensure-secrets.ts';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { requireRights, resourceAttributes } from '../../src/deployment/kubernetes/require-rights.ts';
import { sweepRights } from '../../src/deployment/kubernetes/sweep-namespaces.ts';
import { overlay } from '../manifests/render-overlays.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { buildPrograms, program } from './programs.ts';
import { root } from './set-up.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'gomeet-rights-'));
const production = namespacesOf('production');
const names = ['self-hosted/production', 'digitalocean-managed/production'];
/** Without what a person of group gomeet-operators installs. */
const own: readonly ClusterObject[] = names
  .flatMap((name) => overlay(name).own)
  .filter(({ kind }) => !kind.endsWith('WebhookConfiguration'));
const definitions = names
  .flatMap((name) => overlay(name).objects)
  .filter(({ kind }) => kind === 'CustomResourceDefinition');

let plane: ControlPlane;
let administrator: Cluster;
/** The account of the pipeline. */
let deployer: Cluster;

/** kubectl as the administrator, or as somebody of the group. */
const kubectl = (args: readonly string[], input = ''): Promise<{ stdout: string; stderr: string }> => {
  const running = run(program('kubectl'), ['--kubeconfig', plane.kubeconfig, ...args], {
    maxBuffer: 2 ** 26,
  });
  running.child.stdin?.end(input);
  return running;
};
const asMember = (args: readonly string[], input?: string) =>
  kubectl(['--as=eve', '--as-group=gomeet-deployers', ...args], input);

beforeAll(async () => {
  buildControlPlane();
  buildPrograms(['kubectl']);
  plane = await startControlPlane(folder);
  administrator = connectCluster({ env: { KUBECONFIG: plane.kubeconfig } }, undefined);
  for (const name of Object.values(production)) await kubectl(['create', 'namespace', name]);
  const types = [...new Map(definitions.map((each) => [each.metadata.name, each])).values()];
  const documents = types.map((each) => JSON.stringify(each)).join('\n---\n');
  await kubectl(['apply', '--server-side', '-f', '-'], documents);
  await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  await kubectl(['apply', '--server-side', '-k', join(root, 'manifests/base/deployer')]);
  const { stdout } = await kubectl(['-n', 'gomeet', 'create', 'token', 'gomeet-deployer']);
  const { server } = administrator;
  // Beside the administrator's, which bears the same file name.
  const place = join(folder, 'pipeline');
  cpSync(join(folder, 'certificates'), join(place, 'certificates'), { recursive: true });
  const mine = writeKubeconfig(place, 'pipeline', server, stdout.trim());
  deployer = connectCluster({ env: { KUBECONFIG: mine } }, undefined);
  administrator.forgetTypes();
}, 120_000);
afterAll(async () => {
  await plane?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('the account of the pipeline has every right that deploy, rotate and down --wipe ask for', {
  tags: ['cluster'],
}, async () => {
  await requireRights(deployer, (types) => [
    ...neededRights(own, types, production),
    ...removalRights(own, types),
    ...sweepRights(types, production),
  ]);
});

test('so has whoever the cluster’s sign-in puts into the group', { tags: ['cluster'] }, async () => {
  const types = await administrator.types();
  const needed = [
    ...neededRights(own, types, production),
    ...removalRights(own, types),
    ...sweepRights(types, production),
  ];
  const missing: Right[] = [];
  for (const right of needed) {
    const review = await administrator.create({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: { name: '' },
      spec: { user: 'eve', groups: ['gomeet-deployers'], resourceAttributes: resourceAttributes(right) },
    });
    if ((review.status as { allowed: boolean }).allowed !== true) missing.push(right);
  }
  expect(needed.length).toBeGreaterThan(100);
  expect(missing.map(shownRight)).toEqual([]);
});

test('it writes every object of the overlays, roles and bindings among them', {
  tags: ['cluster'],
}, async () => {
  const refused: string[] = [];
  // Two overlays on one cluster would fall out over what cannot be changed, such as a storage class: of the second its rights alone.
  const [first, second] = names.map((name) => overlay(name).own);
  const objects = [
    ...(first ?? []).filter(({ kind }) => !kind.endsWith('WebhookConfiguration')),
    ...(second ?? []).filter(({ kind }) => /^(Cluster)?Role(Binding)?$/.test(kind)),
  ];
  for (const object of objects)
    await deployer.apply(object, { dryRun: false, force: true }).catch((error: Error) => {
      refused.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
    });
  expect(refused).toEqual([]);
});

test('it makes Secrets, completes them and takes everything of a namespace away', {
  tags: ['cluster'],
}, async () => {
  const first = await ensureSecrets(deployer, production);
  expect(first.created).toContain('Secret gomeet-media/redis-auth');
  const key = { apiVersion: 'v1', kind: 'Secret', namespace: 'gomeet-media', name: 'redis-auth' };
  const live = await deployer.get(key);
  if (live === null) throw new Error('redis-auth was not made');
  await deployer.replace({ ...live, data: {} });
  expect((await ensureSecrets(deployer, production)).completed).toEqual(['Secret gomeet-media/redis-auth']);
  expect(await deployer.delete(key)).toBe(true);
});

const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
const role = (name: string, rules: readonly object[]): object => ({
  ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
  ...{ metadata: { name }, rules },
});
const binding = (kind: string, metadata: object, to: string): object => ({
  ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: to },
  subjects: [{ kind: 'User', name: 'eve', apiGroup: 'rbac.authorization.k8s.io' }],
});
const apply = ['apply', '--server-side', '--force-conflicts', '-f', '-'];

test.each([
  ['fill a role that it may write with everything', apply, role('gomeet-prometheus', everything)],
  ['write its own role', apply, role('gomeet-deployer-in-cluster', everything)],
  ['make a role of another name', apply, role('mine', [])],
  ['create one without naming it in the request', ['create', '-f', '-'], role('gomeet-prometheus-2', [])],
  ['bind itself in the cluster', apply, binding('ClusterRoleBinding', { name: 'mine' }, 'cluster-admin')],
  [
    'bind itself under a name that it may write',
    ['replace', '--force', '-f', '-'],
    binding('ClusterRoleBinding', { name: 'gomeet-prometheus' }, 'cluster-admin'),
  ],
  [
    'bind the administrators’ role within its namespace',
    apply,
    binding('RoleBinding', { name: 'mine', namespace: 'gomeet' }, 'cluster-admin'),
  ],
  [
    'write a role of the namespace with more than it has',
    apply,
    {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
      ...{ metadata: { name: 'mine', namespace: 'gomeet' }, rules: everything },
    },
  ],
  ['delete another namespace', ['delete', 'namespace', 'kube-public', '--wait=false'], null],
  ['delete a role of Kubernetes’ own', ['delete', 'clusterrole', 'view'], null],
  ['read the secrets of others', ['-n', 'kube-system', 'get', 'secrets'], null],
  ['act as somebody else', ['--as=admin', '--as-group=system:masters', 'get', 'nodes'], null],
] as const)('nobody of the group may %s', { tags: ['cluster'] }, async (_what, args, object) => {
  const input = object === null ? '' : JSON.stringify(object);
  // The last one asks with the pipeline's own account, since kubectl plays one person at a time.
  const asked = args[0] === '--as=admin' ? asPipeline(args) : asMember(args, input);
  await expect(asked).rejects.toMatchObject({ stderr: expect.stringMatching(/[Ff]orbidden/) });
});

const asPipeline = (args: readonly string[]) =>
  run(program('kubectl'), ['--kubeconfig', join(folder, 'pipeline', 'kubeconfig'), ...args]);

test('of a node only its being closed can be changed', { tags: ['cluster'] }, async () => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'media-1' } };
  await kubectl(['create', '-f', '-'], JSON.stringify(node));
  await asMember(['cordon', 'media-1']);
  await asMember(['uncordon', 'media-1']);
  for (const change of [
    ['label', 'node', 'media-1', 'node-role.kubernetes.io/control-plane='],
    ['taint', 'node', 'media-1', 'gomeet.io/pool=media:NoSchedule'],
  ])
    await expect(asMember(change)).rejects.toMatchObject({
      stderr: expect.stringContaining('close a node and open it again'),
    });
});
