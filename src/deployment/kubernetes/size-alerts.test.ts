import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planInputs } from '../../../tests/support/plan-inputs.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { limitsOfPlan, planGroup, referenceLimits } from '../../monitoring/plan-limits.ts';
import { buildPlan } from '../../planning/build-plan.ts';
import { sizeAlerts } from './size-alerts.ts';

const reference = buildPlan(planInputs({}, { database: 'self-hosted' })).document;
/** Forty meetings of 25 people. */
const small = buildPlan(
  planInputs({ meetings: [{ count: 40, participants: 25 }] }, { database: 'self-hosted' }),
).document;

const shipped = readFileSync('manifests/components/monitoring/rules/plan.yml', 'utf8');
const rules: ClusterObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'prometheus-rules-4k5fg8c2hb',
    namespace: 'gomeet',
    labels: { 'app.kubernetes.io/name': 'prometheus-rules' },
  },
  data: { 'plan.yml': shipped, 'data.yml': 'groups: []\n' },
};
const mounting = (name: string, namespace = 'gomeet'): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'prometheus', namespace },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [],
        volumes: [
          { name: 'rules', configMap: { name, optional: true } },
          { name: 'data', emptyDir: {} },
        ],
      },
    },
  },
});
const prometheus = mounting(rules.metadata.name);

describe('limitsOfPlan', () => {
  test('of the reference event are those that the manifests ship', () =>
    expect(limitsOfPlan(reference)).toEqual(referenceLimits));

  test('of a smaller event follow its people, its rooms and its copies', () =>
    expect(limitsOfPlan(small)).toMatchObject({
      participants: 1_000,
      roomParticipants: 25,
      roomBandwidthBits: { target: 150e6, critical: 250e6 },
      databaseStandbys: (small.workloads.find(({ name }) => name === 'postgres')?.replicas ?? 0) - 1,
      poolerConnections: referenceLimits.poolerConnections,
    }));

  test('what a plan leaves out is missed by nobody', () => {
    const without = { ...reference, workloads: reference.workloads.filter(({ name }) => name !== 'turn') };
    expect(limitsOfPlan(without).services).toEqual(
      referenceLimits.services.filter((name) => name !== 'turn'),
    );
  });

  test('of databases that somebody else runs the copies stay the reference’s', () =>
    expect(limitsOfPlan(buildPlan(planInputs({}, { database: 'managed' })).document)).toMatchObject({
      databaseStandbys: referenceLimits.databaseStandbys,
      redisReplicas: referenceLimits.redisReplicas,
    }));
});

describe('sizeAlerts', () => {
  test('the plan that the manifests are written for changes nothing', () =>
    expect(sizeAlerts([rules, prometheus], reference)).toEqual([rules, prometheus]));

  test('another plan comes into the rules, under another name, and Prometheus mounts that', () => {
    const elsewhere = mounting(rules.metadata.name, 'other');
    const [sized, moved, ...rest] = sizeAlerts([rules, prometheus, elsewhere], small);
    const { name } = sized?.metadata ?? {};
    expect(name).toMatch(/^prometheus-rules-[0-9a-f]{10}$/);
    const { 'plan.yml': plan, ...others } = (sized?.data ?? {}) as Record<string, string>;
    expect(parse(plan ?? '')).toEqual({ groups: [planGroup(limitsOfPlan(small))] });
    expect(others).toEqual({ 'data.yml': 'groups: []\n' });
    const expected = JSON.stringify(prometheus).replace(rules.metadata.name, name ?? '');
    expect(JSON.stringify(moved)).toBe(expected);
    expect(rest).toEqual([elsewhere]);
  });

  test('the same plan twice is the same name, so that a second deployment changes nothing', () =>
    expect(sizeAlerts([rules, prometheus], small)).toEqual(sizeAlerts([rules, prometheus], small)));

  test('an overlay without Prometheus is left as it is', () =>
    expect(sizeAlerts([prometheus], small)).toEqual([prometheus]));
});
