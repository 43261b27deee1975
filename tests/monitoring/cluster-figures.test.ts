/** What the health check of a cluster asks Prometheus, put to a real one that reads a page which the test writes. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '../../src/adapters/cluster.ts';
import { clusterDataChecks } from '../../src/health/kubernetes/cluster-data-checks.ts';
import { checkClusterMonitoring } from '../../src/health/kubernetes/cluster-monitoring.ts';
import { readTargets } from '../../src/health/kubernetes/read-cluster-snapshot.ts';
import { until } from '../local/local-gomeet.ts';
import { type RunningPrometheus, startPrometheus } from '../support/start-prometheus.ts';

const backup = 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp';
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Lines of a page, by metric. */
const well = (): Record<string, number> => ({
  'cnpg_pg_replication_in_recovery{pod="postgres-1"}': 0,
  'cnpg_pg_replication_in_recovery{pod="postgres-2"}': 1,
  'cnpg_pg_replication_streaming_replicas{pod="postgres-1"}': 1,
  'cnpg_pg_replication_lag{pod="postgres-2"}': 0.4,
  'redis_connected_slaves{pod="redis-0"}': 2,
  'redis_memory_used_bytes{pod="redis-0"}': 50,
  'redis_memory_max_bytes{pod="redis-0"}': 100,
  [`${backup}{pod="postgres-1"}`]: nowSeconds() - 7200,
  livekit_participant_total: 0,
});

let page: Record<string, number> = {};
let exporter: Server;
let prometheus: RunningPrometheus;

/** The API server's way to Prometheus, without the API server. */
async function proxy(_target: unknown, path: string) {
  const answer = await fetch(`http://${prometheus.address}:${prometheus.port}${path}`);
  return { status: answer.status, body: (await answer.json()) as unknown };
}

/** Each figure's status and words, by its id. */
async function figures(): Promise<Record<string, string>> {
  const checks = await clusterDataChecks({ proxy }, 'gomeet');
  return Object.fromEntries(checks.map(({ id, status, found }) => [id, `${status}: ${found}`]));
}

/** Waits until Prometheus has read the page: a number on it says which. */
let edition = 0;
async function tell(lines: Record<string, number>): Promise<void> {
  edition += 1;
  page = { ...lines, test_edition: edition };
  await until('Prometheus has read the page', async () => {
    const { body } = await proxy('prometheus', '/api/v1/query?query=test_edition');
    const [sample] = (body as { data: { result: { value: [number, string] }[] } }).data.result;
    return sample?.value[1] === String(edition);
  });
}

beforeAll(async () => {
  exporter = createServer((_request, response) => {
    const lines = Object.entries(page).map(([series, value]) => `${series} ${value}\n`);
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(lines.join(''));
  });
  exporter.listen(0, '127.0.0.1');
  await once(exporter, 'listening');
  prometheus = await startPrometheus(`127.0.0.1:${(exporter.address() as AddressInfo).port}`);
  // It finds its targets some seconds after its start.
  await tell({});
});

afterAll(async () => {
  await prometheus[Symbol.asyncDispose]();
  exporter.closeAllConnections();
  exporter.close();
});

test('what nobody ever told is skipped: the database may be managed', async () => {
  expect(new Set(Object.values(await figures()))).toEqual(
    new Set(['skipped: nobody tells Prometheus: is it managed by the provider?']),
  );
});

test('a platform that is well is found so', async () => {
  await tell(well());
  expect(await figures()).toEqual({
    'postgres-primary': 'ok: 1 take writes',
    'postgres-replication': 'ok: 1 stream',
    'postgres-lag': 'ok: 0.4 s behind',
    'redis-replication': 'ok: 2 follow the master',
    'redis-memory': 'ok: 50.0 % in use',
    'backup-age': 'ok: 2 h old',
  });
});

test('without a primary, replicas, memory and a backup each figure says so', async () => {
  await tell({
    ...well(),
    'cnpg_pg_replication_in_recovery{pod="postgres-1"}': 1,
    'cnpg_pg_replication_streaming_replicas{pod="postgres-1"}': 0,
    'cnpg_pg_replication_lag{pod="postgres-2"}': 60,
    'redis_connected_slaves{pod="redis-0"}': 0,
    'redis_memory_used_bytes{pod="redis-0"}': 96,
    [`${backup}{pod="postgres-1"}`]: 0,
  });
  expect(await figures()).toEqual({
    'postgres-primary': 'failed: 0 take writes',
    'postgres-replication': 'failed: 0 stream',
    'postgres-lag': 'warning: 60.0 s behind',
    'redis-replication': 'failed: 0 follow the master',
    'redis-memory': 'failed: 96.0 % in use',
    'backup-age': 'warning: there is no backup',
  });
});

test('two primaries have failed; what was told until now and is told no more has, too', async () => {
  const { [`${backup}{pod="postgres-1"}`]: _backup, ...rest } = well();
  await tell({
    ...rest,
    'cnpg_pg_replication_in_recovery{pod="postgres-2"}': 0,
    'redis_memory_max_bytes{pod="redis-0"}': 0,
  });
  expect(await figures()).toMatchObject({
    'postgres-primary': 'failed: 2 take writes',
    'redis-memory': 'skipped: it has no limit to compare with',
    'backup-age': `failed: ${backup} is told no more`,
  });
});

test('targets are counted, and a silent one is named', async () => {
  expect(await readTargets({ proxy }, 'gomeet')).toEqual({ watched: 1, silent: [] });
});

const scaledObjects = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', plural: 'scaledobjects' };

/** The finding about an autoscaler on a metric. */
async function autoscalerOn(metric: string): Promise<string> {
  const object = {
    ...scaledObjects,
    metadata: { name: 'livekit', namespace: 'gomeet' },
    spec: { triggers: [{ metadata: { query: `sum(${metric})` } }] },
  };
  const cluster = {
    proxy,
    types: async () => [scaledObjects],
    list: async () => [object],
  } as unknown as Pick<Cluster, 'proxy' | 'types' | 'list'>;
  const namespaces = { platform: 'gomeet', media: 'gomeet-media' };
  const checks = await checkClusterMonitoring(cluster, namespaces as never, Date.now());
  const { status, found } = checks.find(({ id }) => id === 'autoscaler-metrics') ?? {};
  return `${status}: ${found}`;
}

test('an autoscaler acts on a metric that Prometheus has been told, or has failed', async () => {
  expect(await autoscalerOn('livekit_participant_total')).toBe('ok: livekit_participant_total exist');
  expect(await autoscalerOn('livekit_participants_total')).toContain('failed: livekit acts on');
});
