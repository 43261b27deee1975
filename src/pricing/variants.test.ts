import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import type { Bill, BillLine } from './bill.ts';
import { leversOf } from './bill-levers.ts';
import { diffCosts } from './cost-diff.ts';
import { focusRows } from './focus.ts';
import { variantsOf } from './variants.ts';

const line = (
  id: string,
  kind: BillLine['kind'],
  part: BillLine['part'],
  amount: string | null,
): BillLine => ({
  id,
  part,
  kind,
  title: id,
  quantity: new Big(2),
  unit: kind === 'egress' ? 'GiB' : 'node*month',
  unitPrice: amount === null ? null : new Big(amount).div(2),
  amount: amount === null ? null : new Big(amount),
  listCurrency: 'USD',
  row: null,
  basis: 'assumed',
  note: null,
});
const bill = (lines: readonly BillLine[], over: Partial<Bill> = {}): Bill => ({
  provider: 'digitalocean',
  region: 'sgp1',
  schedule: 'always-on',
  currency: 'USD',
  lines,
  monthlyTotal: lines.reduce((sum, { amount }) => sum.plus(amount ?? 0), new Big(0)),
  isAtLeast: lines.some(({ amount }) => amount === null),
  warnings: [],
  ...over,
});
const nothing = { rowsOf: () => [], rates: [] };
const always = bill([
  line('media-nodes', 'node', 'media', '1000.00'),
  line('worker-nodes', 'node', 'platform', '200.00'),
  line('egress', 'egress', 'traffic', '5000.00'),
  line('recordings', 'object-storage', 'storage', '50.00'),
]);
const elastic = bill([
  line('media-nodes', 'node', 'media', '425.60'),
  line('egress', 'egress', 'traffic', '5100.00'),
]);

describe('other ways to buy', () => {
  test('a commitment saves the claimed 30 % of the machines, and is not proven', () => {
    const committed = variantsOf(always, elastic, nothing).find(({ id }) => id === 'committed');
    expect(committed?.saving?.toFixed(2)).toBe('360.00');
    expect(committed).toMatchObject({ evidence: 'claimed' });
  });

  test('the written plan: 30 % of $25,198 are $17,638.60, not about $17,500', () => {
    const written = bill([line('all', 'node', 'media', '25198.00')]);
    const committed = variantsOf(written, written, nothing).find(({ id }) => id === 'committed');
    expect(committed?.monthlyTotal?.toFixed(2)).toBe('17638.60');
  });

  test('spot machines of a provider without a price for them are unknown, not free', () => {
    const aws = { ...always, provider: 'aws' };
    const spot = variantsOf(aws, aws, nothing).find(({ id }) => id === 'spot');
    expect(spot).toMatchObject({ monthlyTotal: null, saving: null, evidence: 'unknown' });
  });
});

test('levers are told by what is at stake, the largest first', () => {
  expect(leversOf(always).map(({ id, atStake }) => [id, atStake.toFixed(0)])).toEqual([
    ['layout', '5000'],
    ['schedule', '1000'],
    ['right-sizing', '200'],
    ['storage', '50'],
  ]);
});

describe('a difference of bills', () => {
  test('adds up to the difference of the totals; lines come and go', () => {
    const diff = diffCosts(always, elastic);
    expect(diff.changes.map(({ id, kind }) => [id, kind])).toEqual([
      ['media-nodes', 'changed'],
      ['worker-nodes', 'removed'],
      ['egress', 'changed'],
      ['recordings', 'removed'],
    ]);
    const sum = diff.changes.reduce((total, { change }) => total.plus(change ?? 0), new Big(0));
    expect(sum.eq(diff.change)).toBe(true);
  });

  test('of an amount that is not known is not known', () => {
    const [change] = diffCosts(always, bill([line('media-nodes', 'node', 'media', null)])).changes.filter(
      ({ id }) => id === 'media-nodes',
    );
    expect(change).toMatchObject({ after: null, change: null });
  });

  test('in two currencies is refused', () => {
    expect(() => diffCosts(always, bill([], { currency: 'EUR' }))).toThrow('accepted: two of one currency');
  });
});

test('FOCUS: periods in the unit, an unknown price is null', () => {
  const rows = focusRows(
    bill([line('a', 'node', 'media', '3.00'), line('b', 'egress', 'traffic', null)]),
    'from',
    'to',
  );
  expect(
    rows.map(({ PricingUnit, ListCost, ServiceCategory }) => [PricingUnit, ListCost, ServiceCategory]),
  ).toEqual([
    ['Node-Months', '3.00', 'Compute'],
    ['GiB', null, 'Networking'],
  ]);
});
