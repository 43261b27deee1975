/** What the traffic of the reference event costs at each provider of the catalogue: the figures that the comparison rests on. */
import { fileURLToPath } from 'node:url';
import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { toCents } from './bill.ts';
import { rowFor } from './bill-rows.ts';
import { readCatalogue } from './read-catalogue.ts';
import { tieredPrice } from './tier-price.ts';
import { inPricingUnit } from './usage.ts';

const catalogue = await readCatalogue(fileURLToPath(new URL('../..', import.meta.url)));

/** 267.3 Gbit/s × 176 h / 8, the payload of 50,000 people at 5.346 Mbit/s. */
const payload = { value: new Big('267.3e9').times(176 * 3600).div(8), unit: 'byte' };

function trafficCost(provider: string, bytes = payload): string | null {
  const region = catalogue.rowsOf(provider, 'egress')[0]?.region ?? '';
  const row = rowFor(catalogue, { provider, region, kind: 'egress', sku: null, minimumMemoryBytes: 0 });
  if (row === null) throw new Error(`no egress row for ${provider}`);
  const cost = tieredPrice(inPricingUnit(bytes, row.per), row);
  return cost && toCents(cost).toFixed(2);
}

describe('21.17 million GB of a month cost, before any allowance,', () => {
  test.each([
    ['digitalocean', '197162.48'],
    // 9,900 × 0.09 + 40,000 × 0.085 + 100,000 × 0.07 + 21,020,160 × 0.05
    ['aws', '1062299.00'],
    // 9,900 × 0.087 + 40,000 × 0.083 + 100,000 × 0.07 + 21,020,160 × 0.05
    ['azure', '1062189.30'],
    // 19,716,247.8 GiB: 9,999 × 0.12 + 40,000 × 0.11 + 19,666,247.8 × 0.08
    ['gcp', '1578899.71'],
    ['hetzner', '21170.16'],
    ['vultr', '211701.60'],
    ['linode', '211701.60'],
    // The first 10,000 GB are free: 21,160,160 × 0.0085
    ['oci', '179861.36'],
  ])('%s: %s', (provider, cost) => {
    expect(trafficCost(provider)).toBe(cost);
  });

  test('Google prices GiB: whoever takes its price for one of a GB finds $1.69 million', () => {
    const mistaken = { value: payload.value.div(new Big(10).pow(9)).times(new Big(2).pow(30)), unit: 'byte' };
    expect(Number(trafficCost('gcp', mistaken))).toBeCloseTo(1_695_212.6, 0);
  });

  test('Hetzner includes 20 TiB with each of 110 servers: EUR 18,751', () => {
    const row = catalogue.find('hetzner', 'node/ccx43');
    expect(row?.included).toEqual([{ amount: 20, unit: 'TiB', pooled: false }]);
    const over = payload.value.minus(new Big(20).times(new Big(2).pow(40)).times(110));
    expect(trafficCost('hetzner', { value: over, unit: 'byte' })).toBe('18751.23');
  });

  test.each(['ovhcloud', 'scaleway', 'upcloud'])('%s: not known, and not zero', (provider) => {
    expect(trafficCost(provider)).toBeNull();
  });
});
