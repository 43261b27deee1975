import { describe, expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import type { PlanDocument, Workload } from './plan.ts';
import { diffPlans } from './plan-diff.ts';

const documentOf = (event: object = {}, choices: object = {}): PlanDocument =>
  buildPlan(planInputs(event, choices)).document;

test('a plan does not differ from itself', () => {
  const plan = documentOf();
  const none = { totals: [], pools: [], workloads: [], resources: [], lines: [] };
  expect(diffPlans(plan, structuredClone(plan))).toEqual(none);
});

test('another size shows in machines, pods, what is paid for and lines', () => {
  const diff = diffPlans(documentOf(), documentOf({}, { mediaNodeSize: 'c-32-intel' }));
  expect(diff.pools).toEqual([
    {
      id: 'media',
      title: 'one media server on each',
      before: '55 × c-48-intel, 48 cores, 96 GiB',
      after: '110 × c-32-intel, 32 cores, 64 GiB',
    },
  ]);
  expect(diff.resources.find(({ id }) => id === 'media-nodes')).toMatchObject({
    before: { value: 55, unit: 'node' },
    after: { value: 110, unit: 'node' },
  });
  expect(diff.lines.map(({ id }) => id)).toContain('media.node.cpu');
});

test('what only one of them has is null in the other', () => {
  const { pools } = diffPlans(documentOf({ relayedParticipants: 0 }), documentOf());
  expect(pools.find(({ id }) => id === 'turn')).toMatchObject({
    before: null,
    after: '22 × c-4, 4 cores, 8 GiB',
  });
});

describe('the enlargement that a deployment guide describes', () => {
  const pod = (name: string, replicas: number, cores: number, gib: number): Workload => ({
    name,
    pool: 'worker',
    replicas,
    maximumReplicas: null,
    cpuMillicores: cores * 1000,
    memoryBytes: gib * 2 ** 30,
    onePerNode: false,
    isStateful: true,
  });
  const guide = (
    media: readonly [number, number],
    pods: readonly Workload[],
    shards: number,
  ): PlanDocument => {
    const plan = structuredClone(documentOf());
    const pool = plan.pools.find(({ id }) => id === 'media');
    const line = plan.lines['data.postgres.shards'];
    if (pool === undefined || line === undefined) throw new Error('the reference plan has both');
    Object.assign(pool, { size: 'sfu', cores: media[0], memoryBytes: media[1] * 2 ** 30 });
    line.value = shards;
    return { ...plan, workloads: [...pods] };
  };

  test('is told change by change', () => {
    const before = guide(
      [8, 32],
      [pod('postgres', 2, 8, 32), pod('redis', 6, 4, 16), pod('traefik', 6, 2, 4)],
      3,
    );
    const after = guide(
      [16, 64],
      [pod('postgres', 3, 16, 64), pod('redis', 12, 8, 32), pod('traefik', 6, 4, 8)],
      4,
    );
    const { pools, workloads, totals } = diffPlans(before, after);
    const told = [...pools, ...workloads].map(
      ({ id, before: old, after: young }) => `${id}: ${old} → ${young}`,
    );
    expect(told).toEqual([
      'media: 55 × sfu, 8 cores, 32 GiB → 55 × sfu, 16 cores, 64 GiB',
      'postgres: 2 × 8 cores, 32 GiB → 3 × 16 cores, 64 GiB',
      'redis: 6 × 4 cores, 16 GiB → 12 × 8 cores, 32 GiB',
      'traefik: 6 × 2 cores, 4 GiB → 6 × 4 cores, 8 GiB',
    ]);
    expect(totals).toMatchObject([{ id: 'postgresShards', before: { value: 3 }, after: { value: 4 } }]);
  });
});
