import { describe, expect, test } from 'vitest';
import { input } from '../planning/quantity.ts';
import { economicsOf } from './economics.ts';
import type { EconomicsSubject } from './economics-business.ts';
import { adoptionIn } from './economics-business.ts';
import { economicsSchema } from './economics-inputs.ts';
import { customersWon } from './economics-unit-figures.ts';

/** A bill of $89,000 that stands and $217,200 of traffic, for 50,000 people in 176 hours. */
const subject = (fixed = 89_000, usage = 217_200): EconomicsSubject => ({
  fixedCost: input({ id: 'bill.fixed', title: 'fixed', unit: 'USD/month' }, fixed, 'listed'),
  usageCost: input({ id: 'bill.usage', title: 'usage', unit: 'USD/month' }, usage, 'listed'),
  participants: input({ id: 'demand.participants', title: 'people', unit: 'participant' }, 50_000, 'given'),
  loadHours: input({ id: 'calendar.hours', title: 'hours', unit: 'h/month' }, 176, 'given'),
});
const inputs = economicsSchema.parse({});
const scenario = (name: string) => {
  const found = economicsOf(subject(), inputs).scenarios.find((each) => each.scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
};
const dollars = ({ value }: { value: number }): number => Math.round(value);

describe('the claims of the written plan', () => {
  const { written } = economicsOf(subject(), inputs).required;
  // 30,347 + 23,000 = 53,347 a month and 190,000 once.
  test.each([
    ['payback in 1 month', 243_347, 4.87],
    ['payback in 2 months', 148_347, 2.97],
    ['year-1 ROI of 200 % on all spend', 207_541, 4.15],
    ['year-1 ROI of 200 % on the setup', 100_847, 2.02],
    ['margin of 70 %', 177_823, 3.56],
    ['three-year profit of $32 M', 947_514, 18.95],
    ['three-year profit of $211 M', 5_919_736, 118.39],
  ])('%s needs $%d a month, $%d of each participant', (claim, revenue, each) => {
    const found = written.find((required) => required.claim === claim);
    expect(found && dollars(found.revenue)).toBe(revenue);
    expect(found?.perParticipant.value).toBeCloseTo(each, 2);
  });

  test.each([
    [226_659, 23_341, 368_000],
    [250_000 - 23_000, 0, 345_000],
    [309_000 - 23_000, 0, 404_000],
  ])('a bill of $%d + $%d needs $%d a month for a payback in two', (fixed, usage, revenue) => {
    const { bill } = economicsOf(subject(fixed, usage), inputs).required;
    expect(bill.map(({ id, revenue: { value } }) => [id, value])).toContainEqual([
      'economics.claims.bill.payback-2',
      revenue,
    ]);
  });

  test('a cost of $53,347 for 50,000 people is $1.067 each, $0.607 without operations', () => {
    const { fullUse } = economicsOf(subject(30_347, 0), inputs);
    expect(fullUse.spendPerParticipant.value).toBeCloseTo(1.067, 3);
    expect(fullUse.infrastructurePerParticipant.value).toBeCloseTo(0.607, 3);
    expect(fullUse.spendPerParticipantHour?.value).toBeCloseTo(53_347 / (50_000 * 176), 9);
  });
});

describe('a scenario', () => {
  test('grows in equal steps to maturity, then stays', () => {
    const { scenario: base } = scenario('base');
    const steps = [1, 2, 24, 36].map((month) => adoptionIn(month, base));
    expect(steps).toEqual([0.05, 0.05 + (0.6 - 0.05) / 23, 0.6, 0.6]);
    const atOnce = { ...base, adoption: { firstMonth: 0.1, mature: 0.5, monthsToMature: 1 } };
    expect(adoptionIn(1, atOnce)).toBe(0.5);
  });

  test('its mature month is revenue of what is sold and cost of what is used', () => {
    const { mature, unit } = scenario('base');
    // 50,000 × 0.6 × $18 = $540,000; 89,000 + 217,200 × 0.6 × 0.6 = $167,192; + 23,000 + 30,000 = $220,192.
    expect(mature.revenue.value).toBeCloseTo(540_000, 6);
    expect(mature.infrastructure.value).toBeCloseTo(167_192, 6);
    expect(mature.spend.value).toBeCloseTo(220_192, 6);
    expect(unit.profitMargin.value).toBeCloseTo(0.5922, 4);
    expect(unit.costPerParticipant.value).toBeCloseTo(220_192 / 30_000, 9);
    expect(unit.costPerParticipantHour?.value).toBeCloseTo(220_192 / (30_000 * 0.6 * 176), 9);
  });

  test('CLV is ARPA times gross margin over churn; the CAC comes back in CAC over ARPA times margin', () => {
    const { unit, scenario: base } = scenario('base');
    const gross = (540_000 - 167_192) / 540_000;
    expect(unit.revenuePerCustomer.value).toBe(180);
    expect(unit.lifetimeValue.value).toBeCloseTo((180 * gross) / 0.03, 6);
    const won = customersWon(
      Array.from({ length: 36 }, (_, i) => 5000 * adoptionIn(i + 1, base)),
      0.03,
    ).reduce((total, each) => total + each, 0);
    expect(unit.acquisitionCost?.value).toBeCloseTo((30_000 * 36) / won, 6);
    expect(unit.acquisitionPayback?.value).toBeCloseTo((30_000 * 36) / won / (180 * gross), 6);
  });

  test('customers won make up for those who left', () => {
    expect(customersWon([100, 150, 150, 0], 0.1)).toEqual([100, 60, 15, 0]);
  });

  test('the profit of three years is the last month of its cash flow', () => {
    for (const { cashFlow, returns } of economicsOf(subject(), inputs).scenarios)
      expect(returns.threeYearProfit.value).toBe(cashFlow.at(-1)?.cumulative.toNumber());
  });

  test('what is assumed can miss its targets but never pass them', () => {
    for (const { kpis } of economicsOf(subject(), inputs).scenarios) {
      expect(kpis).toHaveLength(9);
      expect(kpis.filter(({ status }) => status === 'PASS')).toEqual([]);
    }
    const statuses = Object.fromEntries(scenario('ambitious').kpis.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({
      'customer-lifetime-value': 'INCONCLUSIVE',
      'cost-per-participant': 'MISSED',
      'break-even': 'MISSED',
      'market-rank': 'NO DATA',
    });
  });

  test('a break-even that never comes misses its target, and no customer and no setup leave no number', () => {
    const ruinous = economicsSchema.parse({ setup: 0, operationsPerMonth: 5e6 });
    const cautious = economicsOf(subject(), ruinous).scenarios[0];
    expect(cautious?.returns).toMatchObject({ breakEven: null, returnOnSetup: null });
    expect(cautious?.returns.internalRate.kind).toBe('none');
    expect(cautious?.kpis.find(({ id }) => id === 'break-even')).toMatchObject({
      status: 'MISSED',
      measured: 36,
      interval: [36, null],
    });
  });
});

describe('the section economics', () => {
  test.each([
    [{ setup: -1 }, ['setup']],
    [{ operationsPerMonth: Number.NaN }, ['operationsPerMonth']],
    [{ horizonMonths: 12 }, ['horizonMonths']],
    [{ scenarios: [] }, ['scenarios']],
    [{ scenarios: [{ ...inputs.scenarios[0], churnPerMonth: 0 }] }, ['scenarios', 0, 'churnPerMonth']],
    [
      {
        scenarios: [
          { ...inputs.scenarios[0], adoption: { firstMonth: 0.5, mature: 0.4, monthsToMature: 3 } },
        ],
      },
      ['scenarios', 0, 'adoption'],
    ],
    [{ profit: 1 }, []],
  ])('refuses %j', (section, path) => {
    expect(economicsSchema.safeParse(section).error?.issues[0]?.path).toEqual(path);
  });
});
