import type { Client, QueryResult } from 'pg';
import type { Encryption } from './encryption.ts';

interface EncryptedColumn {
  readonly table: string;
  readonly column: string;
  /** The column whose value is the row that a value is bound to. */
  readonly rowId: string;
  readonly keyType: 'uuid' | 'bigint';
}

/** Every column that is encrypted. All belong to accounts and so are in the directory. */
const encryptedColumns: readonly EncryptedColumn[] = [
  { table: 'audit_log', column: 'ip_address', rowId: 'request_id', keyType: 'bigint' },
  { table: 'push_subscriptions', column: 'subscription', rowId: 'id', keyType: 'uuid' },
  { table: 'webhooks', column: 'secret', rowId: 'id', keyType: 'uuid' },
];

export interface Rotation {
  /** `table.column` */
  readonly column: string;
  /** Values that the newest key has encrypted now. */
  readonly rotated: number;
  /** Values that no key at hand decrypts; they stay as they are. */
  readonly unreadable: number;
}

interface Row {
  readonly id: string;
  readonly place: string;
  readonly value: string;
}

/**
 * Encrypts with the newest key whatever another one has encrypted, so that the other can be thrown away. The API may go on
 * working meanwhile. Run again, it takes up what is left.
 * @param batchSize rows in one transaction, which others wait for if they want to change one of them.
 */
export async function rotateDataKey(
  client: Client,
  encryption: Encryption,
  batchSize = 500,
): Promise<Rotation[]> {
  const rotations: Rotation[] = [];
  for (const column of encryptedColumns)
    rotations.push(await rotateColumn(client, encryption, column, batchSize));
  return rotations;
}

async function rotateColumn(
  client: Client,
  encryption: Encryption,
  { table, column, rowId, keyType }: EncryptedColumn,
  batchSize: number,
): Promise<Rotation> {
  let [rotated, unreadable] = [0, 0];
  let after: string | null = null;
  for (;;) {
    await client.query('BEGIN');
    const { rows }: QueryResult<Row> = await client.query(
      `SELECT id::text, ${rowId}::text AS place, ${column} AS value FROM ${table}
       WHERE ${column} IS NOT NULL AND NOT starts_with(${column}, $1) AND ($2::${keyType} IS NULL OR id > $2::${keyType})
       ORDER BY id LIMIT $3 FOR UPDATE`,
      [encryption.newestPrefix, after, batchSize],
    );
    const renewed = rows.flatMap(({ id, place, value }) => {
      const where = { column: `${table}.${column}`, rowId: place };
      const plaintext = encryption.tryDecrypt(value, where);
      return plaintext === undefined ? [] : [{ id, value: encryption.encrypt(plaintext, where) }];
    });
    await client.query(
      `UPDATE ${table} SET ${column} = renewed.value
       FROM unnest($1::${keyType}[], $2::text[]) AS renewed (id, value) WHERE ${table}.id = renewed.id`,
      [renewed.map(({ id }) => id), renewed.map(({ value }) => value)],
    );
    await client.query('COMMIT');
    rotated += renewed.length;
    unreadable += rows.length - renewed.length;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < batchSize) return { column: `${table}.${column}`, rotated, unreadable };
  }
}
