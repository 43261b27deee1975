/** The secrets of a platform on a real API server: made once, kept, completed, renewed by a verb; never shown. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import {
  createProvingGround,
  type ProvingCluster,
} from '../../src/adapters/proving-ground/proving-ground.ts';
import { ensureSecrets, liveSecrets } from '../../src/deployment/kubernetes/ensure-secrets.ts';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import type { WorkloadSpec } from '../../src/deployment/kubernetes/pod-template.ts';
import { nodeObjects, VOLUME_DRIVER } from '../../src/deployment/kubernetes/proof-nodes.ts';
import { valuesIn } from '../../src/deployment/kubernetes/secrets.ts';
import { runCli } from '../support/run-cli.ts';
import { eventually } from './eventually.ts';
import { deployment } from './overlay-folder.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const namespaces = namespacesOf('staging');
const tags = { tags: ['cluster'] };

describe('secrets', () => {
  let running: ProvingCluster;
  let cluster: Cluster;
  const values = async () => valuesIn(await liveSecrets(cluster, namespaces), namespaces);
  const rotate = (name: string) =>
    runCli(['secrets', 'rotate', name, '--environment', 'staging', '--yes', '--json'], {
      env: { KUBECONFIG: running.kubeconfig, USER: 'ada' },
      cwd: projectRoot,
      projectRoot,
    });

  beforeAll(async () => {
    const { signal } = new AbortController();
    const ground = createProvingGround({ env: process.env, projectRoot, signal });
    await ground.build({ step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} });
    running = await ground.start(VOLUME_DRIVER);
    cluster = running.cluster;
    const pool = {
      id: 'worker',
      nodes: 1,
      spareNodes: 0,
      allocatableCores: 8,
      allocatableMemoryBytes: 2 ** 34,
    };
    for (const object of nodeObjects(pool, 0)) await cluster.create(object);
    for (const name of Object.values(namespaces)) await cluster.create(namespace(name));
  }, 900_000);
  afterAll(() => running?.[Symbol.asyncDispose]());

  test('are made by the first deployment and kept by every other', tags, async () => {
    const { created } = await ensureSecrets(cluster, namespaces);
    expect(created).toContain('Secret gomeet-staging/gomeet-secrets');
    const made = await values();
    expect(await ensureSecrets(cluster, namespaces)).toEqual({ created: [], completed: [] });
    expect(await values()).toEqual(made);
  });

  test('get a key that a newer version needs, and keep those that are there', tags, async () => {
    const before = await values();
    const key = { apiVersion: 'v1', kind: 'Secret', namespace: namespaces.platform, name: 'gomeet-secrets' };
    await cluster.mergePatch(key, { data: { RECORDER_TOKEN: null, ACCESS_TOKEN_PRIVATE_KEY: null } });
    const { completed } = await ensureSecrets(cluster, namespaces);
    expect(completed).toEqual(['Secret gomeet-staging/gomeet-secrets']);
    const { accessTokenPrivateKey: renewed, ...after } = await values();
    const { accessTokenPrivateKey: lost, ...kept } = before;
    // The recorder's token lay in the other namespace as well: both have to be one.
    expect(after).toEqual(kept);
    expect(renewed).not.toBe(lost);
  });

  test(
    'stay where the provider keeps the database: it would refuse a password that it was not told',
    tags,
    async () => {
      const before = await values();
      const refused = await rotate('postgres');
      expect(refused.exitCode).toBe(6);
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'kept-elsewhere' } });
      expect(await values()).toEqual(before);
    },
  );

  test('are renewed by a verb, which restarts what reads them and shows none', tags, async () => {
    const before = await values();
    await createDatabase(cluster);
    await cluster.create(inStaging(deployment('pooler', 'pooler', 'good:1')));
    const { exitCode, stdout, stderr } = await rotate('postgres');
    expect(exitCode, stderr).toBe(0);
    const after = await values();
    expect(after.databasePassword).not.toBe(before.databasePassword);
    expect({ ...after, databasePassword: '' }).toEqual({ ...before, databasePassword: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      data: {
        changed: ['Secret gomeet-staging/postgres-app'],
        restarted: ['Deployment gomeet-staging/pooler'],
      },
    });
    for (const value of [...Object.values(before), ...Object.values(after)])
      expect(`${stdout}${stderr}`.includes(value)).toBe(false);
  });

  test('keep what an old key encrypted or signed readable', tags, async () => {
    const before = await values();
    expect((await rotate('data-key')).exitCode).toBe(0);
    expect((await rotate('livekit')).exitCode).toBe(0);
    const after = await values();
    expect(after.dataKeys?.endsWith(`,${before.dataKeys}`)).toBe(true);
    const key = { apiVersion: 'v1', kind: 'Secret', namespace: namespaces.media, name: 'livekit-keys' };
    const found = (await cluster.get(key))?.data as Record<string, string> | undefined;
    expect(Buffer.from(found?.['keys.yaml'] ?? '', 'base64').toString()).toBe(
      `${after.livekitApiKey}: ${after.livekitApiSecret}\n${before.livekitApiKey}: ${before.livekitApiSecret}\n`,
    );
  });
});

/** Enough of CloudNativePG's type for a database of its own to be there. */
async function createDatabase(cluster: Cluster): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  await cluster.create({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'clusters.postgresql.cnpg.io' },
    spec: {
      group: 'postgresql.cnpg.io',
      scope: 'Namespaced',
      names: { kind: 'Cluster', plural: 'clusters', singular: 'cluster' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  await eventually('the type is served', 30, async () => {
    cluster.forgetTypes();
    return (await cluster.types()).some(({ kind }) => kind === 'Cluster');
  });
  const metadata = { name: 'postgres', namespace: namespaces.platform };
  await cluster.create({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata });
}

const namespace = (name: string): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

/** On the node that KWOK plays, with the label by which it is found. */
function inStaging(object: ClusterObject): ClusterObject {
  const { template, ...spec } = object.spec as WorkloadSpec;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      namespace: namespaces.platform,
      labels: { 'app.kubernetes.io/name': object.metadata.name },
    },
    spec: { ...spec, template: { ...template, spec: { ...template.spec, nodeName: 'worker-1' } } },
  };
}
