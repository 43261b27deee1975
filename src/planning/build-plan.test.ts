import { describe, expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import { compileFormula } from './formula.ts';
import { type PlanDocument, planSchema } from './plan.ts';

const documentOf = (event: object = {}, choices: object = {}): PlanDocument =>
  buildPlan(planInputs(event, choices)).document;
const total = (plan: PlanDocument, name: string): number =>
  plan.lines[plan.totals[name] ?? '']?.value ?? Number.NaN;
const poolOf = (plan: PlanDocument, id: string) => plan.pools.find((pool) => pool.id === id);

const reference = documentOf();

describe('the reference event', () => {
  test('267.3 Gbit/s of payload, 294 on the wire, 19.72 million GiB a month', () => {
    expect(total(reference, 'participants')).toBe(50_000);
    expect(total(reference, 'payloadBitsPerSecond')).toBeCloseTo(50_000 * 5.346e6, 0);
    expect(total(reference, 'egressBitsPerSecond') / 1e9).toBeCloseTo(294.45, 2);
    expect(total(reference, 'payloadGiBPerMonth') / 1e6).toBeCloseTo(19.716, 3);
  });

  test('55 media nodes of 48 cores and 10 Gbit/s: two meetings each, one in ten spare', () => {
    expect(poolOf(reference, 'media')).toMatchObject({ size: 'c-48-intel', nodes: 55, spareNodes: 5 });
    expect(reference.media.meetingsPerNode).toBe(2);
  });

  test('8 workers of 16 cores: seven that pods and services fill as a scheduler does, and one that may be lost', () => {
    expect(poolOf(reference, 'worker')).toMatchObject({ size: 'c-16', nodes: 8, spareNodes: 1 });
  });

  test('people behind TURN are paid for on both of their ways', () => {
    const { lines } = reference;
    const wire = (lines['traffic.wire-out']?.value ?? 0) + (lines['traffic.wire-in']?.value ?? 0);
    expect(lines['edge.turn.relayed']?.value).toBeCloseTo(0.1 * wire, 0);
    const parts = ['wire-gib', 'turn-gib', 'api-gib', 'recordings-gib'].map(
      (id) => lines[`traffic.month.${id}`]?.value ?? Number.NaN,
    );
    expect(total(reference, 'egressGiBPerMonth')).toBeCloseTo(
      parts.reduce((a, b) => a + b),
      3,
    );
  });

  test('load balancers take the greatest of connections, requests and handshakes, and one more', () => {
    // 3 × 50,000 connections / 10,000 = 15; 3 × 50,000 / 60 s = 2,500 handshakes/s / 250 = 10
    expect(total(reference, 'loadBalancerNodes')).toBe(15 + 1);
    // Everybody within 20 s: 7,500 handshakes/s / 250 = 30
    expect(total(documentOf({ joinSeconds: 20 }), 'loadBalancerNodes')).toBe(30 + 1);
  });

  test('is a document of the schema, small enough to read, with a unit, a basis and an origin for every line', () => {
    expect(planSchema.parse(JSON.parse(JSON.stringify(reference)))).toEqual(reference);
    expect(Object.keys(reference.lines).length).toBeLessThanOrEqual(400);
    const unexplained = Object.entries(reference.lines).filter(
      ([, { formula, kind }]) => (kind === 'input') !== (formula === null),
    );
    expect(unexplained).toEqual([]);
  });

  test('every formula gives its line’s value from the values of the lines that it names', () => {
    const formulas = Object.values(reference.lines).filter(({ kind }) => kind === 'formula');
    expect(formulas.length).toBeGreaterThan(100);
    for (const { formula, inputs, value } of formulas) {
      const named = Object.fromEntries(
        Object.entries(inputs).map(([name, id]) => [name, reference.lines[id] ?? { value: Number.NaN }]),
      );
      expect(compileFormula(formula ?? '').evaluate(named)).toBe(value);
    }
  });
});

describe('pods', () => {
  test.each([
    ['managed', reference],
    ['self-hosted', documentOf({}, { database: 'self-hosted' })],
    ['a named small size', documentOf({}, { workerNodeSize: 'c-8' })],
  ])('fit their nodes in sum and each by itself (%s)', (_, plan) => {
    for (const pool of plan.pools) {
      const pods = plan.workloads.filter((workload) => workload.pool === pool.id);
      expect(pods.length).toBeGreaterThan(0);
      const cores = pods.reduce((sum, pod) => sum + (pod.replicas * pod.cpuMillicores) / 1000, 0);
      const memory = pods.reduce((sum, pod) => sum + pod.replicas * pod.memoryBytes, 0);
      expect(cores).toBeLessThanOrEqual(pool.nodes * pool.allocatableCores + 1e-6);
      expect(memory).toBeLessThanOrEqual(pool.nodes * pool.allocatableMemoryBytes + 1e3);
      for (const pod of pods) {
        expect(pod.cpuMillicores / 1000).toBeLessThanOrEqual(pool.allocatableCores);
        expect(pod.memoryBytes).toBeLessThanOrEqual(pool.allocatableMemoryBytes);
      }
    }
  });

  test('a database in the cluster brings pods and volumes, and no managed one is paid for', () => {
    const plan = documentOf({}, { database: 'self-hosted' });
    const names = plan.workloads.map(({ name }) => name);
    expect(names).toContain('postgres');
    expect(names).toContain('redis');
    expect(plan.resources.map(({ kind }) => kind)).not.toContain('database');
    expect(total(plan, 'objectStorageGiB')).toBeGreaterThan(total(reference, 'objectStorageGiB'));
  });
});

describe('what nobody needs is not planned', () => {
  test('no TURN nodes where nobody is relayed, no recorders where nothing is recorded', () => {
    const plan = documentOf({ relayedParticipants: 0, recordedMeetings: 0 });
    expect(poolOf(plan, 'turn')).toBeUndefined();
    expect(plan.workloads.map(({ name }) => name)).not.toContain('recorder');
    expect(plan.warnings.join()).not.toContain('TURN');
  });

  test('media nodes of an elastic schedule run 8 hours and 5 of drain on 22 days', () => {
    const plan = documentOf({}, { schedule: 'elastic' });
    const hours = plan.resources.find(({ id }) => id === 'media-nodes')?.hours ?? '';
    expect(plan.lines[hours]?.value).toBe(13 * 22);
  });
});

test('more people, hours, lines of chat or people behind TURN never need less of anything', () => {
  const steps: readonly (readonly [object, object])[] = [
    [{ meetings: [{ count: 10, participants: 100 }] }, { meetings: [{ count: 10, participants: 400 }] }],
    [{ meetings: [{ count: 10, participants: 100 }] }, { meetings: [{ count: 37, participants: 100 }] }],
    [{ calendar: { hoursPerDay: 2 } }, { calendar: { hoursPerDay: 20 } }],
    [{ chatLinesPerHour: 1 }, { chatLinesPerHour: 120 }],
    [{ relayedParticipants: 0.05 }, { relayedParticipants: 0.5 }],
    [{ joinSeconds: 600 }, { joinSeconds: 30 }],
  ];
  const sizes = { mediaNodeSize: 'c-48-intel', workerNodeSize: 'c-16', turnNodeSize: 'c-16-intel' };
  for (const [less, more] of steps) {
    const [small, large] = [documentOf(less, sizes), documentOf(more, sizes)];
    for (const name of Object.keys(small.totals))
      expect(total(large, name), `${name} of ${JSON.stringify(more)}`).toBeGreaterThanOrEqual(
        total(small, name),
      );
  }
});

describe('sizes', () => {
  test.each(['mediaNodeSize', 'workerNodeSize', 'turnNodeSize'])(
    'an unknown %s is answered with the nearest',
    (field) =>
      expect(() => documentOf({}, { [field]: 'c-16-intl' })).toThrow(
        `plan.${field}: no size "c-16-intl" is on offer; nearest: c-16-intel`,
      ),
  );

  test('a worker size on which a pod does not fit is refused with what it would have to hold', () =>
    expect(() => documentOf({}, { workerNodeSize: 'c-2' })).toThrow(
      /plan\.workerNodeSize: c-2 has no room for pods of 4 cores and .* GiB/,
    ));

  test('auto is never dearer than any size that was named', () => {
    const price = (plan: PlanDocument): number => {
      const { size = '', nodes = 0 } = poolOf(plan, 'media') ?? {};
      return nodes * (planInputs().sizes.find(({ sku }) => sku === size)?.monthlyPrice?.value ?? Number.NaN);
    };
    const event = {
      meetings: [
        { count: 40, participants: 120 },
        { count: 9, participants: 300 },
      ],
    };
    const auto = price(documentOf(event));
    for (const mediaNodeSize of [
      'c-8-intel',
      'c-16-intel',
      'c-32-intel',
      'g-32vcpu-128gb-intel',
      'c-60-intel',
    ])
      try {
        expect(auto).toBeLessThanOrEqual(price(documentOf(event, { mediaNodeSize })));
      } catch (error) {
        expect(String(error)).toContain('does not fit one');
      }
  });
});
