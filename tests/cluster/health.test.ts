/**
 * `health-check --target kubernetes`: a real control plane, in which the test plays the controllers, and a real call through a
 * platform that runs on this machine and stands for what is behind the gateway.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { runCli } from '../support/run-cli.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';

const cluster = { tags: ['cluster'] };

interface Check {
  readonly id: string;
  readonly category: string;
  readonly title: string;
  readonly status: string;
  readonly found: string;
  readonly hint: string | null;
}

interface Document {
  readonly data: { readonly checks: readonly Check[]; readonly report: string } | null;
  readonly error: { readonly code: string } | null;
}

let gomeet: LocalGomeet;
let plane: ControlPlane;
let api: Cluster;
let apiUrl: string;

beforeAll(async () => {
  buildControlPlane();
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const { data } = (await gomeet.json('status')) as unknown as { data: { urls: { api: string } } };
  apiUrl = data.urls.api.replace(/\/+$/, '');
  const folder = join(gomeet.folder, 'cluster');
  mkdirSync(folder);
  // Without their controllers, the Deployments stay as the test has set them.
  plane = await startControlPlane(folder, { controllers: 'serviceaccount-controller' });
  api = connectCluster({ env: { KUBECONFIG: plane.kubeconfig } }, undefined);
  for (const name of ['gomeet', 'gomeet-media'])
    await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await api.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1', labels: { 'gomeet.io/pool': 'worker' } },
  });
  const node = { apiVersion: 'v1', kind: 'Node', namespace: null, name: 'node-1' };
  const conditions = [{ type: 'Ready', status: 'True', reason: 'Played', message: '' }];
  await api.mergePatch(node, { status: { conditions } }, 'status');
  for (const [name, component] of Object.entries(components)) await deploy(name, component);
}, 1_200_000);

afterAll(async () => {
  await plane?.[Symbol.asyncDispose]();
  await gomeet?.[Symbol.asyncDispose]();
});

const components = {
  livekit: 'media',
  'api-auth': 'api',
  'api-meeting': 'api',
  'api-signaling': 'api',
  'api-chat': 'api',
  traefik: 'edge',
} as const;

const namespaceOf = (component: string): string => (component === 'media' ? 'gomeet-media' : 'gomeet');

async function deploy(name: string, component: string): Promise<void> {
  const matchLabels = { 'app.kubernetes.io/name': name };
  const labels = { ...matchLabels, 'app.kubernetes.io/component': component };
  await api.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: namespaceOf(component), labels },
    spec: {
      replicas: 2,
      selector: { matchLabels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: name }] } },
    },
  });
  await setAvailable(name, component, 2);
}

async function setAvailable(name: string, component: string, availableReplicas: number): Promise<void> {
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: namespaceOf(component), name };
  const counts = { replicas: 2, updatedReplicas: 2, readyReplicas: availableReplicas, availableReplicas };
  await api.mergePatch(key, { status: { observedGeneration: 1, ...counts } }, 'status');
}

async function check(...flags: string[]): Promise<{ exitCode: number; stderr: string } & Document> {
  const { exitCode, stdout, stderr } = await runCli(
    ['health-check', '--target', 'kubernetes', '--api-url', apiUrl, '--paths', 'direct', '--json', ...flags],
    { env: { KUBECONFIG: plane.kubeconfig, HOME: process.env.HOME ?? '' }, cwd: gomeet.folder },
  );
  return { exitCode, stderr, ...(JSON.parse(stdout) as Document) };
}

test(
  'from the nodes to a real call, in order of dependency; the second time the accounts are there',
  cluster,
  async () => {
    const first = await check();
    expect(first.exitCode, JSON.stringify(first.data?.checks, null, 1)).toBe(0);
    const { checks = [], report = '' } = first.data ?? {};
    expect([...new Set(checks.map(({ category }) => category))]).toEqual([
      'Machine',
      'Cluster',
      'Cloud',
      'Nodes',
      'Data',
      'Media',
      'API',
      'Edge',
      'Monitoring',
      'Backup',
      'Call',
    ]);
    expect(checks.at(-2)).toMatchObject({ id: 'call-accounts', status: 'ok', found: 'opened' });
    expect(checks.at(-1)).toMatchObject({
      id: 'real-call',
      found: expect.stringMatching(/^2 of 2 joined/),
    });
    expect(report).toContain('report.html');
    const second = await check();
    expect(second.data?.checks.at(-2)).toMatchObject({ id: 'call-accounts', found: 'there' });
    expect(second.exitCode).toBe(0);
  },
);

test('a role of the API that is down fails, and no call is tried', cluster, async () => {
  await setAvailable('api-chat', 'api', 0);
  const { exitCode, data } = await check();
  expect(exitCode).toBe(4);
  expect(data?.checks.find(({ title }) => title === 'api-chat')).toMatchObject({
    status: 'failed',
    found: '0 of 2 pods are available',
    hint: 'kubectl describe deployment -n gomeet api-chat',
  });
  expect(data?.checks.at(-1)).toMatchObject({ id: 'real-call', status: 'skipped' });
  await setAvailable('api-chat', 'api', 2);
});

test('a platform that is not there is named, piece by piece', cluster, async () => {
  const { exitCode, data } = await check('--environment', 'staging');
  expect(exitCode).toBe(4);
  expect(data?.checks.filter(({ id }) => id === 'workload-missing').map(({ title }) => title)).toEqual(
    Object.keys(components),
  );
});

test('an address where nobody answers is the gateway’s fault', cluster, async () => {
  const { exitCode, data } = await check('--api-url', 'http://127.0.0.1:9');
  expect(exitCode).toBe(4);
  expect(data?.checks.find(({ id }) => id === 'gateway-answers')).toMatchObject({ status: 'failed' });
});

test('flags of a cluster mean nothing on this machine', cluster, async () => {
  const { exitCode, stderr } = await runCli(['health-check', '--api-url', apiUrl], { cwd: gomeet.folder });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--api-url: accepted only with --target kubernetes');
});
