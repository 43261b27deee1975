import { expect, test } from 'vitest';
import { buildDrillRun } from './build-drill-run.ts';
import type { Drill } from './drill.ts';
import type { DrillObservation } from './run-drill.ts';

const drill: Drill = {
  id: 'redis-master-killed',
  title: 'The Redis master is killed',
  hypothesis: 'It comes back.',
  profiles: ['lean'],
  steps: [{ act: 'kill', who: 'redis-master' }],
  doors: ['chat'],
  objective: { rtoMs: 10_000, rpoRows: 0 },
  giveUpAfterMs: 60_000,
  recovery: 'by itself',
  kubernetes: { absent: 'this one is not real' },
};

/** Chat is probed every 50 ms and away from 10 s to 12 s; the fault is at 9.99 s. */
const chat = Array.from({ length: 1_200 }, (_, i) => {
  const startedAtMs = i * 50;
  const isDown = startedAtMs >= 10_000 && startedAtMs < 12_000;
  return { startedAtMs, endedAtMs: startedAtMs + 1, failure: isDown ? 'closed with 1006' : null };
});
const acknowledged = Array.from({ length: 1_100 }, (_, sequence) => ({
  writer: 'chat',
  sequence,
  acknowledgedAtMs: sequence * 50,
}));

const seen: DrillObservation = {
  drill,
  startedAtMs: 0,
  endedAtMs: 60_000,
  fault: {
    atMs: 9_990,
    wallMs: 1_700_000_000_000,
    commands: ['kill -KILL 7'],
    proofs: ['redis: the kernel knows no process 7 any more'],
    unproven: [],
    shortcomings: [],
    givenUpFromMs: null,
    broken: [],
  },
  doors: new Map([['chat', chat]]),
  platform: { changes: [{ atMs: 11_000, text: 'redis is restarting', isWell: false }], wholeSinceMs: 13_000 },
  acknowledged,
  rows: acknowledged.map(({ writer, sequence }) => ({ writer, sequence, copies: 1 })),
  rowsReason: null,
  room: { participants: 2, gaps: [{ participant: 0, fromMs: 10_000, toMs: 11_500 }] },
  roomReason: null,
  notes: [{ atMs: 9_990, kind: 'fault', text: 'redis: kill' }],
  interrupted: false,
  stopped: null,
};
const quiet = { alerts: [], healthy: true };

test('figures count from the fault, on one timeline', () => {
  const run = buildDrillRun(seen, {
    alerts: [{ name: 'RedisDown', severity: 'critical', afterMs: 15_000, resolvedAfterMs: 30_000 }],
    healthy: true,
  });
  expect(run).toMatchObject({
    verdict: 'PASS',
    detectionMs: 11,
    rtoFirstMs: 2_011,
    rtoStableMs: 2_011,
    rtoRedundantMs: 3_010,
    rpoRows: 0,
    participantsAffected: 1,
    mediaBackMs: 1_510,
    reasons: {},
  });
  expect(run.timeline.map(({ atMs, text }) => [atMs, text])).toEqual([
    [0, 'redis: kill'],
    [10, 'chat fails: closed with 1006'],
    [1_010, 'redis is restarting'],
    [1_510, 'participant 1 has media again after 1.50 s'],
    [2_011, 'chat works again after 2.00 s (40 probes failed)'],
    [15_000, 'RedisDown (critical) fires'],
    [30_000, 'RedisDown is over'],
  ]);
});

test('a lost acknowledged line that was planted by hand makes it critical', () => {
  const rows = seen.rows?.filter(({ sequence }) => sequence !== 190) ?? [];
  expect(buildDrillRun({ ...seen, rows }, quiet)).toMatchObject({
    verdict: 'CRITICAL',
    rpoRows: 1,
    rpoMs: 490,
  });
});

test('what was acknowledged after the moment of a restore counts as given up, and says so', () => {
  const rows = seen.rows?.filter(({ sequence }) => sequence < 200) ?? [];
  const restored = { ...seen, rows, fault: { ...seen.fault, givenUpFromMs: 10_000 } };
  const run = buildDrillRun(restored, quiet);
  expect(run).toMatchObject({ verdict: 'PASS', rpoRows: 900, givenUpRows: 900 });
  expect(run.reasons.rpoRows).toContain('given up');
});

test('every null has its reason', () => {
  const nothing: DrillObservation = {
    ...seen,
    fault: { ...seen.fault, atMs: null, wallMs: null, proofs: [] },
    platform: { changes: [], wholeSinceMs: null },
    rows: null,
    rowsReason: 'the rows could not be read',
    room: null,
    roomReason: 'k6 is missing',
    stopped: 'the platform was not steady',
  };
  const run = buildDrillRun(nothing, { alerts: [], healthy: null });
  const nulls = Object.entries(run).flatMap(([name, value]) =>
    value === null && name !== 'healthy' ? [name] : [],
  );
  expect(nulls.filter((name) => run.reasons[name] === undefined)).toEqual([]);
  expect(run.verdict).toBe('INCONCLUSIVE');
});

test('alerts that nobody could ask for are told apart from alerts that did not fire', () => {
  const silent = {
    alerts: [],
    alertsReason: 'not known: Prometheus in gomeet answered HTTP 503',
    healthy: true,
  };
  expect(buildDrillRun(seen, silent).reasons).toMatchObject({
    alerts: 'not known: Prometheus in gomeet answered HTTP 503',
  });
  expect(buildDrillRun(seen, quiet).reasons).not.toHaveProperty('alerts');
});
