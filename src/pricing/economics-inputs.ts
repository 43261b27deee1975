import { z } from 'zod';

const usd = z.number().min(0).max(1e12);
const share = z.number().min(0).max(1);
const months = z.int().min(1).max(120);

/**
 * One way that business may go. None of this is measured and the written plan names none of it: every value is ours to
 * choose, is shown as assumed, and is meant to be replaced by the reader's own.
 */
const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).max(40).describe('what reports call it'),
    pricePerParticipantMonth: z
      .number()
      .positive()
      .max(1e6)
      .describe('USD a month for a place that one person at a time can use'),
    adoption: z
      .strictObject({
        firstMonth: share.describe('share of the places that is sold in the first month'),
        mature: share.min(0.001).describe('and once the market has settled'),
        monthsToMature: months.describe('months from the one to the other, in equal steps'),
      })
      .refine(
        ({ firstMonth, mature }) => firstMonth <= mature,
        'accepted: firstMonth at most as large as mature',
      ),
    utilisation: share.describe('share of the sold places that are taken in the hours of load'),
    churnPerMonth: z.number().min(0.001).max(1).describe('share of the customers who leave in a month'),
    participantsPerCustomer: z.number().min(1).max(1e6).describe('places that a customer buys'),
    salesPerMonth: usd.describe('USD a month for sales and marketing'),
  })
  .describe('assumed');

/**
 * Base prices a place below the cheapest managed service whose price is published: Cloudflare RealtimeKit charges
 * $1.06 M for the same 528 M participant-minutes, and $1,056,000 / 50,000 people = $21.12 a month for each.
 */
const SCENARIOS: z.input<typeof scenarioSchema>[] = [
  {
    name: 'cautious',
    pricePerParticipantMonth: 12,
    adoption: { firstMonth: 0.02, mature: 0.35, monthsToMature: 24 },
    utilisation: 0.5,
    churnPerMonth: 0.05,
    participantsPerCustomer: 10,
    salesPerMonth: 20_000,
  },
  {
    name: 'base',
    pricePerParticipantMonth: 18,
    adoption: { firstMonth: 0.05, mature: 0.6, monthsToMature: 24 },
    utilisation: 0.6,
    churnPerMonth: 0.03,
    participantsPerCustomer: 10,
    salesPerMonth: 30_000,
  },
  {
    name: 'ambitious',
    pricePerParticipantMonth: 24,
    adoption: { firstMonth: 0.1, mature: 0.85, monthsToMature: 18 },
    utilisation: 0.7,
    churnPerMonth: 0.02,
    participantsPerCustomer: 10,
    salesPerMonth: 40_000,
  },
];

/** What the written plan says of its money (000:95-100, 000:186-189): the claims that `cost --economics` holds against the bill. */
const claimsSchema = z.strictObject({
  infrastructurePerMonth: usd
    .default(30_347)
    .describe('USD a month that the written plan gives for infrastructure'),
  paybackMonths: z
    .array(z.number().positive().max(120))
    .min(1)
    .max(5)
    .default([1, 2])
    .describe('months in which the setup is to be earned back'),
  returnOnInvestment: z
    .number()
    .min(0)
    .max(1000)
    .default(2)
    .describe('gain of the first year over its spend; 2 is 200 %'),
  margin: z.number().min(0).max(0.99).default(0.7).describe('share of the revenue that remains'),
  threeYearProfit: z.array(usd).min(1).max(5).default([32e6, 211e6]).describe('USD of profit in three years'),
});

/** The section `economics:` of gomeet.yaml. */
export const economicsSchema = z.strictObject({
  operationsPerMonth: usd
    .default(23_000)
    .describe('USD a month for staff and all else that is no infrastructure'),
  setup: usd.default(190_000).describe('USD spent once, before the first month'),
  discountPerYear: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe('rate a year at which later money counts less'),
  horizonMonths: months.min(36).default(36).describe('months that a scenario is followed'),
  scenarios: z
    .array(scenarioSchema)
    .min(1)
    .max(6)
    .default(() => z.array(scenarioSchema).parse(SCENARIOS))
    .describe('ways that business may go'),
  claims: claimsSchema.prefault({}),
});

export type EconomicsInputs = z.output<typeof economicsSchema>;
export type Scenario = z.output<typeof scenarioSchema>;
