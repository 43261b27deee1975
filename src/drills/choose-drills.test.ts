import { expect, test } from 'vitest';
import { DRILLS } from './catalogue/index.ts';
import { chooseClusterDrills, chooseDrills } from './choose-drills.ts';
import { asInCluster } from './kubernetes/cluster-form.ts';
import { longestDrillSeconds } from './kubernetes/gateway-budget.ts';

test('all are those of the profile that need no request of their own', () => {
  const lean = chooseDrills({ name: undefined, all: true }, 'lean').map(({ id }) => id);
  expect(lean).toContain('redis-down-35s');
  expect(lean).not.toContain('redis-down-7min');
  expect(chooseDrills({ name: 'redis-down-7min', all: false }, 'lean')).toHaveLength(1);
});

test('each id is there once and is spelt as commands are', () => {
  const ids = DRILLS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
});

test('a mistyped name is answered with the nearest', () => {
  expect(() => chooseDrills({ name: 'redis-master-kiled', all: false }, 'lean')).toThrow(
    'did you mean "redis-master-killed"?',
  );
});

test('nothing asked, and too much asked, are refused', () => {
  expect(() => chooseDrills({ name: undefined, all: false }, 'lean')).toThrow('which drill?');
  expect(() => chooseDrills({ name: 'redis-down-5s', all: true }, 'lean')).toThrow('say one of them');
});

test('in a cluster there are those whose fault exists there; the others are refused with the reason and that list', () => {
  const all = chooseClusterDrills({ name: undefined, all: true }).map(({ id }) => id);
  expect(all).toEqual([
    'api-worker-killed',
    'api-workers-rolling',
    'load-balancer-killed',
    'turn-lost',
    'media-node-killed',
    'redis-master-killed',
    'postgres-replica-lost',
    'postgres-primary-killed',
  ]);
  const refused = () => chooseClusterDrills({ name: 'etcd-lost', all: false });
  expect(refused).toThrow('PostgreSQL keeps its lease in Kubernetes there');
  expect(refused).toThrow(`accepted: ${all.join(', ')}`);
});

/** Before the fault the doors have to be well for 5 s, and probes that hang are waited for. */
const aroundSeconds = 20;

test('every drill of a cluster is watched by doors that people have, and ends before the gateway counts too much', () => {
  for (const drill of chooseClusterDrills({ name: undefined, all: true }).map(asInCluster)) {
    expect(drill.doors.length, drill.id).toBeGreaterThan(0);
    expect(drill.doors, drill.id).not.toContain('database-write');
    expect(drill.giveUpAfterMs / 1000 + aroundSeconds, drill.id).toBeLessThanOrEqual(longestDrillSeconds);
  }
});
