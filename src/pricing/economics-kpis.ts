import type { Quantity } from '../planning/quantity.ts';
import type { KpiId } from '../results/kpi.ts';
import { judgeKpi, type KpiResult } from '../results/verdict.ts';
import type { ReturnFigures } from './economics-return-figures.ts';
import type { UnitFigures } from './economics-unit-figures.ts';

const PERCENT = 100;

interface Reading {
  readonly value: number | null;
  readonly high: number | null;
  readonly method: string;
}

const NONE: Reading = { value: null, high: null, method: 'no such number in this scenario' };

function reading(quantity: Quantity | null, factor = 1): Reading {
  if (quantity === null) return NONE;
  const value = quantity.value * factor;
  return { value, high: value, method: quantity.formula ?? 'given' };
}

/** A break-even beyond the months followed is known to be later than they are, which is enough to miss a target. */
function breakEvenReading({ breakEven }: ReturnFigures, monthsFollowed: number): Reading {
  if (breakEven !== null) return reading(breakEven);
  return { value: monthsFollowed, high: null, method: `not within the ${monthsFollowed} months followed` };
}

/**
 * The business KPIs of a scenario. Every price and every customer in it is assumed: a value can miss its target, but
 * one that meets it is INCONCLUSIVE, never PASS. Satisfaction and market rank come from no model and have no data.
 */
export function economicsKpisOf(
  unit: UnitFigures,
  returns: ReturnFigures,
  monthsFollowed: number,
): readonly KpiResult[] {
  const readings: readonly (readonly [KpiId, Reading])[] = [
    ['customer-acquisition-cost', reading(unit.acquisitionCost)],
    ['customer-lifetime-value', reading(unit.lifetimeValue)],
    ['lifetime-value-to-acquisition-cost', reading(unit.lifetimeValueToAcquisitionCost)],
    ['user-satisfaction', NONE],
    ['market-rank', NONE],
    ['profit-margin', reading(unit.profitMargin, PERCENT)],
    ['cost-per-participant', reading(unit.costPerParticipant)],
    ['return-on-investment', reading(returns.returnOnSpend, PERCENT)],
    ['break-even', breakEvenReading(returns, monthsFollowed)],
  ];
  return readings.map(([id, read]) => judgeKpi(id, { kind: 'record', ...read }, 'assumed'));
}
