import type { Cluster } from '../../adapters/cluster.ts';
import { queryPrometheus } from '../../deployment/kubernetes/query-prometheus.ts';
import { formatNumber } from '../../units.ts';
import type { CheckResult, CheckStatus } from '../check.ts';
import { checkOf, skippedCheck } from '../check-of.ts';

interface Figure {
  readonly id: string;
  readonly title: string;
  /** PromQL over what CloudNativePG, redis_exporter and the backups tell. */
  readonly query: string;
  judge(value: number): CheckStatus;
  found(value: number): string;
  readonly needed: string;
}

const above =
  (warnFrom: number, failFrom: number) =>
  (value: number): CheckStatus =>
    value >= failFrom ? 'failed' : value >= warnFrom ? 'warning' : 'ok';
const atLeastOne = (value: number): CheckStatus => (value >= 1 ? 'ok' : 'failed');

const figures: readonly Figure[] = [
  {
    id: 'postgres-primary',
    title: 'PostgreSQL primary',
    query: 'count(cnpg_pg_replication_in_recovery == 0)',
    judge: (value) => (value === 1 ? 'ok' : 'failed'),
    found: (value) => `${value} take writes`,
    needed: 'one server that takes writes',
  },
  {
    id: 'postgres-replication',
    title: 'PostgreSQL replicas',
    query: 'max(cnpg_pg_replication_streaming_replicas)',
    judge: atLeastOne,
    found: (value) => `${value} stream`,
    needed: 'at least one streams',
  },
  {
    id: 'postgres-lag',
    title: 'replication lag',
    query: 'max(cnpg_pg_replication_lag)',
    judge: above(10, Number.POSITIVE_INFINITY),
    found: (value) => `${value.toFixed(1)} s behind`,
    needed: 'less than 10 s',
  },
  {
    id: 'redis-replication',
    title: 'Redis replicas',
    query: 'max(redis_connected_slaves)',
    judge: atLeastOne,
    found: (value) => `${value} follow the master`,
    needed: 'at least one follows',
  },
  {
    id: 'redis-memory',
    title: 'Redis memory',
    query: '100 * max(redis_memory_used_bytes / (redis_memory_max_bytes > 0))',
    judge: above(85, 95),
    found: (value) => `${value.toFixed(1)} % in use`,
    needed: 'less than 85 %',
  },
  {
    id: 'backup-age',
    title: 'newest restorable point',
    query:
      'time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp > 0 or gomeet_backup_newest_restorable_timestamp_seconds)',
    judge: above(86_400, Number.POSITIVE_INFINITY),
    found: (value) => `${formatNumber(Math.round(value / 3600))} h old`,
    needed: 'less than a day',
  },
];

/** What the platform's own Prometheus knows of the data. A figure that nobody tells is skipped: the database may be managed. */
export function clusterDataChecks(cluster: Cluster, namespace: string): Promise<CheckResult[]> {
  return Promise.all(
    figures.map(async ({ id, title, query, judge, found, needed }) => {
      try {
        const [sample] = await queryPrometheus(cluster, namespace, query);
        const value = Number(sample?.value[1]);
        if (!Number.isFinite(value))
          return skippedCheck(id, 'nobody tells Prometheus: is it managed by the provider?');
        return checkOf(id, title, { status: judge(value), found: found(value), needed });
      } catch {
        return skippedCheck(id, 'Prometheus does not answer');
      }
    }),
  );
}
