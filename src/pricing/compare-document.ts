import { z } from 'zod';
import { asDecimal } from './bill.ts';
import type { Comparison } from './compare-costs.ts';

const amount = z.string().nullable().describe('money as a decimal string; null: not known');

/** What `cost --compare --json` says beside the bill. */
export const comparisonDocumentSchema = z.strictObject({
  currency: z.enum(['USD', 'EUR']),
  selfHosted: z
    .array(
      z.strictObject({
        provider: z.string(),
        title: z.string(),
        region: z.string(),
        machines: z.string().nullable(),
        monthlyTotal: z.string(),
        isAtLeast: z.boolean(),
        notes: z.array(z.string()),
      }),
    )
    .describe('machines and traffic alone, which is what every provider sells'),
  managed: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      monthlyTotal: amount,
      lowestTotal: amount.describe('at the lowest price of a list that slides; null: it does not'),
      isAtLeast: z.boolean().describe('charged by user: people who come at other times cost more'),
      limit: z.string().nullable().describe('why it cannot be bought at list price for this event'),
      breakEvenHours: z
        .number()
        .nullable()
        .describe('hours of load a month from which self-hosting is cheaper; 0: always; null: never'),
    }),
  ),
  curve: z.strictObject({
    hours: z.array(z.number()),
    selfHosted: z.array(z.string()),
    services: z.array(z.strictObject({ id: z.string(), title: z.string(), amounts: z.array(z.string()) })),
  }),
});

export function comparisonDocument(comparison: Comparison): z.output<typeof comparisonDocumentSchema> {
  const { currency, selfHosted, managed, curve } = comparison;
  const breakEven = new Map(curve.services.map(({ id, hours }) => [id, hours]));
  return {
    currency,
    selfHosted: selfHosted.map(({ provider, title, bill, notes }) => ({
      provider,
      title,
      region: bill.region,
      machines: bill.lines.find(({ kind, row }) => kind === 'node' && row !== null)?.row?.sku ?? null,
      monthlyTotal: asDecimal(bill.monthlyTotal),
      isAtLeast: bill.isAtLeast,
      notes: [...notes],
    })),
    managed: managed.map(({ offer, monthlyTotal, lowestTotal, isAtLeast, limit }) => ({
      id: offer.id,
      title: offer.title,
      monthlyTotal: monthlyTotal && asDecimal(monthlyTotal),
      lowestTotal: lowestTotal && asDecimal(lowestTotal),
      isAtLeast,
      limit,
      breakEvenHours: breakEven.get(offer.id) ?? null,
    })),
    curve: {
      hours: [...curve.hours],
      selfHosted: curve.selfHosted.map(asDecimal),
      services: curve.services.map(({ id, title, amounts }) => ({
        id,
        title,
        amounts: amounts.map(asDecimal),
      })),
    },
  };
}
