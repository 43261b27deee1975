/**
 * The whole platform of the `test` overlay, brought up by `gomeet deploy` in pods that truly run: PostgreSQL under its
 * operator, Valkey under Sentinel, the pooler, two media servers, the gateway, Prometheus, and every role of the API.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { newFolder } from '../local/local-gomeet.ts';
import { buildCluster, type Cluster, startCluster } from './cluster.ts';
import { makeImages } from './container-images.ts';
import { eventually } from './eventually.ts';
import { type ClusterGomeet, gomeetOn } from './gomeet-on-cluster.ts';
import { renderOverlay } from './overlay.ts';
import { processesOfPod } from './pod-processes.ts';

const cluster = { tags: ['cluster'] };
const namespaces = namespacesOf('production');

interface Deployed {
  readonly changes: readonly { readonly action: string }[];
  readonly revision: number | null;
}

interface Check {
  readonly code: string;
  readonly status: string;
  readonly found: string;
}

describe('the platform in a cluster', () => {
  let folder: string;
  let running: Cluster;
  let gomeet: ClusterGomeet;

  beforeAll(async () => {
    buildCluster();
    const { images } = renderOverlay('overlays/test');
    folder = newFolder();
    const labels = { 'gomeet.io/pool': 'worker' };
    running = await startCluster(folder, {
      nodes: [
        { name: 'node-1', labels },
        { name: 'node-2', labels },
      ],
      images: await makeImages(images, folder),
    });
    gomeet = gomeetOn(running, folder);
  }, 2_700_000);

  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }, 300_000);

  test('deploy brings up everything, and each of its pods is a process', cluster, async () => {
    const { exitCode, data, stderr } = await gomeet<Deployed>('deploy', '--overlay', 'test', '--yes');
    expect(exitCode, stderr).toBe(0);
    expect(data?.revision).toBe(1);
    const uids = 'jsonpath={range .items[?(@.status.phase=="Running")]}{.metadata.uid} {end}';
    for (const namespace of Object.values(namespaces)) {
      const found = await running.kubectl([`--namespace=${namespace}`, 'get', 'pods', '-o', uids]);
      for (const uid of found.trim().split(' ')) expect(processesOfPod(uid, '').length).toBeGreaterThan(0);
    }
  });

  test('a second deploy finds nothing to change', cluster, async () => {
    const { exitCode, data, stderr } = await gomeet<Deployed>('deploy', '--overlay', 'test', '--yes');
    expect(exitCode, stderr).toBe(0);
    expect(data.changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);
  });

  test('the gateway leads to the web app and to every role of the API', cluster, async () => {
    const at = `http://${running.nodes[0]?.address}:30080`;
    const get = (path: string) => fetch(`${at}${path}`, { headers: { accept: 'text/html' } });
    await eventually('the gateway knows its routes', 60, async () => (await get('/health')).ok);
    expect(await (await get('/')).text()).toContain('<!doctype html>');
    // Each refuses in its own words whoever has not signed in: a role that is away would be 404 or 502.
    for (const path of ['admin/users', 'recordings', 'notifications'])
      expect((await get(`/api/v1/${path}`)).status, path).toBe(401);
  });

  test('two people meet through it', cluster, async () => {
    const { data, stderr } = await gomeet<{ checks: readonly Check[] }>('health-check');
    const bad = data.checks.filter(({ status }) => status === 'failed' || status === 'skipped');
    expect(bad, stderr).toEqual([]);
    expect(data.checks.find(({ code }) => code === 'real-call')?.found).toMatch(/2 of 2 joined/);
  });
});
