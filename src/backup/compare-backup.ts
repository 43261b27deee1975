import type { BackupSeal } from './backup-seal.ts';

type Table = BackupSeal['tables'][number];
type StoredFile = BackupSeal['files'][number];

/** What differs between the tables at backup and those of the restored copy; empty when nothing does. */
export function compareTables(sealed: readonly Table[], restored: readonly Table[]): string[] {
  const found = new Map(restored.map((table) => [table.table, table]));
  const known = new Set(sealed.map(({ table }) => table));
  return [
    ...sealed.flatMap((was) => {
      const is = found.get(was.table);
      if (is === undefined) return [`table ${was.table} is missing`];
      if (is.rows !== was.rows) return [`table ${was.table} has ${is.rows} rows, not ${was.rows}`];
      return is.checksum === was.checksum ? [] : [`table ${was.table} has other rows (${was.rows} of them)`];
    }),
    ...restored.filter(({ table }) => !known.has(table)).map(({ table }) => `table ${table} was not there`),
  ];
}

/** What differs between the stored files at backup and now. */
export function compareFiles(sealed: readonly StoredFile[], stored: ReadonlyMap<string, string>): string[] {
  return sealed.flatMap(({ path, sha256 }) => {
    const is = stored.get(path);
    if (is === undefined) return [`${path} is missing`];
    return is === sha256 ? [] : [`${path} was changed`];
  });
}
