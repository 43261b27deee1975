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
  /** Which it cannot do without: told within the last day, it is missed, else there is no such thing here. */
  readonly metric: string;
  judge(value: number): CheckStatus;
  found(value: number): string;
  readonly needed: string;
}

const above =
  (warnFrom: number, failFrom: number) =>
  (value: number): CheckStatus =>
    value >= failFrom ? 'failed' : value >= warnFrom ? 'warning' : 'ok';
/** Ten years: the time of a backup that never was is 0, the year 1970. */
const neverSeconds = 10 * 365 * 86_400;
const atLeastOne = (value: number): CheckStatus => (value >= 1 ? 'ok' : 'failed');

const figures: readonly Figure[] = [
  {
    id: 'postgres-primary',
    title: 'PostgreSQL primary',
    // Not `count(… == 0)`: that has no value where there is no primary, and would pass for a database elsewhere.
    query: 'sum(cnpg_pg_replication_in_recovery == bool 0)',
    metric: 'cnpg_pg_replication_in_recovery',
    judge: (value) => (value === 1 ? 'ok' : 'failed'),
    found: (value) => `${value} take writes`,
    needed: 'one server that takes writes',
  },
  {
    id: 'postgres-replication',
    title: 'PostgreSQL replicas',
    query: 'max(cnpg_pg_replication_streaming_replicas)',
    metric: 'cnpg_pg_replication_streaming_replicas',
    judge: atLeastOne,
    found: (value) => `${value} stream`,
    needed: 'at least one streams',
  },
  {
    id: 'postgres-lag',
    title: 'replication lag',
    query: 'max(cnpg_pg_replication_lag)',
    metric: 'cnpg_pg_replication_lag',
    judge: above(10, Number.POSITIVE_INFINITY),
    found: (value) => `${value.toFixed(1)} s behind`,
    needed: 'less than 10 s',
  },
  {
    id: 'redis-replication',
    title: 'Redis replicas',
    query: 'max(redis_connected_slaves)',
    metric: 'redis_connected_slaves',
    judge: atLeastOne,
    found: (value) => `${value} follow the master`,
    needed: 'at least one follows',
  },
  {
    id: 'redis-memory',
    title: 'Redis memory',
    query: '100 * max(redis_memory_used_bytes / (redis_memory_max_bytes > 0))',
    metric: 'redis_memory_max_bytes',
    judge: above(85, 95),
    found: (value) => `${value.toFixed(1)} % in use`,
    needed: 'less than 85 %',
  },
  {
    id: 'backup-age',
    title: 'newest restorable point',
    query:
      'time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp or gomeet_backup_newest_restorable_timestamp_seconds)',
    metric: 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
    judge: above(86_400, Number.POSITIVE_INFINITY),
    found: (value) =>
      value > neverSeconds ? 'there is no backup' : `${formatNumber(Math.round(value / 3600))} h old`,
    needed: 'less than a day',
  },
];

/**
 * What the platform's own Prometheus knows of the data. A figure that nobody ever told is skipped: the database may be managed. One that
 * was told within the last day and is not any more has failed: its server or its exporter is gone.
 */
export function clusterDataChecks(
  cluster: Pick<Cluster, 'proxy'>,
  namespace: string,
): Promise<CheckResult[]> {
  const figureOf = async (query: string): Promise<number> =>
    Number((await queryPrometheus(cluster, namespace, query))[0]?.value[1]);
  return Promise.all(
    figures.map(async ({ id, title, query, metric, judge, found, needed }) => {
      try {
        const value = await figureOf(query);
        if (Number.isFinite(value))
          return checkOf(id, title, { status: judge(value), found: found(value), needed });
        const wasTold = (await figureOf(`count(last_over_time(${metric}[1d]))`)) > 0;
        const isTold = wasTold && (await figureOf(`count(${metric})`)) > 0;
        if (!wasTold || isTold) return skippedCheck(id, isTold ? noLimit : unknown);
        return checkOf(id, title, { status: 'failed', found: `${metric} is told no more`, needed });
      } catch {
        return skippedCheck(id, 'not asked: Prometheus does not answer');
      }
    }),
  );
}

const unknown = 'nobody tells Prometheus: is it managed by the provider?';
/** The only figure that has no value although it is told. */
const noLimit = 'it has no limit to compare with';
