import { z } from 'zod';
import { part } from './audited-cluster.ts';
import { amount, claims, percent, place } from './claim.ts';

const range = z
  .strictObject({ low: amount, high: amount })
  .refine(({ low, high }) => low <= high, 'accepted: low <= high');

/** A bill as it is printed, in USD a month. */
export const bill = z.strictObject({
  name: z.string(),
  at: place,
  lines: z.array(
    z.strictObject({
      component: z.string(),
      part,
      instances: amount,
      unitPrice: amount,
      total: amount,
      cores: amount.optional().describe('of one instance, where it is a machine'),
      memoryGiB: amount.optional(),
      sku: z.string().optional().describe('the provider’s name of what is priced, where the plan says it'),
      covers: z.array(z.string()).default([]).describe('workloads whose pods are priced here one by one'),
      pools: z.array(z.string()).default([]).describe('node pools that are priced here'),
      at: place,
    }),
  ),
  unpriced: z.array(part).default([]).describe('parts with a line of which no price is known'),
  total: claims(amount),
});

/** Claims about money that stand beside the bill: headline figures, discounts, returns. USD. */
export const money = z.strictObject({
  infrastructureMonthly: claims(amount),
  operationsMonthly: claims(amount),
  operationsParts: claims(z.string()).describe('what the operations are made of'),
  totalMonthly: claims(amount),
  setupOnce: claims(amount),
  revenueMonthly: claims(amount),
  discounts: claims(
    z.strictObject({
      kind: z.enum(['commitment', 'spot']),
      percent: range,
      before: amount.optional(),
      after: amount.optional(),
    }),
  ),
  breakEvenMonths: claims(range),
  firstYearReturnPercent: claims(percent).describe('on the setup'),
  threeYearProfit: claims(range),
  costPerParticipantLimit: claims(amount).describe('a KPI: a month and participant at once'),
});
