import { computed, derive, input, type Quantity } from '../planning/quantity.ts';
import { breakEvenMonth, type CashFlowMonth, totalsOf } from './cash-flow.ts';
import { type InternalRate, internalRateOfReturn, monthlyRate, netPresentValue } from './cash-flow-return.ts';
import type { Business } from './economics-business.ts';

const YEAR = 12;
const THREE_YEARS = 36;

/** What comes back of the money that was put in. */
export interface ReturnFigures {
  readonly firstYearRevenue: Quantity<'USD'>;
  readonly firstYearSpend: Quantity<'USD'>;
  /** Gain of the first year over everything spent in it, the setup included. */
  readonly returnOnSpend: Quantity<'1'>;
  /** The same gain over the setup alone; null where nothing was spent on a setup. */
  readonly returnOnSetup: Quantity<'1'> | null;
  /** Null: not within the months followed. */
  readonly breakEven: Quantity<'month'> | null;
  readonly netPresentValue: Quantity<'USD'>;
  readonly internalRate: InternalRate;
  readonly threeYearProfit: Quantity<'USD'>;
}

/** @param discountPerYear rate a year at which later money counts less, 0.1 is 10 % */
export function returnFiguresOf(
  business: Business,
  cashFlow: readonly CashFlowMonth[],
  discountPerYear: number,
): ReturnFigures {
  const { id, setup, price, matureAdoption } = business;
  const drivers = { price, adoption: matureAdoption, setup };
  const dollars = (name: string, title: string, words: string, value: number): Quantity<'USD'> =>
    computed({ id: `${id}.${name}`, title, unit: 'USD' }, words, drivers, value);
  const year = totalsOf(cashFlow, 1, YEAR);
  const firstYearRevenue = dollars(
    'year1-revenue',
    'revenue of year 1',
    'sum of months 1 to 12',
    year.revenue.toNumber(),
  );
  const runningSpend = dollars(
    'year1-running-spend',
    'spend of months 1 to 12',
    'sum of months 1 to 12',
    year.spend.toNumber(),
  );
  const firstYearSpend = derive(
    { id: `${id}.year1-spend`, title: 'spend of year 1 with the setup', unit: 'USD' },
    'runningSpend + setup',
    { runningSpend, setup },
  );
  const discount = input(
    { id: 'economics.discount', title: 'discount a year', unit: '1' },
    discountPerYear,
    'assumed',
  );
  const flows = cashFlow.map(({ net }) => net.toNumber());
  const breakEven = breakEvenMonth(cashFlow);
  return {
    firstYearRevenue,
    firstYearSpend,
    returnOnSpend: derive(
      { id: `${id}.roi-on-spend`, title: 'ROI of year 1 on all spend', unit: '1' },
      '(firstYearRevenue - firstYearSpend) / firstYearSpend',
      { firstYearRevenue, firstYearSpend },
    ),
    returnOnSetup:
      setup.value > 0
        ? derive(
            { id: `${id}.roi-on-setup`, title: 'ROI of year 1 on the setup', unit: '1' },
            '(firstYearRevenue - firstYearSpend) / setup',
            { firstYearRevenue, firstYearSpend, setup },
          )
        : null,
    breakEven:
      breakEven === null
        ? null
        : computed(
            { id: `${id}.break-even`, title: 'break-even', unit: 'month' },
            'first month after which the sum of all months, less the setup, is not below zero',
            drivers,
            breakEven,
          ),
    netPresentValue: computed(
      { id: `${id}.npv`, title: `net present value of ${flows.length - 1} months`, unit: 'USD' },
      'sum of each month / (1 + r)^month, r = (1 + discount)^(1/12) - 1',
      { ...drivers, discount },
      netPresentValue(flows, monthlyRate(discountPerYear)),
    ),
    internalRate: internalRateOfReturn(flows),
    threeYearProfit: dollars(
      'profit-3-years',
      'profit of three years',
      'sum of months 1 to 36 less the setup',
      totalsOf(cashFlow, 0, THREE_YEARS).net.toNumber(),
    ),
  };
}
