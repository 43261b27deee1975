import { input, type Quantity, type Source } from '../planning/quantity.ts';
import type { EconomicsInputs, Scenario } from './economics-inputs.ts';

/** What the economics rest on: the bill, split into what is paid anyway and what grows with use, and whom it serves. */
export interface EconomicsSubject {
  /** Paid whether anybody comes or not: machines, databases, storage. */
  readonly fixedCost: Quantity<'USD/month'>;
  /** Paid for what people use, here with every place taken in every hour of load: traffic. */
  readonly usageCost: Quantity<'USD/month'>;
  /** Places: people at once at the busiest time. */
  readonly participants: Quantity<'participant'>;
  readonly loadHours: Quantity<'h/month'>;
}

/** A scenario as quantities that formulas take. */
export interface Business {
  readonly id: string;
  readonly price: Quantity<'USD/month/participant'>;
  readonly matureAdoption: Quantity<'1'>;
  readonly utilisation: Quantity<'1'>;
  readonly churn: Quantity<'1/month'>;
  readonly customerSize: Quantity<'participant/customer'>;
  readonly sales: Quantity<'USD/month'>;
  readonly operations: Quantity<'USD/month'>;
  readonly setup: Quantity<'USD'>;
}

const WRITTEN: Source = { title: 'written plan, documentation index 000:97-98', confidence: 'none' };
const OURS: Source = { title: 'chosen by us: section economics of gomeet.yaml', confidence: 'none' };

/** A name as a part of an id: `Very cautious` is `very-cautious`. */
const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Monthly cost of operations, the same in every scenario. */
export const operationsOf = (inputs: EconomicsInputs): Quantity<'USD/month'> =>
  input(
    { id: 'economics.operations', title: 'operations', unit: 'USD/month' },
    inputs.operationsPerMonth,
    'assumed',
    [WRITTEN],
  );

/** What is spent once. */
export const setupOf = (inputs: EconomicsInputs): Quantity<'USD'> =>
  input({ id: 'economics.setup', title: 'setup', unit: 'USD' }, inputs.setup, 'assumed', [WRITTEN]);

export function businessOf(scenario: Scenario, inputs: EconomicsInputs): Business {
  const id = `economics.${idOf(scenario.name)}`;
  const assumed = <Unit extends string>(name: string, title: string, unit: Unit, value: number) =>
    input({ id: `${id}.${name}`, title, unit }, value, 'assumed', [OURS]);
  return {
    id,
    price: assumed('price', 'price of a place', 'USD/month/participant', scenario.pricePerParticipantMonth),
    matureAdoption: assumed('adoption', 'share of the places sold', '1', scenario.adoption.mature),
    utilisation: assumed('utilisation', 'share of the sold places taken', '1', scenario.utilisation),
    churn: assumed('churn', 'customers who leave', '1/month', scenario.churnPerMonth),
    customerSize: assumed(
      'customer-size',
      'places that a customer buys',
      'participant/customer',
      scenario.participantsPerCustomer,
    ),
    sales: assumed('sales', 'sales and marketing', 'USD/month', scenario.salesPerMonth),
    operations: operationsOf(inputs),
    setup: setupOf(inputs),
  };
}

/** Share of the places sold in a month (1 is the first): a straight line from the first month to maturity, then level. */
export function adoptionIn(month: number, { adoption }: Scenario): number {
  const { firstMonth, mature, monthsToMature } = adoption;
  if (month >= monthsToMature) return mature;
  return firstMonth + ((mature - firstMonth) * (month - 1)) / (monthsToMature - 1);
}
