import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import { breakEvenMonth, cashFlowOf, moneyOf, totalsOf } from './cash-flow.ts';
import { internalRateOfReturn, monthlyRate, netPresentValue } from './cash-flow-return.ts';

const steady = (net: number, months = 36) =>
  cashFlowOf(
    190_000,
    Array.from({ length: months }, () => ({ revenue: 53_347 + net, spend: 53_347 })),
  );

describe('a cash flow', () => {
  test.each([
    [190_000, 1],
    [95_000, 2],
    [47_500, 4],
    [47_499, 5],
    [100, null],
  ])('$%d a month earn $190,000 back in month %s', (net, month) => {
    expect(breakEvenMonth(steady(net))).toBe(month);
  });

  test('adds up to the cent, whatever the amounts', () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 50; trial += 1) {
      const rows = cashFlowOf(
        random() * 1e6,
        Array.from({ length: 36 }, () => ({ revenue: random() * 1e6, spend: random() * 1e5 })),
      );
      const all = totalsOf(rows, 0, 36);
      expect(all.revenue.minus(all.spend).toFixed(2)).toBe(rows.at(-1)?.cumulative.toFixed(2));
      expect(all.net.toFixed(2)).toBe(rows.at(-1)?.cumulative.toFixed(2));
    }
  });

  test('an amount that is none is refused', () => {
    expect(moneyOf(1.005).toFixed(2)).toBe('1.01');
    expect(() => moneyOf(Number.NaN)).toThrow('NaN is no amount of money');
  });
});

describe('what comes back', () => {
  test('a rate a year is twelve times compounded', () => {
    expect((1 + monthlyRate(0.1)) ** 12).toBeCloseTo(1.1, 12);
  });

  test('the net present value of $100 a month for a year at 1 % is that of an annuity', () => {
    // 100 × (1 − 1.01⁻¹²) / 0.01 = 1,125.5077
    expect(netPresentValue([0, ...Array<number>(12).fill(100)], 0.01)).toBeCloseTo(1125.5077, 4);
  });

  test.each([
    [[-100, 110], 0.1],
    [[-100, 0, 121], 0.1],
    [[-100, 50], -0.5],
    [[100, -110], 0.1],
    [[0, -100, 250], 1.5],
    [[-1, 1e6], 999_999],
  ])('%j has the rate %d', (flows, rate) => {
    const found = internalRateOfReturn(flows);
    expect(found.kind === 'rate' && found.monthly).toBeCloseTo(rate, 6);
    expect(found.kind === 'rate' && (1 + found.yearly) ** (1 / 12) - 1).toBeCloseTo(rate, 4);
  });

  test.each([
    [[], 'none'],
    [[-1, -2], 'none'],
    [[0, 3], 'none'],
    // 10 % and 20 % both make it worth nothing.
    [[-100, 230, -132], 'several'],
  ])('%j has %s', (flows, kind) => {
    expect(internalRateOfReturn(flows).kind).toBe(kind);
  });

  test('the rate found is where the net present value is zero', () => {
    const flows = [-190_000, ...Array.from({ length: 36 }, (_, i) => i * 1000 - 5000)];
    const found = internalRateOfReturn(flows);
    expect(found.kind === 'rate' && netPresentValue(flows, found.monthly)).toBeCloseTo(0, 4);
  });
});
