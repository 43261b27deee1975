import { z } from 'zod';
import { BASES, type Quantity } from '../planning/quantity.ts';
import { STATUSES } from '../results/verdict.ts';
import { moneyOf } from './cash-flow.ts';
import type { Economics, ScenarioEconomics } from './economics.ts';
import type { RequiredRevenue } from './economics-claims.ts';

const decimal = z.string().describe('USD as a decimal string');

/** A quantity as a document carries it: money as a decimal string, anything else as a number. */
const figureSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  value: z.union([decimal, z.number()]),
  unit: z.string(),
  formula: z.string().nullable(),
  basis: z.enum(BASES),
});

const kpiSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  target: z.number(),
  measured: z.number().nullable(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
  status: z.enum(STATUSES),
  note: z.string().nullable(),
});

const scenarioSchema = z.strictObject({
  name: z.string(),
  figures: z.array(figureSchema),
  internalRateOfReturn: z
    .union([z.number(), z.literal(['none', 'several'])])
    .describe('a year, 0.25 is 25 %; none or several where there is no single one'),
  breakEvenMonth: z.int().nullable().describe('null: not within the months followed'),
  kpis: z.array(kpiSchema),
  cashFlow: z.array(
    z.strictObject({ month: z.int(), revenue: decimal, spend: decimal, net: decimal, cumulative: decimal }),
  ),
});

const requiredSchema = z.strictObject({
  id: z.string(),
  claim: z.string(),
  revenuePerMonth: decimal,
  perParticipantMonth: decimal,
});

/** `data.economics` of `cost --economics --json`. */
export const economicsDocumentSchema = z.strictObject({
  currency: z.literal('USD'),
  operationsPerMonth: decimal,
  setup: decimal,
  fullUse: z.array(figureSchema),
  scenarios: z.array(scenarioSchema),
  requiredRevenue: z.strictObject({
    written: z.array(requiredSchema).describe('at the cost that the written plan gives'),
    bill: z.array(requiredSchema).describe('at the cost of this bill'),
  }),
});

type EconomicsDocument = z.output<typeof economicsDocumentSchema>;
type Figure = z.output<typeof figureSchema>;

const isPerHour = (unit: string): boolean => unit.endsWith('/h');

/** To the cent; what is spent for an hour of a person is a few cents and keeps four decimals more. */
function figureValue({ value, unit }: Quantity): string | number {
  if (!unit.startsWith('USD')) return value;
  return isPerHour(unit) ? value.toFixed(6) : moneyOf(value).toFixed(2);
}

const figureOf = (quantity: Quantity): Figure => ({
  id: quantity.id,
  title: quantity.title,
  value: figureValue(quantity),
  unit: quantity.unit,
  formula: quantity.formula,
  basis: quantity.basis,
});

/** The quantities among the fields, in their order; what does not exist is left out. */
function figuresOf(fields: object): Figure[] {
  return Object.values(fields)
    .filter((field): field is Quantity => typeof field === 'object' && field !== null && 'sources' in field)
    .map(figureOf);
}

function scenarioDocument(each: ScenarioEconomics): EconomicsDocument['scenarios'][number] {
  const { scenario, unit, returns, kpis, cashFlow } = each;
  const { internalRate } = returns;
  return {
    name: scenario.name,
    figures: [...figuresOf(unit), ...figuresOf(returns)],
    internalRateOfReturn: internalRate.kind === 'rate' ? internalRate.yearly : internalRate.kind,
    breakEvenMonth: returns.breakEven?.value ?? null,
    kpis: kpis.map((kpi) => ({
      id: kpi.id,
      title: kpi.title,
      unit: kpi.unit,
      target: kpi.target,
      measured: kpi.measured,
      interval: kpi.interval === null ? null : [kpi.interval[0], kpi.interval[1]],
      status: kpi.status,
      note: kpi.note,
    })),
    cashFlow: cashFlow.map(({ month, revenue, spend, net, cumulative }) => ({
      month,
      revenue: revenue.toFixed(2),
      spend: spend.toFixed(2),
      net: net.toFixed(2),
      cumulative: cumulative.toFixed(2),
    })),
  };
}

const requiredDocument = ({ id, claim, revenue, perParticipant }: RequiredRevenue) => ({
  id,
  claim,
  revenuePerMonth: moneyOf(revenue.value).toFixed(2),
  perParticipantMonth: moneyOf(perParticipant.value).toFixed(2),
});

/** The economics as a program reads them. */
export function economicsDocument(economics: Economics): EconomicsDocument {
  const { operations, setup, fullUse, scenarios, required } = economics;
  return {
    currency: 'USD',
    operationsPerMonth: moneyOf(operations.value).toFixed(2),
    setup: moneyOf(setup.value).toFixed(2),
    fullUse: figuresOf(fullUse),
    scenarios: scenarios.map(scenarioDocument),
    requiredRevenue: {
      written: required.written.map(requiredDocument),
      bill: required.bill.map(requiredDocument),
    },
  };
}
