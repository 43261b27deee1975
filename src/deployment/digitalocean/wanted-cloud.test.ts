import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import type { PlanDocument } from '../../planning/plan.ts';
import type { Bill } from '../../pricing/bill.ts';
import { wantedCloud, withEverything } from './wanted-cloud.ts';

const choices = { name: 'gomeet', region: undefined, domain: undefined, hasRegistry: true };
const plan = {
  choices: { provider: 'digitalocean', region: 'sgp1', controlPlane: 'ha' },
  pools: [
    { id: 'media', size: 'c-48-intel', nodes: 55 },
    { id: 'worker', size: 'c-16', nodes: 7 },
  ],
  resources: [{ id: 'postgres', kind: 'database', quantity: 'postgres.instances' }],
  lines: { 'postgres.instances': { value: 2 } },
} as unknown as PlanDocument;
const bill = {
  lines: [{ id: 'postgres', amount: new Big(244), row: { attributes: { vcpus: 4, memoryMiB: 8192 } } }],
} as unknown as Pick<Bill, 'lines'>;

describe('what a plan asks of DigitalOcean', () => {
  test('keeps people’s calls apart, and lets only workers scale by themselves', () => {
    const { pools, region } = wantedCloud(plan, bill, choices);
    expect(region).toBe('sgp1');
    expect(pools).toMatchObject([
      { name: 'gomeet-media', nodes: 55, maximumNodes: null, taints: [{ value: 'media' }] },
      { name: 'gomeet-worker', nodes: 7, maximumNodes: 14, taints: [] },
    ]);
  });

  test('has a database of the size that the bill is for', () => {
    expect(wantedCloud(plan, bill, choices).databases).toEqual([
      { engine: 'pg', name: 'gomeet-postgres', size: 'db-s-4vcpu-8gb', nodes: 2, billLine: 'postgres' },
    ]);
    expect(() => wantedCloud(plan, { lines: [] }, choices)).toThrow('no size for the plan');
  });

  test('may be in another region', () => {
    expect(wantedCloud(plan, bill, { ...choices, region: 'fra1' }).region).toBe('fra1');
  });

  test('is refused for a plan of another provider', () => {
    const elsewhere = { ...plan, choices: { ...plan.choices, provider: 'hetzner' } };
    expect(() => wantedCloud(elsewhere, bill, choices)).toThrow('the plan is for hetzner');
  });

  test('is looked for with every pool and database that an earlier plan may have had', () => {
    const { pools, databases } = withEverything(wantedCloud(plan, bill, choices));
    expect(pools.map(({ name }) => name)).toEqual(['gomeet-media', 'gomeet-turn', 'gomeet-worker']);
    expect(databases.map(({ name }) => name)).toEqual(['gomeet-postgres', 'gomeet-valkey']);
  });
});
