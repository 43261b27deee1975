import { derive, input, type Quantity } from '../planning/quantity.ts';
import { operationsOf, setupOf } from './economics-business.ts';
import type { EconomicsInputs } from './economics-inputs.ts';
import { shortDollars } from './money-text.ts';

/** A claim of the written plan, and the revenue without which it cannot be true. */
export interface RequiredRevenue {
  readonly id: string;
  readonly claim: string;
  readonly revenue: Quantity<'USD/month'>;
  /** What each person of the busiest moment would have to pay a month. */
  readonly perParticipant: Quantity<'USD/month/participant'>;
}

/** A claim as a formula for the revenue that it needs; `claimed` in it is the goal. */
interface Claim {
  readonly name: string;
  readonly text: string;
  readonly goal: number;
  readonly unit: '1' | 'month' | 'USD';
  readonly formula: string;
  readonly inputs: Readonly<Record<string, Quantity>>;
}

const percent = (ratio: number): string =>
  `${(ratio * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;

const year = input({ id: 'calendar.year', title: 'a year', unit: 'month' }, 12, 'defined');
const threeYears = input({ id: 'calendar.three-years', title: 'three years', unit: 'month' }, 36, 'defined');

function claimsOf(inputs: EconomicsInputs, spend: Quantity<'USD/month'>): readonly Claim[] {
  const setup = setupOf(inputs);
  const { paybackMonths, returnOnInvestment, margin, threeYearProfit } = inputs.claims;
  const gain = { goal: returnOnInvestment, unit: '1', inputs: { spend, setup, year } } as const;
  return [
    ...paybackMonths.map((months) => ({
      name: `payback-${months}`,
      text: `payback in ${months} ${months === 1 ? 'month' : 'months'}`,
      goal: months,
      unit: 'month' as const,
      formula: 'setup / claimed + spend',
      inputs: { setup, spend },
    })),
    {
      ...gain,
      name: 'roi-on-spend',
      text: `year-1 ROI of ${percent(returnOnInvestment)} on all spend`,
      formula: '(1 + claimed) * (spend * year + setup) / year',
    },
    {
      ...gain,
      name: 'roi-on-setup',
      text: `year-1 ROI of ${percent(returnOnInvestment)} on the setup`,
      formula: '(1 + claimed) * setup / year + spend',
    },
    {
      name: 'margin',
      text: `margin of ${percent(margin)}`,
      goal: margin,
      unit: '1',
      formula: 'spend / (1 - claimed)',
      inputs: { spend },
    },
    ...threeYearProfit.map((profit) => ({
      name: `profit-${profit}`,
      text: `three-year profit of ${shortDollars(profit)}`,
      goal: profit,
      unit: 'USD' as const,
      formula: '(claimed + spend * threeYears + setup) / threeYears',
      inputs: { spend, setup, threeYears },
    })),
  ];
}

/**
 * The revenue a month that each claim needs when infrastructure costs what is given: every place sold at one price from the
 * first day, nothing spent on sales. `id` prefixes the lines: `economics.claims.written` or `economics.claims.bill`.
 */
export function requiredRevenueOf(
  id: string,
  infrastructure: Quantity<'USD/month'>,
  participants: Quantity<'participant'>,
  inputs: EconomicsInputs,
): readonly RequiredRevenue[] {
  const operations = operationsOf(inputs);
  const spend = derive(
    { id: `${id}.spend`, title: 'spend', unit: 'USD/month' },
    'infrastructure + operations',
    { infrastructure, operations },
  );
  return claimsOf(inputs, spend).map((claim) => {
    const line = `${id}.${claim.name}`;
    const claimed = input({ id: `${line}.goal`, title: claim.text, unit: claim.unit }, claim.goal, 'given');
    const revenue = derive(
      { id: line, title: `revenue for ${claim.text}`, unit: 'USD/month' },
      claim.formula,
      { ...claim.inputs, claimed },
    );
    const perParticipant = derive(
      { id: `${line}.per-participant`, title: 'of each participant', unit: 'USD/month/participant' },
      'revenue / participants',
      { revenue, participants },
    );
    return { id: line, claim: claim.text, revenue, perParticipant };
  });
}
