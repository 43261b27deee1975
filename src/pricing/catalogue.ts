import { z } from 'zod';
import { faultsOfRow } from './price-row-faults.ts';

/** Money is kept as a decimal string and reckoned with big.js: no price ever passes through a float. */
export const money = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'accepted: a decimal number as a string, such as "437.00"');
const day = z.iso.date('accepted: a day as YYYY-MM-DD');
const CURRENCIES = ['USD', 'EUR'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Where a price was read, in enough detail to read it again. */
const priceSource = z.strictObject({
  type: z.enum(['api', 'page', 'third-party']),
  title: z.string().min(1),
  url: z.string().nullable(),
  quote: z.string().nullable().describe('the words or the value that were read; null: not kept'),
  readAt: day.describe('day on which it was read'),
});

const priceRowFields = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._/-]*$/)
    .describe('unique in the provider: droplet/c-16-intel, egress/droplet'),
  region: z.string().nullable().describe('null: all regions'),
  kind: z.enum([
    'node',
    'control-plane',
    'load-balancer',
    'database',
    'cache',
    'volume',
    'snapshot',
    'object-storage',
    'registry',
    'backup',
    'egress',
    'managed-video',
    'commitment',
    'support',
  ]),
  sku: z.string().describe('the provider’s own name'),
  price: money.nullable(),
  currency: z.enum(CURRENCIES),
  per: z.string().min(1).describe('what one price buys: node/month, GiB, GiB/month, participant*min, …'),
  capHours: z.int().positive().nullable().describe('hours after which a month is paid in full; null: no cap'),
  monthHours: z
    .union([z.literal(672), z.literal(730), z.literal(744)])
    .nullable()
    .describe('hours that the monthly price stands for'),
  included: z
    .array(z.strictObject({ amount: z.number().positive(), unit: z.string(), pooled: z.boolean() }))
    .describe('what the price includes: 7,000 GiB of transfer, pooled over the team'),
  tiers: z
    .array(z.strictObject({ upTo: z.number().positive().nullable(), price: money }))
    .describe('prices by amount, lowest first, the last without an end; empty: one price'),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('vcpus, memoryMiB, networkGbps, limits, …'),
  source: priceSource,
  asOf: day
    .nullable()
    .describe(
      'day for which the source says that it held; null: it does not say, and age counts from readAt',
    ),
  validFrom: day.nullable(),
  validTo: day.nullable(),
  confidence: z.enum(['high', 'medium', 'low', 'none']),
  note: z.string().nullable(),
});

/**
 * One row of the catalogue: something that a provider sells. `price` is null where it is not known, and an unknown price is
 * never counted as zero.
 */
export const priceRowSchema = priceRowFields.superRefine((row, issues) => {
  for (const { path, message } of faultsOfRow(row))
    issues.addIssue({ code: 'custom', path: [...path], message });
});

/** A file of `catalog/`: every row of one provider. */
export const catalogueFileSchema = z.strictObject({
  schema: z.literal('gomeet.catalogue/v1'),
  provider: z.string(),
  title: z.string(),
  rows: z.array(priceRowSchema),
});

/** A rate of exchange with its day and source; amounts stay in their own currency until the last step. */
export const exchangeRatesSchema = z.strictObject({
  schema: z.literal('gomeet.exchange-rates/v1'),
  rates: z.array(
    z.strictObject({
      from: z.enum(CURRENCIES),
      to: z.enum(CURRENCIES),
      rate: money,
      asOf: day,
      source: z.string(),
    }),
  ),
});

export type PriceRow = z.output<typeof priceRowSchema>;
export type CatalogueFile = z.output<typeof catalogueFileSchema>;
export type PriceKind = PriceRow['kind'];
export type ExchangeRate = z.output<typeof exchangeRatesSchema>['rates'][number];
