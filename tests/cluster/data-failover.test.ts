/**
 * The data tier as the components describe it, on nodes that truly run it: the operator promotes a standby when the
 * primary is lost, Sentinel a replica, and neither loses what it had acknowledged; Redis takes a new password while it serves.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newFolder } from '../local/local-gomeet.ts';
import { runCli } from '../support/run-cli.ts';
import { buildCluster, type Cluster, startCluster } from './cluster.ts';
import { makeImages } from './container-images.ts';
import { eventually } from './eventually.ts';
import { bringOperatorManifests } from './operator-manifests.ts';
import { processesOfPod } from './pod-processes.ts';
import { root } from './set-up.ts';

const cluster = { tags: ['cluster'] };
const namespace = '--namespace=gomeet';
const password = 'data-of-the-cluster-test';

const images = [
  'ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0',
  'ghcr.io/cloudnative-pg/postgresql:15.14',
  'valkey/valkey:8.1.4',
  'oliver006/redis_exporter:v1.80.0',
];

/** The components, made small enough for two nodes on two cores. */
function kustomization(folder: string): object {
  const manifests = (path: string): string => relative(folder, join(root, 'manifests', path));
  const small = { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } };
  const replace = (path: string, value: unknown): object => ({ op: 'replace', path, value });
  const remove = (path: string): object => ({ op: 'remove', path });
  const patch = (kind: string, name: string, operations: readonly object[]) => ({
    target: { kind, name },
    patch: JSON.stringify(operations),
  });
  return {
    resources: [
      'namespace.yaml',
      manifests('base/cluster'),
      ...['operators/cloudnative-pg', 'postgres-cnpg', 'redis-sentinel'].map((name) =>
        manifests(`components/${name}`),
      ),
    ],
    images: [
      { name: 'valkey/valkey', newTag: '8.1.4' },
      { name: 'oliver006/redis_exporter', newTag: 'v1.80.0' },
    ],
    patches: [
      patch('Cluster', 'postgres', [
        replace('/spec/instances', 2),
        replace('/spec/imageName', images[1]),
        replace('/spec/storage', { size: '1Gi' }),
        replace('/spec/walStorage', { size: '1Gi' }),
        replace('/spec/resources', small),
        replace('/spec/postgresql/parameters/shared_buffers', '64MB'),
        replace('/spec/postgresql/parameters/max_wal_size', '512MB'),
        // With one standby a commit that waits for it would wait for ever once the primary is gone.
        replace('/spec/postgresql/synchronous/dataDurability', 'preferred'),
        remove('/spec/postgresql/synchronous/failoverQuorum'),
      ]),
      ...['redis', 'redis-sentinel'].map((name) =>
        patch('StatefulSet', name, [
          remove('/spec/template/spec/affinity'),
          replace('/spec/template/spec/containers/0/resources', small),
          remove('/spec/volumeClaimTemplates/0/spec/storageClassName'),
        ]),
      ),
    ],
  };
}

describe('the data tier', () => {
  let folder: string;
  let running: Cluster;

  beforeAll(async () => {
    buildCluster();
    await bringOperatorManifests();
    folder = newFolder();
    const labels = { 'gomeet.io/pool': 'worker' };
    running = await startCluster(folder, {
      nodes: [
        { name: 'node-1', labels },
        { name: 'node-2', labels },
      ],
      images: await makeImages(images, folder),
    });
    await running.apply(secrets);
    const overlay = join(folder, 'overlay');
    mkdirSync(overlay);
    writeFileSync(join(overlay, 'namespace.yaml'), stringify(secrets[0]));
    writeFileSync(join(overlay, 'kustomization.yaml'), stringify(kustomization(overlay)));
    const objects = await running.kubectl(['kustomize', overlay]);
    const apply = () => running.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], objects);
    // The types of the operator, and its webhook, are there a while after the first attempt.
    await eventually('the components are applied', 120, () =>
      apply().then(
        () => true,
        () => false,
      ),
    );
  }, 2_700_000);

  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }, 300_000);

  const get = (what: string, path: string): Promise<string> =>
    running.kubectl([namespace, 'get', ...what.split(' '), '-o', `jsonpath={${path}}`]);
  const psql = (pod: string, sql: string): Promise<string> =>
    running.kubectl([namespace, 'exec', pod, '-c', 'postgres', '--', 'psql', '-tAc', sql, 'gomeet']);

  test('PostgreSQL promotes its standby when the primary is lost, with all rows', cluster, async () => {
    const ready = async () => (await get('cluster/postgres', '.status.readyInstances')) === '2';
    await eventually('both instances are ready', 240, ready);
    const primary = () => get('cluster/postgres', '.status.currentPrimary');
    const first = await primary();
    await psql(first, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS row');
    await running.kubectl([namespace, 'delete', 'pod', first, '--grace-period=0', '--force']);
    await eventually('another is primary', 120, async () => (await primary()) !== first);
    const count = async () =>
      (await psql(await primary(), 'SELECT count(*) FROM kept').catch(() => '')).trim();
    await eventually('it answers with all rows', 60, async () => (await count()) === '1000');
    await eventually('the lost one is back, as a standby', 180, ready);
  });

  const redisWith = (auth: string, pod: string, ...args: string[]): Promise<string> => {
    const command = ['sh', '-c', `REDISCLI_AUTH="${auth}" exec redis-cli "$@"`, 'sh', ...args];
    return running.kubectl([namespace, 'exec', pod, '--', ...command]).catch(() => '');
  };
  const redis = (pod: string, ...args: string[]): Promise<string> =>
    redisWith('$(cat /secrets/password)', pod, ...args);
  const primaryName = async (): Promise<string> => {
    const asked = ['-p', '26379', 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'gomeet'];
    return (await redis('redis-sentinel-0', ...asked)).split('.')[0] ?? '';
  };
  const hasReplicas = async (pod: string): Promise<boolean> =>
    /connected_slaves:2/.test(await redis(pod, 'INFO', 'replication'));

  test('Sentinel promotes a replica when the primary is lost, with all keys', cluster, async () => {
    await eventually('the Sentinels know a primary', 240, async () =>
      (await primaryName()).startsWith('redis-'),
    );
    const first = await primaryName();
    await eventually('it has two replicas', 120, () => hasReplicas(first));
    await redis(first, 'SET', 'kept', 'yes');
    await redis(first, 'WAIT', '2', '5000');
    // Frozen, it neither answers nor says goodbye, as on a machine that hangs.
    const [frozen] = processesOfPod(await get(`pod/${first}`, '.metadata.uid'), 'redis-server');
    expect(frozen).toBeGreaterThan(1);
    process.kill(Number(frozen), 'SIGSTOP');
    await eventually('another is primary', 60, async () => (await primaryName()) !== first);
    expect((await redis(await primaryName(), 'GET', 'kept')).trim()).toBe('yes');
    process.kill(Number(frozen), 'SIGCONT');
    const role = async () => /role:slave/.test(await redis(first, 'INFO', 'replication'));
    await eventually('the old one follows the new one', 60, role);
  });

  test(
    'a new password of Redis reaches everybody, and who speaks the old one is served',
    cluster,
    async () => {
      await eventually('all replicate', 120, async () => hasReplicas(await primaryName()));
      await redis(await primaryName(), 'SET', 'before', 'rotation');
      const { exitCode, stderr } = await runCli(['secrets', 'rotate', 'redis', '--yes', '--json'], {
        env: { KUBECONFIG: running.plane.kubeconfig, USER: 'ada' },
        cwd: root,
        projectRoot: root,
      });
      expect(exitCode, stderr).toBe(0);
      await eventually('all replicate again', 120, async () => hasReplicas(await primaryName()));
      const now = Buffer.from(await get('secret/redis-auth', '.data.password'), 'base64').toString();
      expect(now).not.toBe(password);
      const first = await primaryName();
      for (const accepted of [now, password])
        expect((await redisWith(accepted, first, 'GET', 'before')).trim()).toBe('rotation');
      for (const port of ['6379', '26379']) {
        const pod = port === '6379' ? first : 'redis-sentinel-0';
        expect(await redisWith('neither', pod, '-p', port, 'PING')).not.toContain('PONG');
      }
      const restarts = await get('pods -l app.kubernetes.io/name=redis', '.items[*].status..restartCount');
      expect(restarts.split(' ').filter((count) => count !== '0')).toEqual([]);
    },
  );
});

const secret = (name: string, stringData: Readonly<Record<string, string>>, type = 'Opaque'): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'gomeet' },
  type,
  stringData,
});

/** What a first deployment makes by itself. */
const secrets: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'gomeet', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gomeet-media' } },
  secret('postgres-app', { username: 'gomeet', password }, 'kubernetes.io/basic-auth'),
  secret('redis-auth', { password }),
];
