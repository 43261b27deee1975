import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import type { Evidence } from './evidence.ts';
import { Histogram } from './histogram.ts';
import { KPIS } from './kpi.ts';
import type { Kpi } from './kpi-definition.ts';
import type { Gate, Status } from './verdict.ts';
import { exitCodeOf, judgeKpi, judgeRun, kpisNotInScope, STATUSES } from './verdict.ts';

function latencies(ms: readonly number[]): Evidence {
  const histogram = new Histogram();
  for (const value of ms) histogram.add(Math.round(value * 1_000));
  return { kind: 'histogram', histogram };
}

/** `n` values evenly spread between two bounds, in ms. */
function spread(n: number, from: number, to: number): Evidence {
  return latencies(Array.from({ length: n }, (_, i) => from + ((to - from) * i) / n));
}

describe('a percentile', () => {
  test.each<[string, Evidence, Status]>([
    ['well below the target', spread(1_000, 1, 100), 'PASS'],
    ['well above the target', spread(1_000, 160, 200), 'MISSED'],
    ['beyond the critical value', spread(1_000, 400, 500), 'CRITICAL'],
    ['about at the target', spread(1_000, 50, 155), 'INCONCLUSIVE'],
    ['of good but few values', spread(10, 1, 20), 'INCONCLUSIVE'],
    ['of nothing', latencies([]), 'NO DATA'],
  ])('%s', (_what, evidence, status) => {
    expect(judgeKpi('video-latency-p95', evidence).status).toBe(status);
  });

  test('says how many samples are needed where there are too few', () => {
    expect(judgeKpi('video-latency-p95', spread(10, 1, 20)).note).toBe(
      '10 samples do not bound the p95: 73 are needed',
    );
  });

  test('carries its interval: ranks 936 and 964 of 1,000 values', () => {
    const { measured, interval, samples } = judgeKpi('video-latency-p95', spread(1_000, 0, 100));
    expect(samples).toBe(1_000);
    expect(measured).toBeCloseTo(94.9, 0);
    expect(interval?.[0]).toBeCloseTo(93.5, 0);
    expect(interval?.[1]).toBeCloseTo(96.3, 0);
  });
});

describe('a percentile from buckets', () => {
  const evidence = (under: number, over: number): Evidence => ({
    kind: 'buckets',
    unit: 's',
    buckets: [
      { upperBound: 0.05, cumulativeCount: under },
      { upperBound: 0.2, cumulativeCount: under },
      { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: under + over },
    ],
  });

  test('lies between the bounds of its bucket', () => {
    expect(judgeKpi('database-query-time-p95', evidence(1_000, 0))).toMatchObject({
      measured: 50,
      interval: [0, 50],
      samples: 1_000,
      status: 'PASS',
    });
  });

  test('in the last bucket has no upper end, and is missed by its lower one', () => {
    expect(judgeKpi('database-query-time-p95', evidence(100, 900))).toMatchObject({
      interval: [200, null],
      status: 'MISSED',
    });
  });

  test('of nothing is NO DATA', () => {
    expect(judgeKpi('database-query-time-p95', evidence(0, 0)).status).toBe('NO DATA');
  });
});

describe('uptime', () => {
  test.each<[number, number, Status]>([
    [3_000, 3_000, 'PASS'],
    [2_999, 2_999, 'INCONCLUSIVE'],
    [300, 300, 'INCONCLUSIVE'],
    [2_999, 3_000, 'INCONCLUSIVE'],
    [900, 1_000, 'MISSED'],
    [0, 0, 'NO DATA'],
  ])('%d good probes of %d: %s', (successes, trials, status) => {
    expect(judgeKpi('uptime', { kind: 'proportion', successes, trials }).status).toBe(status);
  });

  test('of a short run says what it cannot prove', () => {
    const { note } = judgeKpi('uptime', { kind: 'proportion', successes: 300, trials: 300 });
    expect(note).toBe('cannot prove 99.9 %: it takes 3,000 clean probes');
  });
});

describe('shares, counts and gauges', () => {
  test.each<[number, Status]>([
    [500, 'PASS'],
    [499, 'MISSED'],
    [490, 'CRITICAL'],
  ])('%d of 500 participants joined: %s', (part, status) => {
    expect(judgeKpi('participants-joined', { kind: 'share', part, whole: 500 }).status).toBe(status);
  });

  test('the share of nobody is NO DATA', () => {
    expect(judgeKpi('participants-joined', { kind: 'share', part: 0, whole: 0 }).status).toBe('NO DATA');
  });

  test('CPU is its mean over the hold, memory its highest reading', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i === 7 ? 79.9 : 60));
    expect(judgeKpi('cpu-utilization', { kind: 'gauge', values }).status).toBe('PASS');
    expect(judgeKpi('memory-utilization', { kind: 'gauge', values })).toMatchObject({
      measured: 79.9,
      status: 'PASS',
    });
  });

  test('four readings of a gauge decide nothing', () => {
    expect(judgeKpi('redis-memory', { kind: 'gauge', values: [1, 1, 1, 1] }).status).toBe('INCONCLUSIVE');
  });

  test('what was not observed cannot pass, but can miss', () => {
    const evidence = (value: number): Evidence => ({ kind: 'count', value, samples: 1 });
    expect(judgeKpi('websocket-connections', evidence(60_000), 'extrapolated').status).toBe('INCONCLUSIVE');
    expect(judgeKpi('websocket-connections', evidence(47_000), 'extrapolated').status).toBe('MISSED');
    expect(judgeKpi('websocket-connections', evidence(60_000), 'measured').status).toBe('PASS');
  });
});

test('evidence of the wrong kind is refused', () => {
  expect(() => judgeKpi('uptime', spread(10, 1, 2))).toThrow('the KPI "uptime" is judged by proportion');
  expect(() => judgeKpi('throughput', { kind: 'gauge', values: [1] })).toThrow('has no target');
});

test('no KPI passes on no evidence, whatever it is judged by', () => {
  const nothing: Record<string, Evidence> = {
    percentile: { kind: 'histogram', histogram: new Histogram() },
    proportion: { kind: 'proportion', successes: 0, trials: 0 },
    share: { kind: 'share', part: 0, whole: 0 },
    'mean-over-hold': { kind: 'gauge', values: [] },
    'max-over-hold': { kind: 'gauge', values: [] },
    count: { kind: 'count', value: 0, samples: 0 },
  };
  for (const kpi of KPIS) {
    const evidence = nothing[kpi.judged.by];
    if (evidence === undefined || kpi.target === null) continue;
    expect(judgeKpi(kpi.id, evidence), kpi.id).toMatchObject({
      status: 'NO DATA',
      measured: null,
      interval: null,
    });
  }
});

test('larger latencies never make a better status', () => {
  const rank: Record<Status, number> = { PASS: 0, INCONCLUSIVE: 1, MISSED: 2, CRITICAL: 3, 'NO DATA': 9 };
  const random = seededRandom(11);
  for (let round = 0; round < 50; round += 1) {
    const values = Array.from({ length: 100 + Math.floor(400 * random()) }, () => 400 * random());
    const factors = [0.2, 0.5, 1, 2, 5].map((factor) => latencies(values.map((value) => value * factor)));
    const ranks = factors.map((evidence) => rank[judgeKpi('video-latency-p95', evidence).status]);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  }
});

describe('the verdict of a run', () => {
  const failed: Gate = {
    id: 'cpu',
    title: 'CPU was left',
    passed: false,
    found: '91 %',
    needed: 'at most 80 %',
  };
  const run = (statuses: Status[], gates: Gate[] = [], partial = false) =>
    judgeRun({ kpis: statuses.map((status) => ({ status })), gates, partial });

  test.each<[Status[], Status, number]>([
    [['PASS', 'PASS'], 'PASS', 0],
    [['PASS', 'MISSED', 'INCONCLUSIVE'], 'MISSED', 3],
    [['PASS', 'MISSED', 'CRITICAL'], 'CRITICAL', 4],
    [['PASS', 'INCONCLUSIVE'], 'INCONCLUSIVE', 5],
    [['PASS', 'NO DATA'], 'INCONCLUSIVE', 5],
    [['NO DATA', 'NO DATA'], 'NO DATA', 5],
    [[], 'NO DATA', 5],
  ])('%o gives %s, exit code %d', (statuses, status, exitCode) => {
    expect(run(statuses)).toMatchObject({ status, exitCode });
  });

  test('a failed gate makes it inconclusive, and the words say why', () => {
    const verdict = run(['PASS', 'CRITICAL'], [failed]);
    expect(verdict.status).toBe('INCONCLUSIVE');
    expect(verdict.summary).toBe(
      'INCONCLUSIVE — 1 of 2 targets met · 1 CRITICAL; not valid: "CPU was left" failed (91 %, needed at most 80 %)',
    );
  });

  test('a partial run never passes, but what it missed it missed', () => {
    expect(run(['PASS'], [], true)).toMatchObject({ status: 'INCONCLUSIVE', exitCode: 5 });
    expect(run(['PASS'], [], true).summary).toContain('PARTIAL');
    expect(run(['MISSED'], [], true).status).toBe('MISSED');
  });

  test('PASS needs all KPIs to pass, all gates to hold and the run to be whole', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 300; round += 1) {
      const statuses = Array.from({ length: 4 }, () => STATUSES[Math.floor(random() ** 2 * 5)] ?? 'NO DATA');
      const [gates, partial] = [random() < 0.3 ? [failed] : [], random() < 0.3];
      const isGood = statuses.every((status) => status === 'PASS') && gates.length === 0 && !partial;
      expect(run(statuses, gates, partial).status === 'PASS').toBe(isGood);
    }
  });
});

test('exit codes', () => {
  expect(STATUSES.map(exitCodeOf)).toEqual([0, 3, 4, 5, 5]);
});

test('all other KPIs are named as not in scope', () => {
  const others: readonly Kpi[] = kpisNotInScope([{ id: 'uptime' }]);
  expect(others).toHaveLength(KPIS.length - 1);
  expect(others.map(({ id }) => id)).not.toContain('uptime');
});
