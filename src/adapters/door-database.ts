import pg from 'pg';

/** A row of the drill's own table: a write that is there, and how many times. */
interface CountedRow {
  readonly writer: string;
  readonly sequence: number;
  readonly copies: number;
}

/** The platform's database through the same door as the API's. */
export interface DoorDatabase {
  /** Makes the drill's own table, empty. */
  prepare(): Promise<void>;
  read(): Promise<void>;
  /** Resolves when the database has acknowledged the row. */
  write(writer: string, sequence: number): Promise<void>;
  rows(): Promise<readonly CountedRow[]>;
  /** What a person does by mistake. @returns the database's clock just before it (ms since 1970), and what went */
  deleteRows(): Promise<{ justBeforeMs: number; deletedRows: number; highestSequence: number }>;
  /** Takes the drill's own table away. */
  remove(): Promise<void>;
  close(): Promise<void>;
}

/** In a schema of its own, so that nothing of the platform's ever meets it. */
const table = 'gomeet_drill.writes';

/**
 * Opens a pool whose connections are kept while they answer and thrown away when they do not: each probe that hangs costs one, and
 * the next probe opens another.
 *
 * @param patienceMs after so long without an answer a query has failed; what becomes of it in the database is not known
 */
export function openDatabase(url: string, patienceMs: number): DoorDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    // A probe every 25 ms, each of which may hang for the whole patience.
    max: Math.ceil(patienceMs / 25),
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    idleTimeoutMillis: 5_000,
  });
  // Whoever waits for an answer hears of a broken connection by that; told a second time, to nobody, it would end the process. While
  // nobody uses it the pool listens, while it is used each connection needs a listener of its own.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const query = async (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    const client = await pool.connect();
    try {
      const result = await client.query(text, [...values]);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  return {
    async prepare() {
      await query('CREATE SCHEMA IF NOT EXISTS gomeet_drill');
      await query(`DROP TABLE IF EXISTS ${table}`);
      // Without a key on purpose: a row that is written twice has to be seen.
      await query(`CREATE TABLE ${table} (writer text NOT NULL, sequence int NOT NULL)`);
    },
    read: async () => void (await query('SELECT id FROM users LIMIT 1')),
    write: async (writer, sequence) =>
      void (await query(`INSERT INTO ${table} (writer, sequence) VALUES ($1, $2)`, [writer, sequence])),
    rows: async () =>
      (
        await query(
          `SELECT writer, sequence, count(*)::int AS copies FROM ${table} GROUP BY writer, sequence`,
        )
      ).rows,
    async deleteRows() {
      // Moments of commits are told apart by milliseconds: one lies between the last write before and the deletion.
      const clock = await query(
        'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms FROM pg_sleep(0.01)',
      );
      await query('SELECT pg_sleep(0.01)');
      const { rows } = await query(
        `WITH gone AS (DELETE FROM ${table} RETURNING sequence)
         SELECT count(*)::int AS "deletedRows", coalesce(max(sequence), -1) AS "highestSequence" FROM gone`,
      );
      return { justBeforeMs: Number(clock.rows[0]?.ms), ...rows[0] };
    },
    remove: async () => void (await query('DROP SCHEMA IF EXISTS gomeet_drill CASCADE')),
    close: () => pool.end(),
  };
}
