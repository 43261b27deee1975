import { computed, derive, input, type Quantity } from '../planning/quantity.ts';
import type { Business, EconomicsSubject } from './economics-business.ts';
import type { BusinessMonth } from './economics-month.ts';

/** What one customer, one place and one hour cost and bring, once the market has settled. Null: there is no such number. */
export interface UnitFigures {
  readonly revenue: Quantity<'USD/month'>;
  readonly spend: Quantity<'USD/month'>;
  readonly grossMargin: Quantity<'1'>;
  readonly profitMargin: Quantity<'1'>;
  readonly costPerParticipant: Quantity<'USD/month/participant'>;
  /** Null where nobody comes. */
  readonly costPerParticipantHour: Quantity<'USD/participant/h'> | null;
  readonly revenuePerCustomer: Quantity<'USD/month/customer'>;
  /** Null where no customer is won. */
  readonly acquisitionCost: Quantity<'USD/customer'> | null;
  readonly lifetimeValue: Quantity<'USD/customer'>;
  /** Null where winning a customer costs nothing. */
  readonly lifetimeValueToAcquisitionCost: Quantity<'1'> | null;
  /** Null where a customer brings no margin: the cost of winning one never comes back. */
  readonly acquisitionPayback: Quantity<'month'> | null;
}

/** Customers won in each month: those there are, less those of the month before who stayed. */
export function customersWon(customers: readonly number[], churnPerMonth: number): readonly number[] {
  return customers.map((now, i) => Math.max(0, now - (customers[i - 1] ?? 0) * (1 - churnPerMonth)));
}

function costsOf(business: Business, month: BusinessMonth, subject: EconomicsSubject) {
  const { id, utilisation } = business;
  const { revenue, spend, infrastructure, sold } = month;
  const { loadHours } = subject;
  const attended = sold.value * utilisation.value * loadHours.value > 0;
  return {
    revenue,
    spend,
    grossMargin: derive(
      { id: `${id}.gross-margin`, title: 'gross margin (less infrastructure)', unit: '1' },
      '(revenue - infrastructure) / revenue',
      { revenue, infrastructure },
    ),
    profitMargin: derive(
      { id: `${id}.margin`, title: 'profit margin (less all spend)', unit: '1' },
      '(revenue - spend) / revenue',
      { revenue, spend },
    ),
    costPerParticipant: derive(
      { id: `${id}.cost-per-participant`, title: 'spend per place sold', unit: 'USD/month/participant' },
      'spend / sold',
      { spend, sold },
    ),
    costPerParticipantHour: attended
      ? derive(
          {
            id: `${id}.cost-per-participant-hour`,
            title: 'spend per hour of a person',
            unit: 'USD/participant/h',
          },
          'spend / (sold * utilisation * loadHours)',
          { spend, sold, utilisation, loadHours },
        )
      : null,
  };
}

/** `customers` are those of each month followed, from the first. */
export function unitFiguresOf(
  subject: EconomicsSubject,
  business: Business,
  mature: BusinessMonth,
  customers: readonly number[],
): UnitFigures {
  const { id, price, customerSize, churn, sales } = business;
  const costs = costsOf(business, mature, subject);
  const { grossMargin } = costs;
  const revenuePerCustomer = derive(
    { id: `${id}.arpa`, title: 'revenue per customer (ARPA)', unit: 'USD/month/customer' },
    'price * customerSize',
    { price, customerSize },
  );
  const lifetimeValue = derive(
    { id: `${id}.clv`, title: 'customer lifetime value (CLV)', unit: 'USD/customer' },
    'revenuePerCustomer * grossMargin / churn',
    { revenuePerCustomer, grossMargin, churn },
  );
  const months = input(
    { id: `${id}.months`, title: 'months followed', unit: 'month' },
    customers.length,
    'given',
  );
  const won = computed(
    { id: `${id}.customers-won`, title: 'customers won', unit: 'customer' },
    'sum over the months of customers less those of the month before who stayed',
    { customerSize, churn, months },
    customersWon(customers, churn.value).reduce((total, each) => total + each, 0),
  );
  const acquisitionCost =
    won.value > 0
      ? derive(
          { id: `${id}.cac`, title: 'customer acquisition cost (CAC)', unit: 'USD/customer' },
          'sales * months / won',
          { sales, months, won },
        )
      : null;
  return {
    ...costs,
    revenuePerCustomer,
    lifetimeValue,
    acquisitionCost,
    ...acquisitionRatios(id, acquisitionCost, lifetimeValue, revenuePerCustomer, grossMargin),
  };
}

function acquisitionRatios(
  id: string,
  acquisitionCost: Quantity<'USD/customer'> | null,
  lifetimeValue: Quantity<'USD/customer'>,
  revenuePerCustomer: Quantity<'USD/month/customer'>,
  grossMargin: Quantity<'1'>,
) {
  const hasCost = acquisitionCost !== null && acquisitionCost.value > 0;
  return {
    lifetimeValueToAcquisitionCost: hasCost
      ? derive(
          { id: `${id}.ltv-to-cac`, title: 'CLV to CAC', unit: '1' },
          'lifetimeValue / acquisitionCost',
          {
            lifetimeValue,
            acquisitionCost,
          },
        )
      : null,
    acquisitionPayback:
      acquisitionCost !== null && grossMargin.value > 0
        ? derive(
            { id: `${id}.cac-payback`, title: 'payback of the CAC', unit: 'month' },
            'acquisitionCost / (revenuePerCustomer * grossMargin)',
            { acquisitionCost, revenuePerCustomer, grossMargin },
          )
        : null,
  };
}
