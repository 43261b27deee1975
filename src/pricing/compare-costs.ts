import Big from 'big.js';
import type { PlanDocument } from '../planning/plan.ts';
import type { Bill } from './bill.ts';
import { planAtHours } from './bill-hours.ts';
import { billOf } from './bill-of.ts';
import { type BillablePlan, billablePlan } from './bill-plan.ts';
import { loadHoursOf, type Schedule } from './bill-schedule.ts';
import { monthlyUseOf } from './bill-unit-costs.ts';
import { type BreakEvenCurve, breakEvenCurve, type CostByHours } from './break-even-curve.ts';
import type { Currency } from './catalogue.ts';
import type { Catalogue } from './catalogue-lookup.ts';
import { compareProviders, type SelfHostedCost } from './compare-providers.ts';
import { convertMoney } from './exchange.ts';
import { type ManagedCost, managedCostOf, managedOffersOf, type VideoUse } from './managed-service.ts';
import { inDataUnit, isDataUnit } from './usage.ts';

/** What the same event costs elsewhere, in one currency. */
export interface Comparison {
  readonly currency: Currency;
  readonly use: VideoUse;
  readonly selfHosted: readonly SelfHostedCost[];
  readonly managed: readonly ManagedCost[];
  readonly curve: BreakEvenCurve;
}

interface CompareOptions {
  readonly schedule: Schedule;
  readonly currency: Currency;
}

/** Compares the plan's bill with other providers, with every managed service that has a price, and with these over the hours of a month. */
export function compareCosts(plan: PlanDocument, catalogue: Catalogue, options: CompareOptions): Comparison {
  const { schedule, currency } = options;
  const subject = billablePlan(plan);
  const use = videoUseOf(subject);
  const offers = managedOffersOf(catalogue);
  const managed = offers.map((offer) => inCurrency(managedCostOf(offer, use), currency, catalogue));
  const priced = managed.filter(({ monthlyTotal }) => monthlyTotal !== null);
  const loadHours = loadHoursOf(subject);
  const services = priced.map(
    ({ offer }): CostByHours => ({
      id: offer.id,
      title: offer.title,
      costAt: (hours) =>
        inCurrency(managedCostOf(offer, scaled(use, hours / loadHours)), currency, catalogue).monthlyTotal ??
        new Big(0),
    }),
  );
  const own: CostByHours = {
    id: plan.choices.provider,
    title: 'self-hosted',
    costAt: (hours) => billOf(planAtHours(subject, hours), catalogue, { schedule, currency }).monthlyTotal,
  };
  return {
    currency,
    use,
    selfHosted: [...compareProviders(plan, catalogue, options)].sort((a, b) => byTotal(a.bill, b.bill)),
    managed: cheapestByUsers(managed).sort((a, b) =>
      a.monthlyTotal === null ? 1 : b.monthlyTotal === null ? -1 : a.monthlyTotal.cmp(b.monthlyTotal),
    ),
    curve: breakEvenCurve(own, loadHours > 0 ? services : []),
  };
}

/** A bill that misses a price is no cheaper for it: it comes after those that miss none. */
const byTotal = (a: Bill, b: Bill): number =>
  Number(a.isAtLeast) - Number(b.isAtLeast) || a.monthlyTotal.cmp(b.monthlyTotal);

/** Services count minutes and payload: headers are theirs to carry. */
function videoUseOf(plan: BillablePlan): VideoUse {
  const { participants, participantHours } = monthlyUseOf(plan.event);
  return {
    participantMinutes: participantHours * 60,
    trafficGB: payloadGB(plan),
    peakParticipants: participants,
  };
}

function payloadGB(plan: BillablePlan): number {
  const egress = plan.resources.find(({ kind }) => kind === 'egress');
  const line = plan.line('traffic.month.payload-gb') ?? (egress && plan.line(egress.quantity));
  const unit = line?.unit.replace(/\/month$/, '') ?? '';
  if (line === undefined || !isDataUnit(unit)) return 0;
  return inDataUnit({ value: new Big(line.value), unit }, 'GB').value.toNumber();
}

const scaled = (use: VideoUse, factor: number): VideoUse => ({
  participantMinutes: use.participantMinutes * factor,
  trafficGB: use.trafficGB * factor,
  peakParticipants: use.peakParticipants,
});

function inCurrency(cost: ManagedCost, currency: Currency, { rates }: Catalogue): ManagedCost {
  if (cost.currency === currency) return cost;
  const converted = (amount: Big | null): Big | null =>
    amount && convertMoney(amount, cost.currency, currency, rates);
  return {
    ...cost,
    currency,
    monthlyTotal: converted(cost.monthlyTotal),
    lowestTotal: converted(cost.lowestTotal),
  };
}

/** Plans that differ in the number of users alone: whoever buys takes the cheapest, so the others only fill the table. */
function cheapestByUsers(costs: readonly ManagedCost[]): ManagedCost[] {
  const isByUser = ({ offer }: ManagedCost): boolean => offer.meters.every(({ per }) => per === 'customer');
  const total = ({ monthlyTotal }: ManagedCost): Big => monthlyTotal ?? new Big(0);
  return costs.filter(
    (cost) =>
      !isByUser(cost) ||
      costs.every(
        (other) =>
          other === cost || other.offer.provider !== cost.offer.provider || total(other).gt(total(cost)),
      ),
  );
}
