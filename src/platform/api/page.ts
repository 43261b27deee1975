import { z } from 'zod';
import { encodeTimeCursor, timeCursor } from './cursor.ts';

/** The query of a list that comes in pages, ordered by time and then by id. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: timeCursor.optional(),
});

/** The answer of such a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A row that knows its place in its list: microseconds since 1970, as PostgreSQL tells them, and its id. */
interface PlacedRow {
  readonly at_us: string;
  readonly id: string;
}

/**
 * @param rows one more than the limit, if there are so many: that tells whether there is a next page.
 * @returns the page, with the cursor that continues behind its last row.
 */
export function toPage<Row extends PlacedRow, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map(toItem),
    nextCursor: last ? encodeTimeCursor(Number(last.at_us), last.id) : null,
  };
}
