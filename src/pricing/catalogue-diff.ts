import { z } from 'zod';
import type { CatalogueFile, PriceRow } from './catalogue.ts';
import { catalogueOf } from './catalogue-lookup.ts';

const namedPrice = z.strictObject({ id: z.string(), price: z.string().nullable(), currency: z.string() });

/** What differs between two files of one provider, by the rows in force. */
export const catalogueDiffSchema = z.strictObject({
  added: z.array(namedPrice),
  removed: z.array(namedPrice),
  changed: z.array(
    z.strictObject({
      id: z.string(),
      priceChangePercent: z
        .number()
        .nullable()
        .describe('of the older price; null: not both are known, or it stayed'),
      changes: z.array(
        z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
      ),
    }),
  ),
  unchanged: z.int(),
});

export type CatalogueDiff = z.output<typeof catalogueDiffSchema>;
type FieldChange = CatalogueDiff['changed'][number]['changes'][number];

/** When and how a price was read is no change of the price. */
const NOT_COMPARED = ['id', 'source', 'asOf', 'validFrom', 'validTo', 'note', 'provider', 'file'];

/** Rows are told apart by their id; of several with one id, the one in force is compared. */
export function catalogueDiff(older: CatalogueFile, newer: CatalogueFile): CatalogueDiff {
  const [before, after] = [rowsById(older), rowsById(newer)];
  const named = ({ id, price, currency }: PriceRow) => ({ id, price, currency });
  const both = [...after].flatMap(([id, row]) => {
    const old = before.get(id);
    return old === undefined ? [] : [{ id, old, row, changes: changesOf(old, row) }];
  });
  const changed = both.filter(({ changes }) => changes.length > 0);
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)).map(named),
    removed: [...before.values()].filter(({ id }) => !after.has(id)).map(named),
    changed: changed.map(({ id, old, row, changes }) => ({
      id,
      priceChangePercent: percentOf(old.price, row.price),
      changes,
    })),
    unchanged: both.length - changed.length,
  };
}

export const isEmptyDiff = ({ added, removed, changed }: CatalogueDiff): boolean =>
  added.length + removed.length + changed.length === 0;

function rowsById(file: CatalogueFile): ReadonlyMap<string, PriceRow> {
  const rows = catalogueOf([{ path: '', content: file }], []).rowsOf(file.provider);
  return new Map(rows.map((row) => [row.id, row]));
}

function changesOf(old: PriceRow, row: PriceRow): FieldChange[] {
  const [before, after] = [fieldsOf(old), fieldsOf(row)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, from: before.get(field) ?? null, to: after.get(field) ?? null }))
    .filter(({ field, from, to }) => (field === 'price' ? !isSamePrice(from, to) : from !== to));
}

/** Every compared field as text, attributes one by one: `networkGbps` changes, not `attributes`. */
function fieldsOf({ attributes, ...row }: PriceRow): ReadonlyMap<string, string> {
  const fields = Object.entries({ ...row, ...attributes }).filter(([field]) => !NOT_COMPARED.includes(field));
  return new Map(
    fields
      .filter(([, value]) => value !== null)
      .map(([field, value]) => [field, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

/** 437 and 437.00 are one price. */
const isSamePrice = (from: string | null, to: string | null): boolean =>
  from === to || (from !== null && to !== null && Number(from) === Number(to));

function percentOf(from: string | null, to: string | null): number | null {
  if (from === null || to === null || isSamePrice(from, to) || Number(from) === 0) return null;
  return (Number(to) / Number(from) - 1) * 100;
}
