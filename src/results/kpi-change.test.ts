import { describe, expect, test } from 'vitest';
import { kpiChange } from './kpi-change.ts';
import { judgeKpi, type KpiResult } from './verdict.ts';

const joined = judgeKpi('participants-joined', { kind: 'share', part: 500, whole: 500 });
const latency = (measured: number, half: number, changes: Partial<KpiResult> = {}): KpiResult => ({
  ...joined,
  unit: 'ms',
  direction: 'below',
  target: 150,
  measured,
  interval: [measured - half, measured + half],
  ...changes,
});

describe('a change', () => {
  test.each([
    ['intervals apart, lower is better', latency(100, 5), latency(60, 5), 'better'],
    ['intervals apart, higher is worse', latency(60, 5), latency(100, 5), 'worse'],
    ['intervals touch, less than 5 % between', latency(100, 5), latency(104, 5), 'no change'],
    ['intervals touch, more than 5 % between', latency(100, 20), latency(130, 20), 'undecided'],
    ['sure, but too small to act on', latency(100, 0), latency(103, 0), 'no change'],
    [
      'below 1 % of the target, however many times the baseline',
      latency(0.4, 0),
      latency(1.2, 0),
      'no change',
    ],
    ['small, but it moves the status', latency(149, 0), latency(151, 0, { status: 'MISSED' }), 'worse'],
    ['no value on one side', latency(100, 5), latency(100, 5, { measured: null }), 'not comparable'],
  ])('%s', (_what, baseline, now, change) => {
    expect(kpiChange(baseline, now).change).toBe(change);
  });

  test('carries the widest difference that both intervals allow', () => {
    expect(kpiChange(latency(100, 5), latency(60, 5))).toMatchObject({
      difference: -40,
      interval: [-50, -30],
      share: -0.4,
    });
  });

  test('an end that the samples do not bound leaves it open', () => {
    const open = latency(100, 5, { interval: [90, null] });
    expect(kpiChange(open, latency(140, 5))).toMatchObject({ change: 'undecided', interval: null });
  });

  test('more is better where the target says so', () => {
    expect(
      kpiChange({ ...joined, measured: 90, interval: [90, 90], status: 'CRITICAL' }, joined).change,
    ).toBe('better');
  });
});
