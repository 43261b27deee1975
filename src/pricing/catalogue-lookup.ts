import type { CatalogueFile, ExchangeRate, PriceKind, PriceRow } from './catalogue.ts';

/** A row with where it stands: who sells it, and which file says so. */
export interface CatalogueRow extends PriceRow {
  readonly provider: string;
  /** Path as people type it: `catalog/digitalocean/2026-11-20.json`. */
  readonly file: string;
}

interface CatalogueProvider {
  readonly id: string;
  readonly title: string;
  readonly file: string;
}

/** The prices of every provider that was read, the newest file of each. */
export interface Catalogue {
  readonly providers: readonly CatalogueProvider[];
  /** Every row, those whose validity has ended too. */
  readonly rows: readonly CatalogueRow[];
  readonly rates: readonly ExchangeRate[];
  /** The row in force: of several with one id, the one that began last. Undefined: nobody sells it under that id. */
  find(provider: string, id: string): CatalogueRow | undefined;
  /** The rows in force of one provider, all of them or those of one kind. */
  rowsOf(provider: string, kind?: PriceKind): readonly CatalogueRow[];
}

/** Makes files that were read and checked into a catalogue that can be asked. */
export function catalogueOf(
  files: readonly { readonly path: string; readonly content: CatalogueFile }[],
  rates: readonly ExchangeRate[],
): Catalogue {
  const rows = files.flatMap(({ path, content }) =>
    content.rows.map((row): CatalogueRow => ({ ...row, provider: content.provider, file: path })),
  );
  const inForce = new Map<string, Map<string, CatalogueRow>>();
  for (const row of rows) {
    const ofProvider = inForce.get(row.provider) ?? new Map<string, CatalogueRow>();
    inForce.set(row.provider, ofProvider);
    const other = ofProvider.get(row.id);
    if (other === undefined || beganLater(row, other)) ofProvider.set(row.id, row);
  }
  const rowsOf = (provider: string, kind?: PriceKind): readonly CatalogueRow[] =>
    [...(inForce.get(provider)?.values() ?? [])].filter((row) => kind === undefined || row.kind === kind);
  return {
    providers: files.map(({ path, content }) => ({ id: content.provider, title: content.title, file: path })),
    rows,
    rates,
    find: (provider, id) => inForce.get(provider)?.get(id),
    rowsOf,
  };
}

/** A row without a first day is the oldest: nobody knows when it began. */
const beganLater = (row: PriceRow, other: PriceRow): boolean =>
  (row.validFrom ?? '') > (other.validFrom ?? '');
