import { z } from 'zod';
import { money } from './catalogue.ts';

/** Every price that a provider's sizes have had: what `audit` holds a claimed price against. */
export const priceHistorySchema = z.strictObject({
  schema: z.literal('gomeet.price-history/v1'),
  provider: z.string(),
  currency: z.enum(['USD', 'EUR']),
  per: z.string(),
  source: z.string().min(1),
  from: z.iso.date().describe('first revision that was read'),
  to: z.iso.date().describe('last revision that was read'),
  revisions: z.int().positive(),
  sizes: z.record(
    z.string(),
    z.array(
      z.strictObject({
        from: z.iso.date().describe('day of the revision in which this price first stood'),
        price: money.nullable().describe('null: listed without a price'),
      }),
    ),
  ),
});

export type PriceHistory = z.output<typeof priceHistorySchema>;

/** The sizes that ever had this monthly price, by name; none says that the price was never on the list. */
export function sizesEverPriced(history: PriceHistory, amount: string | number): readonly string[] {
  return Object.entries(history.sizes)
    .filter(([, prices]) => prices.some(({ price }) => price !== null && Number(price) === Number(amount)))
    .map(([size]) => size)
    .sort();
}
