/** The shipped prices: rules that hold for each of them, and each against the data that they were taken from. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sizesEverPriced } from './catalogue-history.ts';
import { nodeSizesOf } from './node-sizes.ts';
import { readCatalogue, readPriceHistory } from './read-catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const catalogue = await readCatalogue(root);
const history = await readPriceHistory(root, 'digitalocean');

describe('the shipped catalogue', () => {
  test('prices a 16-core machine as DigitalOcean does', () => {
    const priceOf = (id: string) => catalogue.find('digitalocean', id)?.price;
    expect(priceOf('droplet/g-16vcpu-64gb')).toBe('504.00');
    expect(priceOf('droplet/c-16-intel')).toBe('437.00');
    expect(priceOf('droplet/c-48-intel')).toBe('1310.00');
    expect(catalogue.find('digitalocean', 'droplet/c-16')?.included).toEqual([
      { amount: 7000, unit: 'GiB', pooled: true }, // 7 TB of transfer are printed as 7,000 GiB
    ]);
  });

  test('offers 182 sizes to planning, of which the Premium ones have 10 Gbit/s', () => {
    const sizes = nodeSizesOf(catalogue, 'digitalocean', 'sgp1');
    expect(sizes).toHaveLength(182);
    expect(sizes.find(({ sku }) => sku === 'c-16')?.network?.value).toBe(2e9);
    expect(sizes.find(({ sku }) => sku === 'c-16-intel')?.network?.value).toBe(10e9);
  });

  test('gives no number for what nobody knows, and calls a price of 0 one only where the provider says so', () => {
    const zero = catalogue.rows.filter(({ price }) => price !== null && Number(price) === 0);
    expect(zero.map(({ id }) => id)).toEqual(['control-plane/single']);
    for (const id of ['scaleway', 'upcloud', 'ovhcloud'])
      expect(catalogue.rowsOf(id, 'egress')).toMatchObject([{ price: null, confidence: 'none' }]);
    expect(catalogue.find('digitalocean', 'load-balancer/regional-node')).toMatchObject({
      price: '12.00',
      confidence: 'low',
    });
  });

  test('says of every priced row where it was read, when, and in which words', () => {
    const priced = catalogue.rows.filter(({ confidence }) => confidence !== 'none');
    expect(priced.filter(({ source }) => source.quote === null).map(({ id }) => id)).toEqual([]);
    // The words hold the price itself, but for prices per 1,000 and percentages.
    const unproven = priced
      .filter(({ price, source }) => price !== null && !holds(source.quote ?? '', price))
      .map(({ provider, id }) => `${provider} ${id}`);
    expect(unproven.filter((name) => !/^agora |backup\/|registry\//.test(name))).toEqual([]);
  });
});

/** Whether the words hold the price, however many zeros it ends in: "10.00/mo" and "10" hold 10.00. */
const holds = (quote: string, price: string): boolean =>
  (quote.match(/\d+(?:\.\d+)?/g) ?? []).some((number) => Number(number) === Number(price));

describe('the history of prices', () => {
  test('never held the prices that the written plan names, and held those that it should have', () => {
    for (const claimed of ['334', '534', '268']) expect(sizesEverPriced(history, claimed)).toEqual([]);
    expect(sizesEverPriced(history, '504')).toContain('g-16vcpu-64gb');
    expect(sizesEverPriced(history, 480)).toContain('g-16vcpu-64gb'); // until 2022-07-02
  });

  test('ends with the price that is listed now', () => {
    for (const { sku, price, validFrom } of catalogue.rowsOf('digitalocean', 'node'))
      expect(history.sizes[sku]?.at(-1), sku).toEqual({ from: validFrom, price });
  });
});

const data = (name: string): URL => new URL(`../../../shared/data/${name}`, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(data(name), 'utf8'));

describe.skipIf(!existsSync(data('do_sizes.json')))('row by row (skipped: no ../shared)', () => {
  test('every DigitalOcean size', () => {
    for (const size of read('do_sizes.json').sizes) {
      const gib = size.transfer_tb === null ? null : size.transfer_tb * 1000;
      expect(catalogue.find('digitalocean', `droplet/${size.slug}`), size.slug).toMatchObject({
        price: size.price_monthly_usd,
        asOf: size.as_of,
        validFrom: size.price_since,
        included: gib === null ? [] : [{ amount: gib, unit: 'GiB', pooled: true }],
        attributes: {
          vcpus: size.vcpus,
          memoryMiB: size.memory_mb,
          diskGB: size.disk_gb,
          hourlyPrice: size.price_hourly_usd,
          networkGbps: size.network_limit_gbps,
        },
      });
    }
  });

  test('every price that a size has had; 0 was no price', () => {
    const known = read('do_price_history.json').history as Record<string, [string, number][]>;
    expect(Object.keys(history.sizes)).toEqual(Object.keys(known));
    for (const [size, prices] of Object.entries(known))
      expect(history.sizes[size], size).toEqual(
        prices.map(([from, price]) => ({ from, price: price === 0 ? null : price.toFixed(2) })),
      );
  });

  test('every machine of the others', () => {
    for (const row of read('providers.json').compute_16vcpu_64gb)
      for (const sku of row.sku.split(' / '))
        expect(
          catalogue.rowsOf(row.provider, 'node').find((own) => own.sku === sku),
          sku,
        ).toMatchObject({ price: row.price, confidence: row.confidence, asOf: row.as_of ?? null });
  });

  test('every number of traffic, of video services and of DigitalOcean’s services', () => {
    const { egress, managed_video, digitalocean_services } = read('providers.json');
    const shipped = new Set(
      catalogue.rows.flatMap(({ price, tiers, attributes, included }) => [
        ...[price, ...tiers.map((tier) => tier.price), ...Object.values(attributes)]
          .filter((value) => value !== null)
          .map(Number),
        ...included.map(({ amount }) => amount),
      ]),
    );
    const perThousand = Object.values<string>(
      managed_video.find(({ provider }: { provider: string }) => provider === 'agora').per_1000,
    );
    for (const price of perThousand)
      expect(shipped, price).toContain(Number((Number(price) / 1000).toFixed(5)));
    const prices = [
      ...egress.flatMap(
        (row: {
          confidence: string;
          overage?: string;
          tiers?: [string, string][];
          standard_tier_from?: string;
        }) => [
          row.confidence === 'none' ? undefined : row.overage?.split(' ')[0],
          row.standard_tier_from,
          ...(row.tiers ?? []).map(([, price]) => price),
        ],
      ),
      ...managed_video.flatMap((row: Record<string, unknown>) => [
        ...[
          row.base,
          row.gb_price,
          row.over_mau,
          row.incl_min,
          row.incl_gb,
          row.free_min,
          row.max_concurrent,
        ],
        ...String(row.min_price ?? '').split(/[^\d.p]+/),
        ...((row.mau ?? []) as [number, string][]).flat(),
      ]),
      ...digitalocean_services.flatMap(({ price }: { price: string | Record<string, string> }) =>
        typeof price === 'object' ? Object.values(price) : (/^\d+(\.\d+)?(?!%)\b/.exec(price)?.[0] ?? []),
      ),
    ].filter((text) => text !== undefined && text !== '' && !/^\d+p$|^[.p]+$/.test(String(text)));
    expect(prices.length).toBeGreaterThan(60);
    for (const price of prices) expect(shipped, String(price)).toContain(Number(price));
  });
});
