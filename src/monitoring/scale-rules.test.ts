import { expect, test } from 'vitest';
import { type PlanLimits, planGroup } from './plan-limits.ts';
import { scaleRules, scaleSpan } from './scale-rules.ts';

const limits: PlanLimits = {
  participants: 20,
  roomParticipants: 8,
  roomBandwidthBits: { target: 3e6, critical: 5e6 },
  poolerConnections: 60,
  databaseConnections: 40,
  databaseStandbys: 1,
  redisReplicas: 2,
  backupIntervalSeconds: 60,
  walArchiveSeconds: 10,
  services: ['livekit', 'api'],
};

test('windows and waits are divided, thresholds that are owed to everybody stay', () => {
  const rule = {
    alert: 'ForwardingSlow',
    expr: 'histogram_quantile(0.95, sum by (node, le) (rate(livekit_forward_latency_ns_bucket{a="[5m]"}[5m]))) > 10e6',
    for: '3m',
    labels: { severity: 'warning' },
  };
  const [scaled] = scaleRules([{ groups: [{ name: 'media quality', rules: [rule] }] }], {
    limits,
    timeDivisor: 15,
    shortestWindowMs: 20_000,
  });
  expect(scaled?.groups[0]?.rules[0]).toEqual({
    ...rule,
    expr: 'histogram_quantile(0.95, sum by (node, le) (rate(livekit_forward_latency_ns_bucket{a="[5m]"}[20s]))) > 10e6',
    for: '12s',
  });
});

test('a window of a minute is not divided below the shortest', () => {
  expect(scaleSpan('1m', 15, 20_000)).toBe('20s');
  expect(scaleSpan('10s', 15, 20_000)).toBe('10s');
});

test('the group of the plan is written anew', () => {
  const [scaled] = scaleRules([{ groups: [{ name: 'plan', rules: [] }] }], {
    limits,
    timeDivisor: 1,
    shortestWindowMs: 0,
  });
  expect(scaled?.groups).toEqual([planGroup(limits)]);
  expect(planGroup(limits).rules).toContainEqual({
    record: 'gomeet:plan_participants:max',
    expr: 'vector(20)',
  });
  expect(planGroup(limits).rules.at(-1)).toEqual({
    record: 'gomeet:plan_service:info',
    expr: 'vector(1)',
    labels: { app: 'api' },
  });
});

test.each([
  ['5m', 15, '20s'],
  ['1h30m', 15, '360s'],
  ['30s', 20, '1500ms'],
  ['15m', 1, '900s'],
])('%s divided by %d is %s', (span, divisor, scaled) => {
  expect(scaleSpan(span, divisor)).toBe(scaled);
});

test.each([
  ['five minutes', 15],
  ['5m or so', 15],
  ['1ms', 15],
])('%s divided by %d is refused', (span, divisor) => {
  expect(() => scaleSpan(span, divisor)).toThrow('cannot be divided');
});
