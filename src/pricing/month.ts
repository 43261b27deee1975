import Big from 'big.js';
import type { PriceRow } from './catalogue.ts';

/** Hours of a month that always runs: 8,760 hours a year / 12. */
export const HOURS_PER_MONTH = 730;

/** A price split into what is bought and for how long: `node/month` is a node for a month, `GiB` has no time. */
interface PricedThing {
  readonly thing: string;
  readonly period: 'month' | 'h' | null;
}

export function thingPriced(per: string): PricedThing {
  const [thing = per, period, ...rest] = per.split('/');
  if (rest.length > 0 || (period !== 'month' && period !== 'h')) return { thing: per, period: null };
  return { thing, period };
}

/**
 * How many periods are charged for `hours` of running. DigitalOcean's month is 672 hours long and capped there, so 730 hours are
 * one month and 176 are 176 / 672 of it; a month of 730 without a cap charges 744 hours as 1.019 months.
 *
 * @param hours hours of a month; null: there the whole month, such as a volume
 */
export function periodsCharged(
  row: Pick<PriceRow, 'per' | 'capHours' | 'monthHours'>,
  hours: number | null,
): Big {
  const { period } = thingPriced(row.per);
  if (period === null) return new Big(1);
  const run = hours ?? HOURS_PER_MONTH;
  const charged = row.capHours === null ? run : Math.min(run, row.capHours);
  if (period === 'h') return new Big(charged);
  return hours === null ? new Big(1) : new Big(charged).div(row.monthHours ?? HOURS_PER_MONTH);
}
