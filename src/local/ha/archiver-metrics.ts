/**
 * What PostgreSQL is asked about its archive, in the words of CloudNativePG 1.30.0 (default-monitoring.yaml), whose format postgres_exporter
 * reads as well: the cluster's rules then find the same figures. Of replication Patroni tells.
 */
export const archiverMetrics = {
  query: `SELECT failed_count,
      COALESCE(EXTRACT(EPOCH FROM (now() - last_archived_time)), -1) AS seconds_since_last_archival
      FROM pg_catalog.pg_stat_archiver`,
  metrics: [
    {
      failed_count: { usage: 'COUNTER', description: 'Number of failed attempts for archiving WAL files' },
    },
    {
      seconds_since_last_archival: {
        usage: 'GAUGE',
        description: 'Seconds since the last successful archival operation',
      },
    },
  ],
};
