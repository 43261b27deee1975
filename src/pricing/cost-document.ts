import type Big from 'big.js';
import { z } from 'zod';
import { BASES } from '../planning/quantity.ts';
import { asDecimal, type Bill, totalByPart } from './bill.ts';
import type { UnitCosts } from './bill-unit-costs.ts';
import { sourceOf } from './node-sizes.ts';
import type { Variant } from './variants.ts';

const amount = z.string().nullable().describe('money as a decimal string; null: not known');
const currency = z.enum(['USD', 'EUR']);

const costLineSchema = z.strictObject({
  id: z.string(),
  part: z.string(),
  title: z.string(),
  quantity: z.number(),
  unit: z.string().describe('what quantity counts: node*month, GiB, …'),
  unitPrice: amount,
  amount,
  listCurrency: currency.describe('currency of the price list'),
  source: z.string().describe('where the price was read'),
  asOf: z.string().nullable().describe('day for which the source says that it held'),
  confidence: z.enum(['high', 'medium', 'low', 'none']),
  row: z.string().nullable().describe('row of the catalogue'),
  basis: z.enum(BASES).describe('how well quantity and price are known, the weaker of the two'),
  note: z.string().nullable(),
});

/** What `cost --json` says of a bill. */
export const billDocumentSchema = z.strictObject({
  provider: z.string(),
  region: z.string(),
  schedule: z.enum(['always-on', 'elastic']),
  currency,
  monthlyTotal: z.string(),
  isAtLeast: z.boolean().describe('a price is missing: the total is what it costs at least'),
  lines: z.array(costLineSchema),
  parts: z.array(z.strictObject({ part: z.string(), amount: z.string() })),
  unitCosts: z.strictObject({
    perParticipantHour: amount,
    perParticipant: amount,
    perMeeting: amount,
    perEvent: amount,
  }),
  variants: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      monthlyTotal: amount,
      saving: amount,
      evidence: z.enum(['listed', 'claimed', 'not-offered', 'unknown']),
      note: z.string(),
    }),
  ),
  notIncluded: z.array(z.string()),
});

/** What no bill of ours holds, because it has no list price or depends on who buys. */
const NOT_INCLUDED = [
  'taxes',
  'a support plan',
  'a staging environment',
  'the people who run it (operations): see cost --economics',
] as const;

export function billDocument(
  bill: Bill,
  unitCosts: UnitCosts,
  variants: readonly Variant[],
): z.output<typeof billDocumentSchema> {
  const { provider, region, schedule, currency: billed, isAtLeast } = bill;
  return {
    provider,
    region,
    schedule,
    currency: billed,
    monthlyTotal: asDecimal(bill.monthlyTotal),
    isAtLeast,
    lines: bill.lines.map(lineDocument),
    parts: totalByPart(bill).map((part) => ({ part: part.part, amount: asDecimal(part.amount) })),
    unitCosts: {
      perParticipantHour: fine(unitCosts.perParticipantHour),
      perParticipant: fine(unitCosts.perParticipant),
      perMeeting: fine(unitCosts.perMeeting),
      perEvent: fine(unitCosts.perEvent),
    },
    variants: variants.map((variant) => ({
      ...variant,
      monthlyTotal: variant.monthlyTotal && asDecimal(variant.monthlyTotal),
      saving: variant.saving && asDecimal(variant.saving),
    })),
    notIncluded: [...NOT_INCLUDED],
  };
}

/** An hour of a person costs cents: four decimals, or nothing is left of it. */
const fine = (value: Big | null): string | null => value?.toFixed(4) ?? null;

function lineDocument(line: Bill['lines'][number]): z.output<typeof costLineSchema> {
  const source = line.row === null ? null : sourceOf(line.row);
  return {
    id: line.id,
    part: line.part,
    title: line.title,
    quantity: line.quantity.toNumber(),
    unit: line.unit,
    unitPrice: line.unitPrice?.round(10).toFixed() ?? null,
    amount: line.amount && asDecimal(line.amount),
    listCurrency: line.listCurrency,
    source: source?.url ?? source?.title ?? 'unknown',
    asOf: source?.asOf ?? null,
    confidence: source?.confidence ?? 'none',
    row: line.row === null ? null : `${line.row.provider}/${line.row.id}`,
    basis: line.basis,
    note: line.note,
  };
}
