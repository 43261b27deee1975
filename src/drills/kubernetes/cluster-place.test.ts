import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PlayedApiServer, playApiServer } from '../../../tests/support/played-api-server.ts';
import { type PlayedGateway, playGateway } from '../../../tests/support/played-gateway.ts';
import { connectCluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { postJson } from '../../adapters/http.ts';
import { createPlatformDoors } from '../../adapters/platform-doors.ts';
import { buildDrillRun } from '../build-drill-run.ts';
import { chooseClusterDrills } from '../choose-drills.ts';
import { runDrill } from '../run-drill.ts';
import { asInCluster } from './cluster-form.ts';
import { type ClusterDrillNeeds, clusterPlace } from './cluster-place.ts';

const namespaces = { platform: 'gomeet-staging', media: 'gomeet-staging-media' };
const awayMs = 1_500;

let folder: string;
let gateway: PlayedGateway;
let server: PlayedApiServer;
let faultAtMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-drill-'));
  gateway = await playGateway();
  server = await playApiServer(folder, {
    // Its controller makes another, and nobody is served until then.
    onDeleted(pod) {
      faultAtMs = Date.now();
      gateway.setAway(true);
      setTimeout(() => {
        server.put(apiPod('api-meeting-new'));
        gateway.setAway(false);
      }, awayMs);
      expect(pod.metadata.name).toBe('api-meeting-old');
    },
    proxied: (path) => (path.includes('/services/prometheus:9090/') ? firing(faultAtMs) : undefined),
  });
  server.put(apiPod('api-meeting-old'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const apiPod = (name: string): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: namespaces.platform, labels: { 'app.kubernetes.io/name': 'api-meeting' } },
  spec: { nodeName: 'node-1', containers: [] },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

/** What Prometheus says after the drill: an alert has been firing since 10 s after the fault. */
const firing = (sinceMs: number): object => ({
  data: {
    result: [
      { metric: { alertname: 'ServiceDown', severity: 'critical' }, values: [[sinceMs / 1000 + 10, '1']] },
    ],
  },
});

function worldWith(signal: AbortSignal): ClusterDrillNeeds {
  const world: Partial<ClusterDrillNeeds> = {
    signal,
    now: Date.now,
    monotonic: () => performance.now(),
    postJson,
    platformDoors: async () => createPlatformDoors(),
    config: async () => ({ values: { loadtest: { accountPassword: 'of the test' } } }) as never,
    localTarget: () => Promise.reject(new Error('no generator is set up here')),
  };
  return world as ClusterDrillNeeds;
}

async function drill(signal = new AbortController().signal) {
  const ctx = worldWith(signal);
  const cluster = connectCluster({ env: { KUBECONFIG: server.kubeconfig } }, undefined);
  const place = clusterPlace(ctx, { cluster, namespaces, apiUrl: gateway.url });
  const [chosen] = chooseClusterDrills({ name: 'api-worker-killed', all: false }).map(asInCluster);
  if (chosen === undefined) throw new Error('there is no such drill');
  const seen = await runDrill(ctx, await place.open(), chosen, join(folder, 'drill'), () => undefined);
  const { alerts, reason } = await place.readAlerts(seen.fault);
  return { seen, run: buildDrillRun(seen, { alerts, alertsReason: reason, healthy: true }) };
}

test('a pod is deleted for real, and what follows is measured through the gateway', {
  tags: ['slow'],
}, async () => {
  const { run } = await drill();
  expect(server.changes).toContain('DELETE /api/v1/namespaces/gomeet-staging/pods/api-meeting-old');
  expect(run.commands).toEqual(['kubectl delete pod -n gomeet-staging api-meeting-old --now']);
  expect(run.proofs).toEqual([
    expect.stringMatching(/^gomeet-staging\/api-meeting-old \(uid .*\): the kubelet of node-1 said after /),
  ]);
  // A line whose answer was cut off on its way is a phantom: it is there, and nobody was promised it.
  expect(run).toMatchObject({ rpoRows: 0, doubledRows: 0, interrupted: false });
  expect(run.acknowledgedWrites).toBeGreaterThanOrEqual(1_000);
  expect(run.doors.map(({ door }) => door)).toEqual(['api', 'websocket', 'chat', 'room-join']);
  for (const door of run.doors) expect(door.downMs, door.door).toBeGreaterThan(awayMs - 200);
  expect(run.rtoStableMs).toBeGreaterThan(awayMs - 200);
  expect(run.rtoRedundantMs).toBeGreaterThan(0);
  expect(run.alerts).toEqual([
    expect.objectContaining({ name: 'ServiceDown', resolvedAfterMs: expect.any(Number) }),
  ]);
  const told = run.timeline.map(({ text }) => text);
  expect(told).toContain('gomeet-staging/api-meeting-old is gone');
  expect(told).toContain('gomeet-staging/api-meeting-new is there anew, ready');
  expect(run.reasons.participantsAffected).toBe('no generator is set up here');
});

test('Ctrl-C after the fault ends the drill with what there is, and what was lost is found', {
  tags: ['slow'],
}, async () => {
  const stop = new AbortController();
  const watching = setInterval(() => {
    if (stop.signal.aborted || !server.changes.some((change) => change.startsWith('DELETE'))) return;
    gateway.lines.shift();
    stop.abort();
  }, 10);
  const { run } = await drill(stop.signal).finally(() => clearInterval(watching));
  expect(run).toMatchObject({ interrupted: true, verdict: 'CRITICAL', rpoRows: 1 });
  expect(run.commands).toHaveLength(1);
});
