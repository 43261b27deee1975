import { describe, expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../../tests/support/generator-result.ts';
import { roomRun } from '../../../tests/support/room-run.ts';
import { stepOf } from './step.ts';

const outcome = { result: generatorResult(), samples: platformSamples() };
const good = roomRun({ kpis: [], gates: [] });
const [kpi] = roomRun().kpis;
if (kpi === undefined) throw new Error('a room has KPIs');
/** A target of below 70 that was measured, in a step too short to decide it. */
const undecided = (measured: number | null) => ({
  ...kpi,
  status: 'INCONCLUSIVE' as const,
  direction: 'below' as const,
  target: 70,
  measured,
});

describe('stepOf', () => {
  test('takes its figures from the hold', () =>
    expect(stepOf(100, good, outcome)).toMatchObject({
      load: 100,
      outcome: 'met',
      limitedBy: null,
      hostCpuPercent: 50,
      livekitCpuPercent: 80,
      apiCpuPercent: null,
      generatorCpuPercent: 20,
    }));

  test('an undecided target counts by the value that was measured', () => {
    expect(stepOf(100, { ...good, kpis: [undecided(60)] }, outcome).outcome).toBe('met');
    expect(stepOf(100, { ...good, kpis: [undecided(80)] }, outcome).outcome).toBe('missed');
    expect(stepOf(100, { ...good, kpis: [undecided(null)] }, outcome).outcome).toBe('missed');
  });

  test('a step that was cut short shows nothing', () =>
    expect(stepOf(100, { ...good, partial: true }, outcome).outcome).toBe('partial'));

  test('a failed gate on a host with room left is the generator', () => {
    const gates = [{ id: 'g', title: 'sent late', passed: false, found: '9 ms', needed: '5 ms' }];
    expect(stepOf(100, { ...good, gates }, outcome)).toMatchObject({
      outcome: 'invalid',
      limitedBy: 'the generator',
    });
  });
});
