import type { PriceRow } from './catalogue.ts';

type Dated = Pick<PriceRow, 'asOf' | 'source'>;

/** The day for which a price is known: what the source says, else the day on which it was read. */
export const priceDay = ({ asOf, source }: Dated): string => asOf ?? source.readAt;

/** Days from the one to the other, both as YYYY-MM-DD; less than 0 where `to` is the earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** A price cannot have been read, nor hold, on a day that has not come. A day ahead of UTC is yesterday's west of it. */
export const isOfTheFuture = (row: Dated, today: string): boolean => daysBetween(today, priceDay(row)) > 1;

/** A moment's day (UTC) as YYYY-MM-DD. @param time milliseconds since 1970 */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Older than this a price warns: one provider here doubled a price in a day. */
export const MAX_PRICE_AGE_DAYS = 90;
