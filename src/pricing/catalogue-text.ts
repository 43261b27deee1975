import type { CatalogueFile } from './catalogue.ts';
import type { PriceHistory } from './catalogue-history.ts';

/** A catalogue file as text, one row a line, so that a diff of two days shows one price a line. */
export function catalogueText({ rows, ...head }: CatalogueFile): string {
  const lines = rows.map((row) => ` ${JSON.stringify(row)}`);
  return ['{', ...opening(head), '"rows": [', lines.join(',\n'), ']', '}', ''].join('\n');
}

/** The prices that sizes have had as text, one size a line. */
export function priceHistoryText({ sizes, ...head }: PriceHistory): string {
  const lines = Object.entries(sizes).map(
    ([size, prices]) => ` ${JSON.stringify(size)}: ${JSON.stringify(prices)}`,
  );
  return ['{', ...opening(head), '"sizes": {', lines.join(',\n'), '}', '}', ''].join('\n');
}

const opening = (head: object): readonly string[] =>
  Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`);
