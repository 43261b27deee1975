import { z } from 'zod';
import { moneyOf } from './cash-flow.ts';
import type { Sensitivity } from './sensitivity.ts';
import type { CostRange } from './simulate-cost.ts';

const cost = z.string().nullable().describe('USD a month; null: no plan can be made of it');

/** `data.sensitivity` of `cost --economics --json`. */
export const sensitivityDocumentSchema = z.strictObject({
  base: z.string(),
  tornado: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        input: z.strictObject({ low: z.string(), base: z.string(), high: z.string() }),
        low: cost,
        high: cost,
      }),
    )
    .describe('one input at a time, the one that moves most first'),
  twoWay: z.strictObject({
    tiles: z.array(z.number()),
    hoursPerDay: z.array(z.number()),
    cells: z.array(z.array(cost)).describe('a row for each number of tiles'),
  }),
});

/** `data.range`: the spread of the total when every uncertain input is drawn at once. */
export const rangeDocumentSchema = z.strictObject({
  samples: z.int(),
  seed: z.int(),
  resized: z.int().describe('draws that need another size of machine than the plan'),
  withoutPlan: z.int().describe('draws that nothing on offer carries; the percentiles are of the others'),
  refusal: z.string().nullable().describe('why the last of these could not be planned'),
  p10: z.string(),
  p50: z.string(),
  p90: z.string(),
});

const decimal = (amount: number): string => moneyOf(amount).toFixed(2);
const decimalOrNull = (amount: number | null): string | null => (amount === null ? null : decimal(amount));

export const sensitivityDocument = ({
  base,
  tornado,
  twoWay,
}: Sensitivity): z.output<typeof sensitivityDocumentSchema> => ({
  base: decimal(base),
  tornado: tornado.map(({ id, title, text, low, high }) => ({
    id,
    title,
    input: { ...text },
    low: decimalOrNull(low),
    high: decimalOrNull(high),
  })),
  twoWay: {
    tiles: [...twoWay.tiles],
    hoursPerDay: [...twoWay.hoursPerDay],
    cells: twoWay.cells.map((row) => row.map(decimalOrNull)),
  },
});

export const rangeDocument = ({
  p10,
  p50,
  p90,
  ...draws
}: CostRange): z.output<typeof rangeDocumentSchema> => ({
  ...draws,
  p10: decimal(p10),
  p50: decimal(p50),
  p90: decimal(p90),
});
