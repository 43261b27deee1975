import { expect, test } from 'vitest';
import type { DrillRun } from './drill-result.ts';
import { judgeDrillRun, objectiveText, worstOf } from './judge-drill.ts';

const drill = { objective: { rtoMs: 10_000, rpoRows: 0 } };
const good: Omit<DrillRun, 'verdict' | 'why'> & { unproven: string[]; shortcomings: string[] } = {
  detectionMs: 40,
  rtoFirstMs: 900,
  rtoStableMs: 900,
  rtoRedundantMs: 2_000,
  rpoRows: 0,
  givenUpRows: 0,
  rpoMs: 0,
  phantomRows: 1,
  doubledRows: 0,
  acknowledgedWrites: 2_000,
  probesMadePercent: 100,
  participants: 0,
  participantsAffected: null,
  mediaGapMs: null,
  mediaBackMs: null,
  reasons: {},
  commands: ['kill -KILL 1'],
  proofs: ['gone'],
  healthy: true,
  interrupted: false,
  doors: [],
  alerts: [],
  timeline: [],
  unproven: [],
  shortcomings: [],
};

test('what was reached passes, phantoms or not', () => {
  expect(judgeDrillRun(drill, good)).toEqual({ verdict: 'PASS', why: [] });
});

test('too late is missed, and never is late', () => {
  expect(judgeDrillRun(drill, { ...good, rtoStableMs: 12_000 })).toEqual({
    verdict: 'MISSED',
    why: ['working again took 12 s, where 10 s are allowed'],
  });
  expect(judgeDrillRun(drill, { ...good, rtoStableMs: null }).verdict).toBe('MISSED');
});

test('a lost acknowledged write and an unhealthy platform are critical', () => {
  expect(judgeDrillRun(drill, { ...good, rpoRows: 1 })).toMatchObject({ verdict: 'CRITICAL' });
  expect(judgeDrillRun(drill, { ...good, healthy: false })).toMatchObject({ verdict: 'CRITICAL' });
});

test('what a restore to a moment gives up was promised to nobody; one row more was', () => {
  expect(judgeDrillRun(drill, { ...good, rpoRows: 900, givenUpRows: 900 }).verdict).toBe('PASS');
  expect(judgeDrillRun(drill, { ...good, rpoRows: 901, givenUpRows: 900 })).toEqual({
    verdict: 'CRITICAL',
    why: ['1 acknowledged writes are lost'],
  });
});

test('a way back that did not do what it promised is critical', () => {
  const shortcomings = ['the archive has a gap: segment 000000010000000000000004 is missing'];
  expect(judgeDrillRun(drill, { ...good, shortcomings })).toEqual({ verdict: 'CRITICAL', why: shortcomings });
});

test('figures of a fault that nobody saw, or of few writes, decide nothing', () => {
  expect(judgeDrillRun(drill, { ...good, unproven: ['redis: as before'] }).verdict).toBe('INCONCLUSIVE');
  expect(judgeDrillRun(drill, { ...good, acknowledgedWrites: 999 }).verdict).toBe('INCONCLUSIVE');
  expect(judgeDrillRun(drill, { ...good, interrupted: true }).verdict).toBe('INCONCLUSIVE');
  expect(judgeDrillRun(drill, { ...good, probesMadePercent: 76, rtoStableMs: 40_000 }).verdict).toBe(
    'INCONCLUSIVE',
  );
});

test('a drill is as good as its worst run', () => {
  expect(worstOf(['PASS', 'MISSED', 'PASS'])).toBe('MISSED');
  expect(worstOf(['PASS', 'INCONCLUSIVE'])).toBe('INCONCLUSIVE');
  expect(worstOf([])).toBe('NO DATA');
});

test('the objective in words', () => {
  expect(objectiveText({ rtoMs: 30_000, rpoRows: 0, mediaBackMs: 15_000 })).toBe(
    'works again within 30 s, everyone has media again within 15 s, 0 acknowledged writes lost',
  );
});

test('a fault that is to be felt by two is felt by two: with fewer it met nobody, with more it met others', () => {
  const held = { objective: { ...drill.objective, mediaLostBy: 2, mediaBackMs: 30_000 } };
  const felt = (participantsAffected: number) =>
    judgeDrillRun(held, { ...good, participants: 5, participantsAffected, mediaBackMs: 20_000 });
  expect(felt(2).verdict).toBe('PASS');
  expect(felt(0)).toEqual({
    verdict: 'INCONCLUSIVE',
    why: ['0 people lost their media, where 2 were in the way of the fault'],
  });
  expect(felt(3)).toEqual({
    verdict: 'MISSED',
    why: ['3 people lost their media, where 2 are allowed'],
  });
});
