import pg from 'pg';

/** One PostgreSQL server at one moment. */
export interface PostgresLook {
  readonly isPrimary: boolean;
  /** What streams from it; empty on a server that is itself a replica. */
  readonly replicas: readonly PostgresReplica[];
  readonly connections: number;
  readonly connectionsMax: number;
  /** What has been applied to this database; null where the table is missing. */
  readonly migrations: readonly { readonly version: number; readonly checksum: string }[] | null;
}

export interface PostgresReplica {
  readonly name: string;
  /** `streaming` when all is well. */
  readonly state: string;
  /** `sync`, `quorum`, `potential` or `async`. */
  readonly syncState: string;
  /** WAL that it has not replayed. */
  readonly lagBytes: number;
  readonly lagSeconds: number;
}

const replicasOf = `SELECT application_name AS name, coalesce(state, 'unknown') AS state,
    coalesce(sync_state, 'unknown') AS "syncState",
    coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::float8 AS "lagBytes",
    coalesce(extract(epoch FROM replay_lag), 0)::float8 AS "lagSeconds"
  FROM pg_stat_replication ORDER BY application_name`;

/** @throws the driver's error when it does not answer within 3 s */
export async function lookAtPostgres(url: string): Promise<PostgresLook> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
    application_name: 'gomeet-health-check',
  });
  // A server that goes while it is asked would otherwise end this process: the query says so where it is awaited.
  client.on('error', () => undefined);
  await client.connect();
  const rows = async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> =>
    (await client.query<Row>(text)).rows;
  try {
    const [state] = await rows<Omit<PostgresLook, 'replicas' | 'migrations'> & { isMigrated: boolean }>(
      `SELECT NOT pg_is_in_recovery() AS "isPrimary", current_setting('max_connections')::int AS "connectionsMax",
         (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
         to_regclass('schema_migrations') IS NOT NULL AS "isMigrated"`,
    );
    const { isPrimary = false, connections = 0, connectionsMax = 0, isMigrated = false } = state ?? {};
    return {
      isPrimary,
      connections,
      connectionsMax,
      replicas: isPrimary ? await rows<PostgresReplica>(replicasOf) : [],
      migrations: isMigrated ? await rows('SELECT version, checksum FROM schema_migrations') : null,
    };
  } finally {
    await client.end();
  }
}
