import { expect, test } from 'vitest';
import { clockDifferenceMs } from './clock-difference.ts';

/** A machine on which every question to a browser takes `wayMs` each way. */
function machine(wayMs: number) {
  let at = 0;
  return {
    ctx: { monotonic: () => at },
    browser: (offsetMs: number) => ({
      now: async () => {
        at += wayMs;
        const told = at + offsetMs;
        at += wayMs;
        return told;
      },
    }),
  };
}

test('clocks that differ by more than a question takes are told apart, less that time', async () => {
  const { ctx, browser } = machine(1);
  // Each answer is uncertain by 1 ms, so of 20 ms at least 18 are proven.
  expect(await clockDifferenceMs(ctx, [browser(1000), browser(1020)])).toBe(18);
});

test('clocks that differ by less are not', async () => {
  const { ctx, browser } = machine(3);
  expect(await clockDifferenceMs(ctx, [browser(1000), browser(1005)])).toBe(0);
});

test('one clock alone differs from none', async () => {
  const { ctx, browser } = machine(1);
  expect(await clockDifferenceMs(ctx, [browser(7)])).toBe(0);
});
