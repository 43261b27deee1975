import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { choicesSchema } from '../planning/choices.ts';
import { eventSchema } from '../planning/event.ts';
import type { Resource } from '../planning/plan.ts';
import { asDecimal, sumOf, totalByPart } from './bill.ts';
import { billOf } from './bill-of.ts';
import type { BillablePlan, PlanValue } from './bill-plan.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';
import { catalogueOf } from './catalogue-lookup.ts';

const source = { type: 'page', title: 'price list', url: null, quote: null, readAt: '2026-11-20' } as const;
const row = (over: Partial<CatalogueRow>) => {
  const { provider: _provider, file: _file, ...known } = over;
  return {
    id: 'x/y',
    region: null,
    kind: 'node' as const,
    sku: 'y',
    price: '1',
    currency: 'USD' as const,
    per: 'node/month',
    capHours: null,
    monthHours: null,
    included: [],
    tiers: [],
    attributes: {},
    source,
    asOf: '2026-11-20',
    validFrom: null,
    validTo: null,
    confidence: 'high' as const,
    note: null,
    ...known,
  };
};
const droplet = row({
  id: 'droplet/c-48-intel',
  sku: 'c-48-intel',
  price: '1310.00',
  capHours: 672,
  monthHours: 672,
  included: [{ amount: 11_000, unit: 'GiB', pooled: true }],
});
const traffic = row({
  id: 'egress/droplet',
  kind: 'egress',
  sku: 'egress',
  price: '0.01',
  per: 'GiB',
  attributes: { from: 'node' },
});
const rates = [{ from: 'EUR', to: 'USD', rate: '1.1133', asOf: '2026-10-28', source: 'ECB' }] as const;
const prices = (...rows: ReturnType<typeof row>[]) =>
  catalogueOf(
    [
      {
        path: 'catalog/test.json',
        content: { schema: 'gomeet.catalogue/v1', provider: 'digitalocean', title: 'DO', rows },
      },
    ],
    rates,
  );

const resource = (over: Partial<Resource>): Resource => ({
  id: 'media-nodes',
  title: 'media nodes',
  kind: 'node',
  part: 'media',
  sku: 'c-48-intel',
  quantity: 'nodes',
  hours: 'hours',
  ...over,
});
const egress = resource({
  id: 'egress',
  title: 'traffic out',
  kind: 'egress',
  part: 'traffic',
  sku: null,
  quantity: 'gib',
  hours: null,
});
const plan = (resources: readonly Resource[], values: Record<string, [number, string]>): BillablePlan => ({
  event: eventSchema.parse({}),
  choices: choicesSchema.parse({}),
  resources,
  line: (id): PlanValue | undefined => {
    const found = values[id];
    return found && { value: found[0], unit: found[1], basis: 'assumed' };
  },
});
const values = (over: Record<string, [number, string]> = {}): Record<string, [number, string]> => ({
  nodes: [55, 'node'],
  hours: [730, 'h/month'],
  // 267.3 Gbit/s × 176 h
  gib: [((267.3e9 / 8) * 176 * 3600) / 2 ** 30, 'GiB/month'],
  ...over,
});
const amounts = (bill: ReturnType<typeof billOf>) =>
  Object.fromEntries(bill.lines.map(({ id, amount }) => [id, amount && asDecimal(amount)]));

describe('the reference fleet', () => {
  test('55 × c-48-intel are paid for 672 of 730 hours: $72,050', () => {
    const bill = billOf(plan([resource({})], values()), prices(droplet));
    expect(amounts(bill)).toEqual({ 'media-nodes': '72050.00' });
    expect(bill.lines[0]?.note).toBe('55 × c-48-intel, 730 h, paid up to 672');
  });

  test('176 hours of load alone are $18,870; with five hours to drain on each day it is $30,664', () => {
    const hours = resource({});
    const exact = billOf(plan([hours], values({ hours: [176, 'h/month'] })), prices(droplet));
    // 72,050 × 176 / 672 = 18,870.24
    expect(amounts(exact)).toEqual({ 'media-nodes': '18870.24' });
    const drained = billOf(plan([hours], values()), prices(droplet), { schedule: 'elastic' });
    // 72,050 × 286 / 672 = 30,664.14
    expect(amounts(drained)).toEqual({ 'media-nodes': '30664.14' });
  });

  test('the traffic without an allowance is $197,162, and on the wire $217,200', () => {
    const payload = billOf(plan([egress], values()), prices(traffic));
    expect(amounts(payload)).toEqual({ egress: '197162.48' });
    // 58 B a packet more: 25 × 34 + 170.45 + 150 packets/s × 50,000 people × 58 B × 8 = 27.15 Gbit/s
    const wire = (267.3e9 + 50_000 * (25 * 34 + 1_500_000 / 8 / 1100 + 150) * 58 * 8) / 8;
    const onWire = billOf(
      plan([egress], values({ gib: [(wire * 176 * 3600) / 2 ** 30, 'GiB/month'] })),
      prices(traffic),
    );
    expect(amounts(onWire)).toEqual({ egress: '217191.87' });
  });

  test('the pool of the nodes comes off: 55 × 11,000 GiB for a month, a quarter of it in 176 hours', () => {
    const always = billOf(plan([resource({}), egress], values()), prices(droplet, traffic));
    // 19,716,248 − 605,000 GiB
    expect(amounts(always).egress).toBe('191112.48');
    const elastic = billOf(
      plan([resource({}), egress], values({ hours: [176, 'h/month'] })),
      prices(droplet, traffic),
    );
    // 605,000 × 176 / 672 = 158,452 GiB
    expect(amounts(elastic).egress).toBe('195577.96');
    expect(elastic.lines.at(-1)?.note).toBe('19,716,248 GiB less 158,452 GiB included');
  });

  test('a pool larger than the traffic makes it free, and the line stays', () => {
    const bill = billOf(
      plan([resource({}), egress], values({ gib: [100, 'GiB/month'] })),
      prices(droplet, traffic),
    );
    expect(amounts(bill).egress).toBe('0.00');
  });
});

describe('what is not known', () => {
  test('leaves the line without an amount, the total as "at least" and a warning; never a zero', () => {
    const bill = billOf(plan([resource({}), egress], values()), prices(droplet));
    expect(amounts(bill)).toEqual({ 'media-nodes': '72050.00', egress: null });
    expect(bill).toMatchObject({ isAtLeast: true });
    expect(bill.warnings).toEqual([
      'egress: its price is not known (the catalogue has no price for egress); the total is what it costs at least',
    ]);
  });

  test('a database takes the cheapest size with the memory that it needs', () => {
    const size = (sku: string, price: string, memoryMiB: number) =>
      row({ id: `database/${sku}`, kind: 'database', sku, price, attributes: { memoryMiB } });
    const database = resource({
      id: 'postgres',
      kind: 'database',
      sku: null,
      part: 'data',
      quantity: 'one',
      minimumMemory: 'memory',
    });
    const bill = (bytes: number) =>
      billOf(
        plan([database], values({ one: [1, 'instance'], memory: [bytes, 'byte'] })),
        prices(size('16', '244.35', 16_384), size('4', '60.90', 4096), size('8', '122.10', 8192)),
      );
    expect(amounts(bill(5e9))).toEqual({ postgres: '122.10' });
    expect(bill(5e9).lines[0]?.row?.sku).toBe('8');
    expect(amounts(bill(1e12))).toEqual({ postgres: null });
  });

  test('a store is paid once, and what it does not hold by the GiB', () => {
    const store = row({
      id: 'object-storage/spaces',
      kind: 'object-storage',
      price: '5.00',
      per: 'instance/month',
      included: [
        { amount: 250, unit: 'GiB/month', pooled: false },
        { amount: 1024, unit: 'GiB', pooled: false },
      ],
    });
    const more = row({
      id: 'object-storage/spaces-storage',
      kind: 'object-storage',
      price: '0.02',
      per: 'GiB/month',
    });
    const kept = resource({
      id: 'recordings',
      kind: 'object-storage',
      part: 'storage',
      sku: null,
      quantity: 'gib',
      hours: null,
    });
    const bill = billOf(plan([kept], values({ gib: [5120, 'GiB'] })), prices(store, more));
    // 5,120 − 250 GiB at $0.02
    expect(amounts(bill)).toEqual({ recordings: '5.00', 'recordings-more': '97.40' });
  });

  test('a resource that names no line of the plan is refused with its path', () => {
    expect(() => billOf(plan([resource({ quantity: 'nope' })], values()), prices(droplet))).toThrow(
      'resources.media-nodes.quantity: "nope" is no line of the plan; accepted: a line that is 0 or more',
    );
  });
});

describe('a bill', () => {
  test('in another currency is converted last, at the rate of the catalogue', () => {
    const bill = billOf(plan([resource({})], values()), prices(droplet), { currency: 'EUR' });
    // 72,050 / 1.1133
    expect(amounts(bill)).toEqual({ 'media-nodes': '64717.51' });
    expect(bill.lines[0]).toMatchObject({ listCurrency: 'USD' });
  });

  test('has a line for each tier that it reaches', () => {
    const tiered = row({
      id: 'egress/aws',
      kind: 'egress',
      price: null,
      per: 'GB',
      attributes: { from: 'node' },
      tiers: [
        { upTo: 100, price: '0' },
        { upTo: null, price: '0.09' },
      ],
    });
    const bill = billOf(plan([egress], values({ gib: [1000, 'GiB/month'] })), prices(tiered));
    // 1,000 GiB are 1,073.741824 GB
    expect(amounts(bill)).toEqual({ 'egress.1': '0.00', 'egress.2': '87.64' });
  });

  test('equals the sum of its lines to the cent, and grows with everything in it', () => {
    let last = new Big(0);
    for (let n = 0; n < 200; n += 1) {
      const some = values({
        nodes: [n, 'node'],
        gib: [n * 98_765.4321, 'GiB/month'],
        hours: [n * 3.7, 'h/month'],
      });
      const bill = billOf(
        plan([resource({}), egress, resource({ id: 'workers', part: 'api' })], some),
        prices(droplet, traffic),
      );
      expect(bill.monthlyTotal.eq(sumOf(bill.lines.map(({ amount }) => amount)))).toBe(true);
      expect(bill.monthlyTotal.eq(sumOf(totalByPart(bill).map(({ amount }) => amount)))).toBe(true);
      for (const { amount, quantity, unitPrice } of bill.lines)
        expect(
          amount
            ?.minus(quantity.times(unitPrice ?? 0))
            .abs()
            .lte('0.005'),
        ).toBe(true);
      expect(bill.monthlyTotal.gte(last)).toBe(true);
      last = bill.monthlyTotal;
    }
  });
});
