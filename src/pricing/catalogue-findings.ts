import type { PriceRow } from './catalogue.ts';
import { daysBetween, isOfTheFuture } from './catalogue-age.ts';
import { lineOfRow } from './catalogue-faults.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';
import { stalePrices, staleText } from './catalogue-warnings.ts';

/** Something that `catalog verify` found. Errors make the file unusable, warnings its prices stale, notes are gaps. */
export interface CatalogueFinding {
  readonly severity: 'error' | 'warning' | 'note';
  readonly code:
    | 'broken-row'
    | 'wrong-provider'
    | 'duplicate-row'
    | 'overlapping-validity'
    | 'stale-price'
    | 'stale-exchange-rate'
    | 'ended-price'
    | 'future-price'
    | 'unknown-price'
    | 'unconfirmed-price'
    | 'undated-price'
    | 'no-transfer'
    | 'no-network';
  readonly file: string;
  readonly line: number | null;
  /** Ids of the rows that it is about. */
  readonly rows: readonly string[];
  readonly message: string;
}

interface Judged {
  readonly path: string;
  readonly text: string;
  readonly rows: readonly CatalogueRow[];
}

/** Two rows of one id may follow one another in time; that they hold on the same day is an error. */
export function clashesIn({ path, text, rows }: Judged): readonly CatalogueFinding[] {
  return rows.flatMap((row, index) => {
    const first = rows.findIndex((other, at) => at < index && other.id === row.id && overlaps(other, row));
    const other = rows[first];
    if (other === undefined) return [];
    const isSame = other.validFrom === row.validFrom && other.validTo === row.validTo;
    const where = `line ${lineOfRow(text, first)}`;
    return [
      {
        severity: 'error',
        code: isSame ? 'duplicate-row' : 'overlapping-validity',
        file: path,
        line: lineOfRow(text, index),
        rows: [row.id],
        message: isSame
          ? `${row.id} stands here again (first: ${where})`
          : `${row.id} holds ${period(row)}, and in ${where} ${period(other)}: one of them has to end before the other begins`,
      } satisfies CatalogueFinding,
    ];
  });
}

const period = ({ validFrom, validTo }: PriceRow): string =>
  `from ${validFrom ?? 'ever'} to ${validTo ?? 'now'}`;

const overlaps = (a: PriceRow, b: PriceRow): boolean =>
  (a.validFrom ?? '') <= (b.validTo ?? '9999') && (b.validFrom ?? '') <= (a.validTo ?? '9999');

/** What is old or not known, of the rows in force. */
export function gapsIn(
  path: string,
  inForce: readonly CatalogueRow[],
  today: string,
  maxAgeDays: number,
): readonly CatalogueFinding[] {
  const priced = inForce.filter(({ confidence }) => confidence !== 'none');
  const machines = inForce.filter(({ kind, price }) => kind === 'node' && price !== null);
  const stale = stalePrices(priced, today, maxAgeDays).map(
    (prices): CatalogueFinding => ({
      severity: 'warning',
      code: 'stale-price',
      file: path,
      line: null,
      rows: prices.rows.map(({ id }) => id),
      message: staleText(prices, maxAgeDays),
    }),
  );
  const about = (
    severity: 'warning' | 'note',
    code: CatalogueFinding['code'],
    rows: readonly CatalogueRow[],
    what: string,
  ): CatalogueFinding[] =>
    rows.length === 0
      ? []
      : [{ severity, code, file: path, line: null, rows: rows.map(({ id }) => id), message: what }];
  return [
    ...stale,
    ...about(
      'warning',
      'ended-price',
      priced.filter((row) => row.validTo !== null && row.validTo < today),
      'the price has ended, and no later one is known',
    ),
    ...about(
      'warning',
      'future-price',
      priced.filter((row) => isOfTheFuture(row, today)),
      `the price is dated after today (${today}): a day that has not come has no price list`,
    ),
    ...about(
      'note',
      'unknown-price',
      inForce.filter(({ confidence }) => confidence === 'none'),
      'no price is known: it counts as unknown, never as zero',
    ),
    ...about(
      'note',
      'unconfirmed-price',
      priced.filter(({ confidence }) => confidence === 'low'),
      'the price is unconfirmed (low confidence)',
    ),
    ...about(
      'note',
      'undated-price',
      priced.filter(({ asOf }) => asOf === null),
      'the source has no date: age counts from the day it was read',
    ),
    ...about(
      'note',
      'no-transfer',
      machines.filter(
        ({ included, attributes }) => included.length === 0 && typeof attributes.transferGiB !== 'number',
      ),
      'the included transfer is not known',
    ),
    ...about(
      'note',
      'no-network',
      machines.filter(({ attributes }) => typeof attributes.networkGbps !== 'number'),
      'the network limit is not known: such a size carries no media',
    ),
  ];
}

/** Rates of exchange grow old like prices. */
export function staleRates(
  path: string,
  rates: readonly { readonly from: string; readonly to: string; readonly asOf: string }[],
  today: string,
  maxAgeDays: number,
): readonly CatalogueFinding[] {
  return rates
    .map(({ from, to, asOf }) => ({ name: `${from}/${to}`, asOf, ageDays: daysBetween(asOf, today) }))
    .filter(({ ageDays }) => ageDays > maxAgeDays)
    .map(({ name, asOf, ageDays }) => ({
      severity: 'warning',
      code: 'stale-exchange-rate',
      file: path,
      line: null,
      rows: [],
      message: `the rate ${name} is ${ageDays} days old (as of ${asOf}, limit ${maxAgeDays})`,
    }));
}
