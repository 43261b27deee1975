import type Big from 'big.js';

/** A way to get meetings, and what it costs at given hours of load a month. */
export interface CostByHours {
  readonly id: string;
  readonly title: string;
  readonly costAt: (hours: number) => Big;
}

export interface BreakEven {
  readonly id: string;
  readonly title: string;
  /**
   * Hours of load a month from which self-hosting is cheaper. 0: always; null: not within a month.
   */
  readonly hours: number | null;
  /** The service's cost at each of the curve's hours. */
  readonly amounts: readonly Big[];
}

export interface BreakEvenCurve {
  readonly hours: readonly number[];
  readonly selfHosted: readonly Big[];
  readonly services: readonly BreakEven[];
}

/** Hours at which a curve is drawn: every half day up to a month of 730 hours. */
const STEP_HOURS = 12;
const CURVE_HOURS: readonly number[] = [
  ...Array.from({ length: Math.floor(730 / STEP_HOURS) + 1 }, (_, index) => index * STEP_HOURS),
  730,
];

/**
 * Cost against hours of load a month. Machines are paid whether anybody meets or not, minutes only when somebody does: self-hosting
 * starts dearer and rises more slowly, if it rises more slowly at all.
 */
export function breakEvenCurve(selfHosted: CostByHours, services: readonly CostByHours[]): BreakEvenCurve {
  const own = CURVE_HOURS.map((hours) => selfHosted.costAt(hours));
  return {
    hours: CURVE_HOURS,
    selfHosted: own,
    services: services.map((service) => ({
      id: service.id,
      title: service.title,
      hours: firstCheaper(selfHosted, own, service),
      amounts: CURVE_HOURS.map((hours) => service.costAt(hours)),
    })),
  };
}

/** The first hour, to a tenth, at which self-hosting costs no more: looked for step by step, then halved. */
function firstCheaper(selfHosted: CostByHours, own: readonly Big[], service: CostByHours): number | null {
  const isCheaper = (hours: number): boolean => selfHosted.costAt(hours).lte(service.costAt(hours));
  const index = CURVE_HOURS.findIndex((hours, i) => own[i]?.lte(service.costAt(hours)));
  if (index <= 0) return index === 0 ? 0 : null;
  let [dearer, cheaper] = [CURVE_HOURS[index - 1] ?? 0, CURVE_HOURS[index] ?? 0];
  while (cheaper - dearer > 0.001) {
    const middle = (dearer + cheaper) / 2;
    if (isCheaper(middle)) cheaper = middle;
    else dearer = middle;
  }
  return Math.ceil(cheaper * 10) / 10;
}
