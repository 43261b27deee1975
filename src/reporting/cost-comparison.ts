import Big from 'big.js';
import type { BreakEven } from '../pricing/break-even-curve.ts';
import type { Currency } from '../pricing/catalogue.ts';
import type { Comparison } from '../pricing/compare-costs.ts';
import type { ManagedCost } from '../pricing/managed-service.ts';
import { fitted } from './bar-chart.ts';
import type { Curve } from './curve-chart.ts';

/** What the same event costs elsewhere, as a page shows it. */
export interface CostComparison {
  readonly currency: Currency;
  readonly offers: readonly {
    readonly title: string;
    /** Null where it is not known. */
    readonly monthly: number | null;
    /** What is known of the amount beside itself: `at least`, or the lowest of a price that slides. */
    readonly isAtLeast: boolean;
    readonly lowest: number | null;
    /** Why it cannot be bought for this event. */
    readonly limit: string | null;
    readonly note: string | null;
    readonly isOurs: boolean;
  }[];
  /** A month's cost over its hours of load. */
  readonly curves: readonly Curve[];
  /** The curves in a sentence. */
  readonly finding: string;
}

/** Beside the own curve, so many services: five curves can be told apart. */
const SERVICES_MAX = 4;
/** Characters of a curve's name that fit beside the plot. */
const NAME_CHARACTERS = 24;

const last = (amounts: readonly Big[]): Big => amounts.at(-1) ?? new Big(0);

/** Of each provider the offer that is cheapest in a full month, the cheapest providers first. */
function cheapestOfEach(services: readonly BreakEven[]): readonly BreakEven[] {
  const sorted = services.toSorted((a, b) => last(a.amounts).cmp(last(b.amounts)));
  const providerOf = ({ id }: BreakEven): string => id.split('/')[0] ?? id;
  return sorted
    .filter((service, i) => sorted.findIndex((other) => providerOf(other) === providerOf(service)) === i)
    .slice(0, SERVICES_MAX);
}

function findingOf(services: readonly BreakEven[], costs: ReadonlyMap<string, ManagedCost>): string {
  const isBound = ({ id }: BreakEven): boolean => costs.get(id)?.isAtLeast === true;
  const hours = (at: number): string => at.toLocaleString('en-US', { maximumFractionDigits: 0 });
  const cheaper = services
    .filter((service) => service.hours !== null)
    .map((service) => `${service.title} from ${hours(service.hours ?? 0)} hours a month`);
  const [open, dearer] = [true, false].map((wanted) =>
    services
      .filter((service) => service.hours === null && isBound(service) === wanted)
      .map(({ title }) => title),
  ) as [string[], string[]];
  const limited = services.flatMap(({ id, title }) => {
    const limit = costs.get(id)?.limit ?? null;
    return limit === null ? [] : [`${title} takes ${limit}`];
  });
  const sentences = [
    ...(cheaper.length > 0 ? [`Running it oneself costs less than ${cheaper.join(', ')}`] : []),
    ...(dearer.length > 0 ? [`at no hours of a month does it cost less than ${dearer.join(', ')}`] : []),
    ...(open.length > 0
      ? [`of ${open.join(', ')} only the least that it costs is known, so it is not decided which costs less`]
      : []),
    ...limited,
  ];
  return sentences.length > 0 ? sentences.join('; ') : 'No service has a known price';
}

/** Prepares a comparison for bars and curves; `ownProvider` is the plan's. */
export function costComparisonOf(comparison: Comparison, ownProvider: string): CostComparison {
  const { currency, selfHosted, managed, curve } = comparison;
  const services = cheapestOfEach(curve.services);
  const curveOf = (name: string, amounts: readonly Big[]): Curve => ({
    name: fitted(name, NAME_CHARACTERS),
    points: curve.hours.map((hours, i) => [hours, amounts[i]?.toNumber() ?? 0] as const),
  });
  return {
    currency,
    offers: [
      ...selfHosted.map(({ provider, title, bill, notes }) => ({
        title: `${title}, own machines`,
        // A bill that misses a price would stand first for it.
        monthly: bill.isAtLeast ? null : bill.monthlyTotal.toNumber(),
        note: bill.isAtLeast
          ? `at least ${bill.monthlyTotal.toFixed(0)}: a price is missing`
          : (notes[0] ?? null),
        isAtLeast: false,
        lowest: null,
        limit: null,
        isOurs: provider === ownProvider,
      })),
      ...managed.map(({ offer, monthlyTotal, lowestTotal, isAtLeast, limit }) => ({
        title: offer.title,
        monthly: monthlyTotal?.toNumber() ?? null,
        isAtLeast,
        lowest: lowestTotal?.toNumber() ?? null,
        limit,
        note: limit,
        isOurs: false,
      })),
    ],
    curves:
      services.length > 0
        ? [
            curveOf('own machines', curve.selfHosted),
            ...services.map(({ title, amounts }) => curveOf(title, amounts)),
          ]
        : [],
    finding: findingOf(services, new Map(managed.map((cost) => [cost.offer.id, cost]))),
  };
}
