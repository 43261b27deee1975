import { describe, expect, test } from 'vitest';
import { generatorResult, platformSamples } from '../../../tests/support/generator-result.ts';
import type { FrameSample, Snapshot } from '../../adapters/browser/browsers.ts';
import { Histogram } from '../../results/histogram.ts';
import { type Run, RunSchema } from '../../results/run.ts';
import type { LoadOutcome } from '../build-run.ts';
import { holdOf } from '../generator-result.ts';
import type { BrowserRecord, BrowserSnapshot } from './browser-record.ts';
import { buildBrowserRun } from './build-browser-run.ts';
import { browserLoad } from './load.ts';

const request = { browsers: 2, participants: 10, durationSeconds: 30 };
const hold = holdOf(generatorResult()) ?? { from: 0, to: 0 };

const outcome: LoadOutcome = {
  id: '01KE6Z0000ABCDEFGHJKMNPQRS',
  load: browserLoad(request, 'room'),
  command: 'gomeet loadtest browser',
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
};

/** Counters after `seconds`: every second 20 frames, of 5 ms encoding, 11 ms jitter buffer (1 ms of it assembly), 2 ms decoding. */
function snapshotAfter(seconds: number, frozenSeconds = 0): BrowserSnapshot {
  const frames = 20 * seconds;
  const counted: Omit<Snapshot, 'at'> = {
    received: [
      {
        from: 'another browser',
        isCoded: true,
        packetsReceived: 100 * seconds,
        packetsLost: 0,
        framesDecoded: frames,
        framesDropped: 0,
        decodeSeconds: frames * 0.002,
        jitterBufferSeconds: frames * 0.011,
        jitterBufferFrames: frames,
        assemblySeconds: frames * 0.001,
        freezes: frozenSeconds > 0 ? 1 : 0,
        frozenSeconds,
      },
    ],
    audio: { packetsReceived: 50 * seconds, packetsLost: 0 },
    sent: {
      framesEncoded: frames,
      encodeSeconds: frames * 0.005,
      packetsSent: 100 * seconds,
      sendDelaySeconds: 0.1 * seconds,
      limitedByCpuSeconds: 0,
    },
    roundTrips: { seconds: 0.002 * seconds, count: seconds },
    unreadable: 0,
  };
  return { at: hold.from + 1000 * seconds, ...counted, cpuSeconds: 0.35 * seconds };
}

/** 500 frames that arrive 9 ms and are shown 30 ms after they were painted. */
const frames: readonly FrameSample[] = Array.from({ length: 500 }, (_, i) => ({
  shownAt: hold.from + 1 + i,
  glassUs: 30_000,
  arrivalUs: 9_000,
}));

function browserRecord(change: Partial<BrowserRecord> = {}): BrowserRecord {
  return {
    name: 'browser 1',
    joinIntendedAt: hold.from - 5000,
    connectedAt: hold.from - 4700,
    firstFrameAt: hold.from - 4600,
    frames,
    snapshots: [snapshotAfter(0), snapshotAfter(10), snapshotAfter(20)],
    failure: null,
    ...change,
  };
}

const runOf = (change: Partial<BrowserRecord> = {}, clockDifferenceMs = 0): Run =>
  buildBrowserRun(outcome, {
    records: [browserRecord(), browserRecord({ name: 'browser 2', ...change })],
    clockDifferenceMs,
  });

const kpi = (run: Run, id: string) => run.kpis.find((each) => each.id === id);
const rowsOf = (run: Run, id: string) => run.tables?.find((table) => table.id === id)?.rows ?? [];

describe('buildBrowserRun', () => {
  test('a good run passes, with a sample behind every KPI in scope, and fits the published schema', () => {
    const run = runOf();
    expect(run.verdict).toMatchObject({ status: 'PASS', exitCode: 0 });
    expect(run.kpis.filter(({ samples }) => samples === 0)).toEqual([]);
    expect(() => RunSchema.parse(run)).not.toThrow();
  });

  test('the slowest browser is the one that is judged', () => {
    const run = runOf({ connectedAt: hold.from - 2600, firstFrameAt: hold.from - 2500 });
    expect(kpi(run, 'browser-time-to-join')).toMatchObject({ measured: 2400, status: 'MISSED' });
    expect(kpi(run, 'browser-time-to-first-frame')).toMatchObject({ measured: 2500, status: 'PASS' });
  });

  test('the parts of the latency are what the counters tell, and add up to the measured mean', () => {
    const parts = rowsOf(runOf(), 'latency-parts').map(([title, mean]) => [title, Number(mean)] as const);
    const expected = [
      ['Encoding', 5],
      ['Sending queue', 1],
      ['Capture, network and media server', 3],
      ['Jitter buffer', 10],
      ['Decoding', 2],
      ['Waiting for the display', 9],
      ['Sum', 30],
    ] as const;
    expect(parts.map(([title]) => title)).toEqual(expected.map(([title]) => title));
    for (const [i, [, mean]] of expected.entries()) expect(parts[i]?.[1]).toBeCloseTo(mean, 9);
  });

  test('the report says how far browsers and light participants are apart', () => {
    const [first, ...others] = rowsOf(runOf(), 'latency-ways');
    const glass = others.at(-1);
    expect(Number(glass?.at(-1))).toBeCloseTo(30 - Number(first?.[2]), 0);
    expect(runOf().findings.map(({ code }) => code)).toContain('browser-latency');
  });

  test.each([
    [2, 'info'],
    [12, 'warning'],
  ])('the two ways to time packets %d ms apart: %s', (apartMs, severity) => {
    const packets = Histogram.fromJson(outcome.result.histograms.videoLatencyUs);
    const frames = new Histogram();
    frames.add((packets.quantileUs(0.5) ?? 0) + 1000 * apartMs);
    const histograms = { ...outcome.result.histograms, videoFrameLatencyUs: frames.toJson() };
    const run = buildBrowserRun(
      { ...outcome, result: { ...outcome.result, histograms } },
      { records: [browserRecord()], clockDifferenceMs: 0 },
    );
    expect(run.findings.find(({ code }) => code === 'rtp-latency-agreement')).toMatchObject({ severity });
  });

  test('frames that were shown outside of the hold do not count', () => {
    const early = frames.map((frame) => ({ ...frame, shownAt: hold.from - 1 }));
    const run = runOf({ frames: early });
    expect(run.histograms.glassToGlassUs?.count).toBe(500);
  });

  test('frozen time is judged over the time for which browsers watched one another', () => {
    // 2 s of 20 s in one browser, none of 20 s in the other.
    const run = runOf({ snapshots: [snapshotAfter(0), snapshotAfter(20, 2)] });
    expect(kpi(run, 'browser-frozen-time')).toMatchObject({ measured: 5, status: 'MISSED' });
  });

  test('without counters a latency is told, but not taken apart', () => {
    const records = [browserRecord({ snapshots: [] })];
    const run = buildBrowserRun(outcome, { records, clockDifferenceMs: 0 });
    expect(rowsOf(run, 'latency-ways')).not.toEqual([]);
    expect(rowsOf(run, 'latency-parts')).toEqual([]);
  });

  test('a reconnection, which begins counters anew, spoils no mean', () => {
    const anew = (seconds: number) => ({
      ...snapshotAfter(seconds),
      at: hold.from + 10_000 + 1000 * seconds,
    });
    const run = runOf({ snapshots: [snapshotAfter(0), snapshotAfter(10), anew(1), anew(11)] });
    const decoding = rowsOf(run, 'latency-parts').find(([title]) => title === 'Decoding');
    expect(decoding?.[1]).toBeCloseTo(2, 9);
    expect(run.counts.browserWatchedMs).toBe(20_000 + 20_000);
  });

  test('a browser that drops out makes the run partial and is named', () => {
    const run = runOf({ failure: 'Page crashed!', snapshots: [] });
    expect(run).toMatchObject({ partial: true, partialReason: 'browser 2 dropped out: Page crashed!' });
    expect(run.verdict.status).toBe('INCONCLUSIVE');
    expect(rowsOf(run, 'browsers')).toHaveLength(2);
  });

  test('a browser that never joined is critical', () => {
    const never = { connectedAt: null, firstFrameAt: null, frames: [], snapshots: [] };
    expect(kpi(runOf(never), 'browsers-joined')).toMatchObject({ measured: 50, status: 'CRITICAL' });
  });

  test.each([
    ['host-cpu', { cpuPercent: platformSamples().cpuPercent.map(([at]) => [at, 97] as const) }, 0],
    ['browser-clock', {}, 12],
  ])('the gate %s makes the run INCONCLUSIVE', (id, samples, clockDifferenceMs) => {
    const records = [browserRecord(), browserRecord({ name: 'browser 2' })];
    const told = { records, clockDifferenceMs };
    const run = buildBrowserRun({ ...outcome, samples: platformSamples(samples) }, told);
    expect(run.gates.filter(({ passed }) => !passed).map((gate) => gate.id)).toEqual([id]);
    expect(run.verdict.status).toBe('INCONCLUSIVE');
  });
});
