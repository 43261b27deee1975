export interface ConfigRow {
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
  readonly where: string;
  readonly variable: string;
}

/** The configuration as a table; with `origin` a third column says where each value came from. */
export function configTableView(rows: readonly ConfigRow[], options: { origin: boolean }): string {
  const pathWidth = Math.max(...rows.map(({ path }) => path.length));
  const valueWidth = Math.max(...rows.map(({ value }) => shown(value).length));
  return rows
    .map((row) => {
      const line = `${row.path.padEnd(pathWidth)}  ${shown(row.value)}`;
      if (!options.origin) return line;
      const where = row.origin === 'default' ? `default (set ${row.variable})` : row.where;
      return `${row.path.padEnd(pathWidth)}  ${shown(row.value).padEnd(valueWidth)}  ${where}`;
    })
    .join('\n');
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '(not set)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
