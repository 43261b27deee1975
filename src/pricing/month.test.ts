import { describe, expect, test } from 'vitest';
import { periodsCharged, thingPriced } from './month.ts';

const capped = { per: 'node/month', capHours: 672, monthHours: 672 } as const;
const open = { per: 'node/month', capHours: null, monthHours: 730 } as const;
const hourly = { per: 'node/h', capHours: null, monthHours: null } as const;

describe('the months that are charged', () => {
  test.each([
    ['a capped month of 730 hours is one month', capped, 730, 1],
    ['nor is one of 744 hours more', capped, 744, 1],
    ['336 hours are half of it', capped, 336, 0.5],
    ['a month of 730 hours without a cap', open, 730, 1],
    ['grows with the hours', open, 1460, 2],
    ['hours are charged as hours', hourly, 176, 176],
    ['a month that stands for no hours has 730', { ...open, monthHours: null }, 365, 0.5],
    ['what is there all the time is there a month', { ...open, per: 'GiB/month' }, null, 1],
    ['what has no time is charged once', { ...open, per: 'GiB' }, 500, 1],
  ] as const)('%s', (_what, row, hours, periods) => {
    expect(periodsCharged(row, hours).toNumber()).toBe(periods);
  });

  test('a price names a thing and perhaps a period', () => {
    expect(thingPriced('node/month')).toEqual({ thing: 'node', period: 'month' });
    expect(thingPriced('participant*min')).toEqual({ thing: 'participant*min', period: null });
  });
});
