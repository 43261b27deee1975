import { describe, expect, test } from 'vitest';
import { roomRun } from '../../../tests/support/room-run.ts';
import { capacityResult, judgedBySearch } from './judge-search.ts';
import type { CapacityStep } from './step.ts';

const step = (load: number, change: Partial<CapacityStep> = {}): CapacityStep => ({
  load,
  outcome: 'met',
  missed: [],
  limitedBy: null,
  hostCpuPercent: 40,
  hostMemoryPercent: 20,
  livekitCpuPercent: 50,
  apiCpuPercent: 5,
  generatorCpuPercent: 15,
  packetLossPercent: 0,
  videoLatencyP95Ms: 3,
  ...change,
});
const missed = step(200, { outcome: 'missed', missed: ['CPU utilization'], limitedBy: 'CPU of the host' });

const judged = (steps: readonly CapacityStep[], endedEarly: string | null = null) =>
  judgedBySearch(roomRun(), capacityResult('participants', steps), endedEarly);

describe('judgedBySearch', () => {
  test('a knee that was found passes, and the finding names what ran out', () => {
    const run = judged([step(100), missed]);
    expect(run.verdict).toMatchObject({ status: 'PASS', exitCode: 0 });
    expect(run.findings[0]).toMatchObject({
      title: '100 participants meet every target, 200 do not',
      evidence: 'At 200 the limit is CPU of the host; missed: CPU utilization.',
    });
    expect(run.tables?.[0]?.rows.map(([load, outcome]) => [load, outcome])).toEqual([
      [100, 'met'],
      [200, 'missed'],
    ]);
  });

  test('a generator that was the limit makes it inconclusive and is named', () => {
    const { verdict } = judged([step(100), step(200, { outcome: 'invalid', limitedBy: 'the generator' })]);
    expect(verdict).toMatchObject({ status: 'INCONCLUSIVE', exitCode: 5 });
    expect(verdict.summary).toContain('the limit was the generator');
  });

  test('a search without a miss says "at least"', () =>
    expect(judged([step(100)]).verdict.summary).toBe(
      'PASS — At least 100 participants: no step missed a target',
    ));

  test('an interrupted search is partial and keeps what it has shown', () => {
    const run = judged([step(100), step(200, { outcome: 'partial' })], 'interrupted by the user');
    expect(run).toMatchObject({ partial: true, verdict: { status: 'INCONCLUSIVE' } });
    expect(run.verdict.summary).toContain('At least 100 participants');
  });

  test('where not even the first step met, the verdict is that of the step', () => {
    const run = roomRun();
    const search = judgedBySearch(run, capacityResult('participants', [missed]), null);
    expect(search.verdict.exitCode).toBe(run.verdict.exitCode);
    expect(search.verdict.summary).toContain('Not even 200 participants');
  });
});
