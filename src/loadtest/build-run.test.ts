import { describe, expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../tests/support/generator-result.ts';
import { RunSchema } from '../results/run.ts';
import { buildRun, type LoadOutcome } from './build-run.ts';
import { emptyResult } from './generator-result.ts';
import { roomLoad } from './room/load.ts';
import { loadTestProfile } from './room/profiles.ts';

const request = {
  participants: 500,
  publishers: 2,
  microphones: 1,
  layout: 'grid-25',
  durationSeconds: 30,
  joinRatePerSecond: 50,
  room: 'Load test',
} as const;

function outcome(change: Partial<LoadOutcome> = {}): LoadOutcome {
  return {
    id: '01KE6Z0000ABCDEFGHJKMNPQRS',
    load: roomLoad(request, loadTestProfile('loadtest room', request)),
    command: 'gomeet loadtest room',
    target: 'local',
    startedAt: 0,
    endedAt: 80_000,
    environment: {
      gomeet: { version: '0.1.0', revision: null, dirty: null },
      host: { system: 'linux', cpuModel: 'cpu', cpus: 2, memoryBytes: 24e9, openFilesMax: 20_000 },
      programs: {},
    },
    result: generatorResult(),
    samples: platformSamples(),
    refusals: [],
    partialReason: null,
    ...change,
  };
}

const statusOf = (run: ReturnType<typeof buildRun>, id: string) =>
  run.kpis.find((kpi) => kpi.id === id)?.status;

describe('buildRun', () => {
  test('a good room passes, with a sample behind every KPI in scope, and fits the published schema', () => {
    const run = buildRun(outcome());
    expect(run.verdict).toMatchObject({ status: 'PASS', exitCode: 0 });
    expect(run.kpis.filter(({ samples }) => samples === 0)).toEqual([]);
    expect(() => RunSchema.parse(run)).not.toThrow();
  });

  test('CPU is judged in the hold phase only', () => {
    const busyBefore = platformSamples().cpuPercent.map(([at, cpu], i) => [at, i < 41 ? 100 : cpu] as const);
    const run = buildRun(outcome({ samples: platformSamples({ cpuPercent: busyBefore }) }));
    expect(statusOf(run, 'cpu-utilization')).toBe('PASS');
  });

  test('one participant who received nothing is a miss, not a rounding', () => {
    const counts = { ...generatorResult().counts, participantsReceiving: 499 };
    const run = buildRun(outcome({ result: generatorResult({ counts }) }));
    expect(statusOf(run, 'packets-delivered')).toBe('MISSED');
    expect(run.verdict.exitCode).toBe(3);
  });

  test('whom a generator that left nothing was to bring is counted, and not held against the platform', () => {
    const counts = {
      ...generatorResult().counts,
      participantsRequested: 250,
      participantsJoined: 250,
      participantsReceiving: 250,
    };
    const partialReason = 'the load generator was ended by SIGKILL';
    const run = buildRun(outcome({ result: generatorResult({ counts }), partialReason }));
    expect(run.counts).toMatchObject({ participantsRequested: 500, participantsJoined: 250 });
    expect(run.verdict.status).toBe('INCONCLUSIVE');
  });

  test('a generator that never ran tells nothing of the platform', () => {
    const { load } = outcome();
    const result = emptyResult(load.countsAsked, 0, 1000);
    const run = buildRun(outcome({ result, partialReason: 'the load generator ended with code 107' }));
    expect(statusOf(run, 'participants-joined')).toBe('NO DATA');
    expect(run.counts).toMatchObject({ participantsRequested: 500, participantsJoined: 0 });
    expect(run.verdict.exitCode).toBe(5);
  });

  test('a generator that was too busy makes the run inconclusive, whatever the KPIs say', () => {
    const generator = { ...generatorResult().generator, cpuPercentHold: 170 };
    const run = buildRun(outcome({ result: generatorResult({ generator }) }));
    expect(run.gates.find(({ id }) => id === 'generator-cpu')).toMatchObject({
      passed: false,
      found: '85.0 %',
    });
    expect(run.verdict.exitCode).toBe(5);
  });

  test('a run without a hold has no data for what is judged there', () => {
    const phases = generatorResult().phases.slice(0, 2);
    const run = buildRun(
      outcome({
        result: generatorResult({ phases, partial: true }),
        partialReason: 'interrupted by the user',
      }),
    );
    expect(statusOf(run, 'cpu-utilization')).toBe('NO DATA');
    expect(statusOf(run, 'packets-delivered')).toBe('NO DATA');
    expect(run.partial).toBe(true);
    expect(run.findings[0]).toMatchObject({ code: 'run-partial', evidence: 'interrupted by the user' });
    expect(run.verdict.status).not.toBe('PASS');
  });

  test('a service that ended and requests that were refused are findings', () => {
    const failures = [{ what: 'postgres ended during the run', count: 1, example: 'process 7' }];
    const run = buildRun(
      outcome({
        samples: platformSamples({ failures }),
        refusals: [{ where: 'login', status: 429, count: 12 }],
      }),
    );
    expect(run.findings.map(({ code }) => code)).toEqual(['platform-fault', 'requests-refused']);
    expect(run.findings[1]?.evidence).toBe('login: 12 × 429');
  });

  test('says what this machine could not have carried, with the arithmetic of this run', () => {
    // 1,254,000 packets in 30 s are 41,800/s at 50 % CPU: 41,800 · 70 / 50 = 58,520 at the target;
    // ten publishers of 67 packets/s to 499 others are 334,330.
    const cpu = buildRun(outcome()).limits.find(({ id }) => id === 'cpu');
    expect(cpu?.consequence).toContain('about 59,000 packets/s');
    expect(cpu?.consequence).toContain('334,000 packets/s: beyond it');
  });

  test('series are in base units and four digits', () => {
    const megabits = { name: 'receiveMbps', unit: 'Mbit/s', points: [[1, 161.23456]] as [number, number][] };
    const run = buildRun(outcome({ result: generatorResult({ series: [megabits] }) }));
    expect(run.series[0]).toMatchObject({ unit: 'bit/s', points: [[1, 161_200_000]] });
  });
});
