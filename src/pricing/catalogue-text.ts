import type { CatalogueFile } from './catalogue.ts';

/** A catalogue file as text, one row a line, so that a diff of two days shows one price a line. */
export function catalogueText({ rows, ...head }: CatalogueFile): string {
  const opening = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const lines = rows.map((row) => ` ${JSON.stringify(row)}`);
  return ['{', ...opening, '"rows": [', lines.join(',\n'), ']', '}', ''].join('\n');
}
