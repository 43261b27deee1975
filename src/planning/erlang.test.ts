import { expect, test } from 'vitest';
import { erlangSlots } from './erlang.ts';

/** Erlang B from its definition, by logarithms: (a^n / n!) / sum of (a^k / k!). */
function blockingOf(offered: number, slots: number): number {
  let term = 0;
  const terms = [term];
  for (let k = 1; k <= slots; k += 1) {
    term += Math.log(offered / k);
    terms.push(term);
  }
  const greatest = Math.max(...terms);
  const sum = terms.reduce((total, each) => total + Math.exp(each - greatest), 0);
  return Math.exp(term - greatest) / sum;
}

test.each([
  [50, 64, 71],
  [80, 96, 106],
  [100, 117, 128],
])('%d meetings on average need %d slots for 1 %% and %d for 0.1 %%', (offered, one, tenth) => {
  expect(erlangSlots(offered, 0.01)).toBe(one);
  expect(erlangSlots(offered, 0.001)).toBe(tenth);
});

test.each([1, 7, 40, 333])('%d offered: the slots suffice, and one fewer do not', (offered) => {
  const slots = erlangSlots(offered, 0.02);
  expect(blockingOf(offered, slots)).toBeLessThanOrEqual(0.02);
  expect(blockingOf(offered, slots - 1)).toBeGreaterThan(0.02);
});
