/** `dr-drill --target kubernetes` before it breaks anything, against an API server that is played. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { type PlayedApiServer, playApiServer } from '../support/played-api-server.ts';
import { runCli } from '../support/run-cli.ts';

let folder: string;
let server: PlayedApiServer;
let gateway: Server;
const refused: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-drill-'));
  gateway = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  server = await playApiServer(folder, { refused });
});
afterAll(async () => {
  gateway.close();
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const pod = (namespace: string, name: string, labels: Readonly<Record<string, string>>): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { nodeName: 'node-2', containers: [] },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

beforeEach(() => {
  refused.length = 0;
  const { port } = gateway.address() as AddressInfo;
  for (const namespace of ['gomeet', 'gomeet-staging']) {
    server.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'api-settings', namespace, labels: { 'app.kubernetes.io/name': 'api-settings' } },
      data: { GOMEET_PUBLIC_URL: `http://127.0.0.1:${port}` },
    });
    const primary = { 'cnpg.io/cluster': 'postgres', 'cnpg.io/instanceRole': 'primary' };
    server.put(pod(namespace, 'postgres-1', primary));
    server.put(pod(namespace, 'postgres-2', { ...primary, 'cnpg.io/instanceRole': 'replica' }));
  }
});

const drill = (...words: string[]) =>
  runCli(['dr-drill', ...words, '--target', 'kubernetes'], {
    env: { KUBECONFIG: server.kubeconfig, USER: 'ada' },
    cwd: folder,
  });
const staging = ['--environment', 'staging'];

test('a dry run names the pods that would be met, and where they are', async () => {
  const { exitCode, stdout, stderr } = await drill('postgres-primary-killed', '--dry-run', ...staging);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('delete pod gomeet-staging/postgres-1 on node-2: postgres-primary just now');
  expect(stdout).toContain('The operator promotes a synchronous replica within 30 s');
  expect(stdout).toContain('judged by   api, chat, room-join');
  expect(server.changes).toEqual([]);
});

test('of all drills those that nobody could be met by are left out, with the reason', async () => {
  const { exitCode, stdout } = await drill('--all', '--dry-run', '--json', ...staging);
  expect(exitCode).toBe(0);
  const { data } = JSON.parse(stdout);
  expect(data.planned).toEqual(['postgres-replica-lost', 'postgres-primary-killed']);
  expect(data.pods).toContainEqual({
    drill: 'postgres-replica-lost',
    pod: 'gomeet-staging/postgres-2',
    node: 'node-2',
  });
  expect(data.leftOut).toContainEqual({
    drill: 'turn-lost',
    why: expect.stringContaining('no TURN server is deployed here'),
  });
});

test('where nobody could be met by any drill, that is said', async () => {
  const none = [...server.objects].filter(([, { kind }]) => kind === 'Pod' || kind === 'Deployment');
  for (const [path] of none) server.objects.delete(path);
  // Without Deployments of the API there is nothing to restart either.
  const { exitCode, stderr } = await drill('--all', '--dry-run', ...staging);
  expect(exitCode).toBe(6);
  expect(stderr).toContain('there is nobody to be met in gomeet-staging: api-worker-killed:');
});

test('a drill whose fault does not exist there is refused, with what there is', async () => {
  const { exitCode, stderr } = await drill('platform-killed');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('platform-killed is not carried out in a cluster:');
  expect(stderr).toContain('accepted: api-worker-killed,');
});

test('production is refused by its environment, and --i-know needs somebody to type', async () => {
  const { exitCode, stderr } = await drill('postgres-primary-killed');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('looks like production (it is called "production")');
  const alone = await drill('postgres-primary-killed', '--i-know', '--yes');
  expect(alone.exitCode).toBe(2);
  expect(alone.stderr).toContain('Type gomeet to go on');
  expect(server.changes).toEqual([]);
});

test('another cluster than the pinned one is refused', async () => {
  const { exitCode, stderr } = await runCli(
    ['dr-drill', 'postgres-primary-killed', '--target', 'kubernetes', ...staging],
    { env: { KUBECONFIG: server.kubeconfig, GOMEET_KUBERNETES_CLUSTER_ID: 'another' }, cwd: folder },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('is the cluster the-cluster; gomeet.yaml pins another');
});

test('rights that are missing are named before anything is broken', async () => {
  refused.push('delete pods', 'get services/proxy');
  const { exitCode, stderr } = await drill('postgres-primary-killed', ...staging);
  expect(exitCode).toBe(6);
  expect(stderr).toContain('delete pods in gomeet-staging');
  expect(stderr).toContain('get services/proxy in gomeet-staging');
  expect(server.changes).toEqual([]);
});

test('a platform that is not whole is not broken any further', async () => {
  server.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'pooler', namespace: 'gomeet-staging', generation: 1 },
    spec: { replicas: 2 },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 1 },
  });
  const { exitCode, stderr } = await drill('postgres-primary-killed', ...staging);
  expect(exitCode).toBe(4);
  expect(stderr).toContain('gomeet-staging/pooler is not ready (1 of 2 pods are available)');
  expect(stderr).toMatch(/\/health is not well \(answers 503\)/);
  expect(server.changes).toEqual([]);
});

test('flags of a cluster mean nothing on this machine', async () => {
  const { exitCode, stderr } = await runCli(['dr-drill', '--all', '--api-url', 'http://meet.test'], {
    cwd: folder,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--api-url: accepted only with --target kubernetes');
});
