import { type Kysely, sql } from 'kysely';
import type { AuditLogRepository } from '../repositories/audit-log.ts';
import type { Tables } from '../repositories/tables.ts';
import type { Databases } from '../shards/databases.ts';
import { accountSections, roomSections, type Section } from './sections.ts';

/** Rows in memory at once, however many there are. */
const pageSize = 500;

type Row = Record<string, unknown>;

const camelCase = (column: string) =>
  column.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

const withCamelCase = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [camelCase(column), value]));

async function* rowsOf(database: Kysely<Tables>, section: Section, userId: string): AsyncGenerator<Row> {
  const { table, owner, key, columns } = section;
  const names = (list: readonly string[]) => sql.join(list.map((name) => sql.ref(name)));
  const keyNames = key.map((_name, index) => `key_${index}`);
  const keyColumns = sql.join(key.map((name, index) => sql`${sql.ref(name)} AS ${sql.ref(`key_${index}`)}`));
  for (let after: unknown[] | undefined; ; ) {
    const { rows } = await sql<Row>`
      SELECT ${names(columns)}, ${keyColumns} FROM ${sql.table(table)}
      WHERE ${sql.ref(owner)} = ${userId}::uuid
        ${after ? sql`AND (${names(key)}) > (${sql.join(after)})` : sql``}
      ORDER BY ${names(key)} LIMIT ${pageSize}`.execute(database);
    for (const row of rows) {
      yield withCamelCase(
        Object.fromEntries(Object.entries(row).filter(([column]) => !keyNames.includes(column))),
      );
    }
    const last = rows.length === pageSize ? rows.at(-1) : undefined;
    if (!last) return;
    after = keyNames.map((name) => last[name]);
  }
}

async function* roomRowsOf(databases: Databases, section: Section, userId: string): AsyncGenerator<Row> {
  for (const shard of databases.all) yield* rowsOf(shard, section, userId);
}

async function* auditRowsOf(log: AuditLogRepository, userId: string): AsyncGenerator<Row> {
  for (let after: { atUs: number; id: string } | undefined; ; ) {
    const entries = await log.list({ actorId: userId }, pageSize, after);
    for (const { at, action, outcome, ip_address: ipAddress } of entries)
      yield { at, action, outcome, ipAddress };
    const last = entries.length === pageSize ? entries.at(-1) : undefined;
    if (!last) return;
    after = { atUs: Number(last.at_us), id: last.id };
  }
}

async function* avatarOf(directory: Kysely<Tables>, userId: string): AsyncGenerator<Row> {
  const avatar = await directory
    .selectFrom('user_avatars')
    .select(['content', 'content_type'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (avatar) yield { contentType: avatar.content_type, base64: avatar.content.toString('base64') };
}

/**
 * Everything that is kept about an account, as pieces of one JSON object: an array for each kind of thing. It is written as it
 * is read, so that years of conversation need no more memory than a page of it.
 */
export async function* exportPersonalData(
  databases: Databases,
  auditLog: AuditLogRepository,
  userId: string,
): AsyncGenerator<string> {
  const { directory } = databases;
  const parts: [string, AsyncGenerator<Row>][] = [
    ...accountSections.map((section): [string, AsyncGenerator<Row>] => [
      section.name,
      rowsOf(directory, section, userId),
    ]),
    ['avatar', avatarOf(directory, userId)],
    ['auditLog', auditRowsOf(auditLog, userId)],
    ...roomSections.map((section): [string, AsyncGenerator<Row>] => [
      section.name,
      roomRowsOf(databases, section, userId),
    ]),
  ];
  yield `{"exportedAt":${JSON.stringify(new Date())}`;
  for (const [name, rows] of parts) {
    yield `,${JSON.stringify(name)}:[`;
    let separator = '';
    for await (const row of rows) {
      yield separator + JSON.stringify(row);
      separator = ',';
    }
    yield ']';
  }
  yield '}';
}
