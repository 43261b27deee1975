import { archiverMetrics } from '../../../src/local/ha/archiver-metrics.ts';

/**
 * What PostgreSQL is asked for its metrics, in the words of CloudNativePG 1.30.0 (default-monitoring.yaml), whose format postgres_exporter
 * reads as well: the rules are then held against the same figures of a real server, without Kubernetes.
 */
export const databaseQueries = {
  cnpg_pg_replication: {
    query: `SELECT CASE WHEN (NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()) THEN 0
      ELSE GREATEST (0, EXTRACT(EPOCH FROM (now() - pg_last_xact_replay_timestamp()))) END AS lag,
      pg_is_in_recovery()::int AS in_recovery,
      (SELECT count(*) FROM pg_catalog.pg_stat_replication) AS streaming_replicas`,
    metrics: [
      { lag: { usage: 'GAUGE', description: 'Replication lag behind primary in seconds' } },
      { in_recovery: { usage: 'GAUGE', description: 'Whether the instance is in recovery' } },
      {
        streaming_replicas: {
          usage: 'GAUGE',
          description: 'Number of streaming replicas connected to the instance',
        },
      },
    ],
  },
  cnpg_pg_stat_archiver: archiverMetrics,
};
