import { daysBetween, isOfTheFuture, MAX_PRICE_AGE_DAYS, priceDay } from './catalogue-age.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';

/**
 * What a reader has to know of the prices that an output used: which are unknown, old, ended or unconfirmed. One line for all
 * prices of a provider that share a day, because a bill may use a hundred of one list.
 *
 * @param today as YYYY-MM-DD
 */
export function catalogueWarnings(
  used: readonly CatalogueRow[],
  today: string,
  maxAgeDays = MAX_PRICE_AGE_DAYS,
): readonly string[] {
  const rows = [...new Map(used.map((row) => [`${row.provider} ${row.id} ${row.validFrom}`, row])).values()];
  const priced = rows.filter(({ confidence }) => confidence !== 'none');
  return [
    ...rows.filter(({ confidence }) => confidence === 'none').map(unknownWarning),
    ...staleWarnings(priced, today, maxAgeDays),
    ...priced.filter(({ validTo }) => validTo !== null && validTo < today).map(endedWarning),
    ...priced.filter((row) => isOfTheFuture(row, today)).map((row) => futureWarning(row, today)),
    ...priced.filter(({ confidence }) => confidence === 'low').map(unconfirmedWarning),
  ];
}

const named = ({ provider, id }: CatalogueRow): string => `${provider} ${id}`;

const unknownWarning = (row: CatalogueRow): string =>
  `${named(row)}: the price is not known and counts nowhere${row.note === null ? '' : ` (${row.note})`}`;

const endedWarning = (row: CatalogueRow): string =>
  `${named(row)}: this price ended on ${row.validTo}, and no later one is known`;

const futureWarning = (row: CatalogueRow, today: string): string =>
  `${named(row)}: its price is dated ${priceDay(row)}, after today (${today}); gomeet cost catalog verify`;

const unconfirmedWarning = (row: CatalogueRow): string =>
  `${named(row)}: ${row.price === null ? 'its price' : `${row.price} ${row.currency}`} is unconfirmed (low confidence)`;

/** Prices of one provider and one day, with how old they are. */
export interface StalePrices {
  readonly provider: string;
  readonly day: string;
  readonly ageDays: number;
  readonly rows: readonly CatalogueRow[];
}

/** The prices that are older than the limit, by provider and day, the oldest first. */
export function stalePrices(
  rows: readonly CatalogueRow[],
  today: string,
  maxAgeDays: number,
): readonly StalePrices[] {
  const groups = Map.groupBy(rows, (row) => `${row.provider} ${priceDay(row)}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const day = priceDay(first);
      return [{ provider: first.provider, day, ageDays: daysBetween(day, today), rows: group }];
    })
    .filter(({ ageDays }) => ageDays > maxAgeDays)
    .sort((a, b) => b.ageDays - a.ageDays);
}

const staleWarnings = (rows: readonly CatalogueRow[], today: string, maxAgeDays: number): readonly string[] =>
  stalePrices(rows, today, maxAgeDays).map(
    (stale) => `${stale.provider}: ${staleText(stale, maxAgeDays)}; ${remedyFor(stale)}`,
  );

/** `3 prices are 92 days old (as of 2026-08-21, limit 90): droplet/c-16, …`, at most three of them by name. */
export function staleText({ day, ageDays, rows }: StalePrices, maxAgeDays: number): string {
  const names = rows.slice(0, 3).map(({ id }) => id);
  const shown = rows.length > names.length ? [...names, '…'] : names;
  const count = rows.length === 1 ? '1 price is' : `${rows.length} prices are`;
  return `${count} ${ageDays} days old (as of ${day}, limit ${maxAgeDays}): ${shown.join(', ')}`;
}

/** What makes a stale price fresh: only DigitalOcean's sizes can be asked for. */
const remedyFor = ({ provider, rows }: StalePrices): string =>
  provider === 'digitalocean' && rows.some(({ kind }) => kind === 'node')
    ? 'gomeet cost catalog refresh --provider digitalocean'
    : 'read them again at their source: gomeet cost catalog verify';
