import type { Quantity } from '../planning/quantity.ts';
import { moneyOf } from './cash-flow.ts';
import type { InternalRate } from './cash-flow-return.ts';
import type { ScenarioEconomics } from './economics.ts';
import { dollars, shortDollars } from './money-text.ts';

/** A figure with a text for each scenario: what the terminal and the page both print. */
export interface FigureRow {
  readonly title: string;
  readonly texts: readonly string[];
}

const percentText = (ratio: number): string =>
  `${(ratio * 100).toLocaleString('en-US', { maximumFractionDigits: Math.abs(ratio) < 1 ? 1 : 0 })} %`;

const money = (quantity: Quantity | null): string =>
  quantity === null ? 'none' : dollars(moneyOf(quantity.value).toFixed(2));

/** Whole dollars for sums that have thousands of them. */
export const wholeDollars = (amount: number): string => dollars(moneyOf(amount).toFixed(0));

const ratio = (quantity: Quantity | null): string =>
  quantity === null ? 'none' : `${quantity.value.toLocaleString('en-US', { maximumFractionDigits: 1 })} : 1`;

function months(quantity: Quantity | null, otherwise: string): string {
  if (quantity === null) return otherwise;
  const text = quantity.value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return `${text} ${text === '1' ? 'month' : 'months'}`;
}

/** Beyond 1,000 % a year the rate a month is what can still be imagined. */
function rateText(rate: InternalRate): string {
  if (rate.kind !== 'rate') return rate.kind;
  return rate.yearly > 10 ? `${percentText(rate.monthly)} a month` : `${percentText(rate.yearly)} a year`;
}

/** What the scenarios assume. */
export function assumptionRows(scenarios: readonly ScenarioEconomics[]): readonly FigureRow[] {
  const row = (title: string, text: (each: ScenarioEconomics['scenario']) => string): FigureRow => ({
    title,
    texts: scenarios.map(({ scenario }) => text(scenario)),
  });
  return [
    row('Price of a place a month', (s) => dollars(s.pricePerParticipantMonth.toFixed(2))),
    row('Places sold, month 1', (s) => percentText(s.adoption.firstMonth)),
    row('Places sold, at maturity', (s) => percentText(s.adoption.mature)),
    row('Months to maturity', (s) => String(s.adoption.monthsToMature)),
    row('Sold places that are taken', (s) => percentText(s.utilisation)),
    row('Customers who leave a month', (s) => percentText(s.churnPerMonth)),
    row('Places that a customer buys', (s) => String(s.participantsPerCustomer)),
    row('Sales and marketing a month', (s) => wholeDollars(s.salesPerMonth)),
  ];
}

/** What comes of it. */
export function resultRows(scenarios: readonly ScenarioEconomics[]): readonly FigureRow[] {
  const row = (title: string, text: (each: ScenarioEconomics) => string): FigureRow => ({
    title,
    texts: scenarios.map(text),
  });
  return [
    row('Revenue a month, at maturity', ({ unit }) => wholeDollars(unit.revenue.value)),
    row('Spend a month, at maturity', ({ unit }) => wholeDollars(unit.spend.value)),
    row('Gross margin', ({ unit }) => percentText(unit.grossMargin.value)),
    row('Profit margin', ({ unit }) => percentText(unit.profitMargin.value)),
    row('Spend per place sold', ({ unit }) => money(unit.costPerParticipant)),
    row('Spend per hour of a person', ({ unit }) =>
      unit.costPerParticipantHour === null ? 'none' : `$${unit.costPerParticipantHour.value.toFixed(4)}`,
    ),
    row('Revenue per customer (ARPA)', ({ unit }) => money(unit.revenuePerCustomer)),
    row('Acquisition cost (CAC)', ({ unit }) => money(unit.acquisitionCost)),
    row('Lifetime value (CLV)', ({ unit }) => money(unit.lifetimeValue)),
    row('CLV to CAC', ({ unit }) => ratio(unit.lifetimeValueToAcquisitionCost)),
    row('Payback of the CAC', ({ unit }) => months(unit.acquisitionPayback, 'never')),
    row('Break-even', ({ returns, cashFlow }) =>
      months(returns.breakEven, `> ${cashFlow.length - 1} months`),
    ),
    row('ROI of year 1, on all spend', ({ returns }) => percentText(returns.returnOnSpend.value)),
    row('ROI of year 1, on the setup', ({ returns }) =>
      returns.returnOnSetup === null ? 'no setup' : percentText(returns.returnOnSetup.value),
    ),
    row('Net present value', ({ returns }) => shortDollars(returns.netPresentValue.value)),
    row('Internal rate of return', ({ returns }) => rateText(returns.internalRate)),
    row('Profit of three years', ({ returns }) => shortDollars(returns.threeYearProfit.value)),
  ];
}
