import { sumOf } from '../arithmetic.ts';
import type { AuditedPlan } from '../audited-plan.ts';
import { citesOf, distinct } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { first } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { dollars, number } from '../say.ts';

const MONTHS = 36;

/** What the plan costs a month by its own figures: the headline, or its bill and its operations. */
function monthlyCost({
  money,
  bills,
}: AuditedPlan): { readonly is: number; readonly at: string } | undefined {
  const stated = money.totalMonthly[0];
  if (stated !== undefined) return stated;
  const total = bills[0]?.total[0];
  return total && { is: total.is + (first(money.operationsMonthly) ?? 0), at: total.at };
}

/** The latest month of each statement about the break-even, once. */
const latest = (claims: AuditedPlan['money']['breakEvenMonths']) =>
  distinct(claims.map(({ is, at }) => ({ is: is.high, at })));

/** Returns against costs, and figures that nothing in the plan carries. */
export const economicRules: readonly Rule[] = [
  {
    code: 'GC901',
    severity: 'major',
    title: 'The break-even and the return of the first year cannot both be true',
    why: 'A return of 200 % on the setup is three times the setup in twelve months: it is earned back in four.',
    advice: 'Compute both from one cash flow: gomeet cost --economics.',
    check: ({ money: { breakEvenMonths, firstYearReturnPercent } }) =>
      firstYearReturnPercent.flatMap((roi) =>
        latest(breakEvenMonths).map(({ is, cites }) => ({
          text: (months: number) =>
            `${number(roi.is)} % in a year pay the setup back in ${number(months)} months; ${number(is)} are claimed, which would be ${number(Math.round((12 / is - 1) * 100))} %.`,
          formula: '12 / (1 + returnPercent / 100)',
          inputs: { returnPercent: roi.is },
          unit: 'months',
          comparison: '>' as const,
          against: is,
          cites: [...cites, roi.at],
        })),
      ),
  },
  {
    code: 'GC902',
    severity: 'minor',
    title: 'The break-even is stated in two ways',
    why: 'One to two months and less than two months are two promises.',
    advice: 'State the month that the cash flow gives.',
    check: ({ money: { breakEvenMonths } }) => [
      {
        text: () =>
          `${breakEvenMonths.map(({ is, at }) => `${is.low} to ${is.high} months (${at})`).join(', ')}.`,
        formula: 'statements',
        inputs: { statements: new Set(breakEvenMonths.map(({ is }) => `${is.low}-${is.high}`)).size },
        unit: 'statements',
        comparison: '>',
        against: 1,
        cites: citesOf(breakEvenMonths),
      },
    ],
  },
  {
    code: 'GC903',
    severity: 'major',
    title: 'The cost per participant misses its own target',
    why: 'The target and the figures that it is made of stand in the same plan.',
    advice: 'Lower the cost, or state what it is counted on: hours, accounts or people at once.',
    check: (plan) => {
      const [cost, people] = [monthlyCost(plan), plan.demand.participants[0]];
      if (cost === undefined || people === undefined) return [];
      return plan.money.costPerParticipantLimit.map(({ is, at }) => ({
        text: (each) =>
          `${dollars(cost.is)} for ${number(people.is)} people are ${dollars(each)} each; the target is below ${dollars(is)}.`,
        formula: 'monthlyCost / participants',
        inputs: { monthlyCost: cost.is, participants: people.is },
        unit: 'USD/month/participant',
        comparison: '>=',
        against: is,
        cites: [cost.at, at, people.at],
      }));
    },
  },
  {
    code: 'GC904',
    severity: 'major',
    title: 'With outgoing traffic paid, the cost per participant is far above its target',
    why: 'What leaves the provider is billed, whether the plan has a line for it or not.',
    advice: 'Price the traffic first, then set the target.',
    check: (plan, { provider, load }) => {
      const [cost, people] = [monthlyCost(plan), plan.demand.participants[0]];
      const price = provider.egressUsdPerGiB;
      const isPaid = plan.bills.some(({ lines }) => lines.some(({ part }) => part === 'egress'));
      if (cost === undefined || people === undefined || price === null || isPaid) return [];
      return plan.money.costPerParticipantLimit.map(({ is, at }) => ({
        text: (each) =>
          `With the traffic each participant costs ${dollars(each)} a month, where ${dollars(is)} is the target.`,
        formula: '(monthlyCost + egressGiB * pricePerGiB) / participants',
        inputs: {
          monthlyCost: cost.is,
          egressGiB: load(eventOf(plan)).egressGiBPerMonth,
          pricePerGiB: price,
          participants: people.is,
        },
        unit: 'USD/month/participant',
        comparison: '>=',
        against: is,
        cites: [cost.at, at],
      }));
    },
  },
  {
    code: 'GC905',
    severity: 'major',
    title: 'The break-even rests on a revenue that the plan does not have',
    why: 'Nothing is earned back without revenue; the plan states none, or one that is too small.',
    advice:
      'State price and customers (economics: in gomeet.yaml), and let gomeet cost --economics find the month.',
    check: (plan) => {
      const [cost, setup] = [monthlyCost(plan), plan.money.setupOnce[0]];
      if (cost === undefined || setup === undefined) return [];
      const revenue = first(plan.money.revenueMonthly) ?? 0;
      return latest(plan.money.breakEvenMonths)
        .filter(({ is }) => is > 0)
        .map(({ is, cites }) => ({
          text: (needed) =>
            `To earn ${dollars(setup.is)} back in ${number(is)} months takes ${dollars(Math.round(needed))} a month; ${revenue === 0 ? 'no revenue is' : `${dollars(revenue)} are`} stated.`,
          formula: 'setup / months + monthlyCost',
          inputs: { setup: setup.is, months: is, monthlyCost: cost.is },
          unit: 'USD/month',
          comparison: '>',
          against: revenue,
          cites: [...cites, setup.at, cost.at],
        }));
    },
  },
  {
    code: 'GC906',
    severity: 'major',
    title: 'No revenue supports the profit that is claimed',
    why: 'Profit is revenue less cost: what is claimed tells the revenue that it needs.',
    advice: 'Show the scenario (price, customers, growth) that leads there.',
    check: (plan) => {
      const [cost, setup, people] = [
        monthlyCost(plan),
        first(plan.money.setupOnce) ?? 0,
        plan.demand.participants[0],
      ];
      if (cost === undefined || people === undefined) return [];
      const revenue = first(plan.money.revenueMonthly) ?? 0;
      return plan.money.threeYearProfit.map(({ is, at }) => ({
        text: (each) =>
          `${dollars(is.low)} in three years need ${dollars(each)} a month from each of ${number(people.is)} participants at once; ${revenue === 0 ? 'no revenue is' : `${dollars(revenue)} a month are`} stated.`,
        formula: '((profit + setup) / months + monthlyCost) / participants',
        inputs: { profit: is.low, setup, months: MONTHS, monthlyCost: cost.is, participants: people.is },
        unit: 'USD/month/participant',
        comparison: '>',
        against: revenue / people.is,
        cites: [at, cost.at],
      }));
    },
  },
  {
    code: 'GC907',
    severity: 'major',
    title: 'The headline cost cannot be had from the sizing beside it',
    why: 'The headline stands with one sizing and the unit prices with another: together they give a different sum.',
    advice: 'Price the sizing that is meant.',
    check: ({ sizing, bills, money: { infrastructureMonthly } }) => {
      const headline = infrastructureMonthly[0];
      const lines = bills.flatMap((bill) => bill.lines);
      if (headline === undefined || lines.length === 0) return [];
      return sizing.flatMap(({ name, rows }) => {
        const priced = rows.flatMap((row) => {
          const line = lines.find(({ component }) => component === row.component);
          return line === undefined || line.cores === undefined
            ? []
            : [{ name: row.component, value: row.count * line.unitPrice, at: row.at }];
        });
        return priced.length === 0
          ? []
          : {
              text: (sum: number) =>
                `${name} at the unit prices of the bill gives ${dollars(sum)} a month; the headline is ${dollars(headline.is)}.`,
              ...sumOf(priced),
              unit: 'USD/month',
              comparison: '!=' as const,
              against: headline.is,
              cites: [headline.at, ...citesOf(priced)],
            };
      });
    },
  },
];
