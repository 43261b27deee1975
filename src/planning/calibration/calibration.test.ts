import { describe, expect, test } from 'vitest';
import { calibrationRun } from '../../../tests/support/calibration-run.ts';
import { seededRandom } from '../../../tests/support/room-run.ts';
import type { Run } from '../../results/run.ts';
import { calibrationOf } from './calibration.ts';
import { calibrationView } from './calibration-view.ts';
import { calibrationSchema } from './profile.ts';

const law = { idle: 0.02, participants: 0.001, tracksOut: 0.0003, packetsOut: 12e-6, packetsIn: 50e-6 };

/** Rooms of every make, that cost exactly what the law says, times `1 + scatter`. */
function rooms(seed: number, count: number, scatter = 0, slownessAt = (_index: number): number => 1): Run[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const participants = 10 + Math.round(90 * random());
    const tracksOut = participants * (1 + Math.round(6 * random()));
    const packetsOut = Math.round(tracksOut * (20 + 100 * random()));
    const packetsIn = Math.round(50 + 900 * random());
    const cores =
      law.idle +
      law.participants * participants +
      law.tracksOut * tracksOut +
      law.packetsOut * packetsOut +
      law.packetsIn * packetsIn;
    return calibrationRun({
      participants,
      tracksOut,
      packetsOut,
      payloadBitsOut: packetsOut * (1000 + 7000 * random()),
      packetsIn,
      cores: cores * (1 + scatter * (2 * random() - 1)),
      memoryBytes: 50e6 + 4e5 * participants + 3e5 * tracksOut,
      perJoin: 0.015,
      label: `room ${index}`,
      publishers: index + 1,
      slowness: slownessAt(index),
    });
  });
}

describe('calibration', () => {
  test('finds the costs that made the runs, and predicts runs that it has not seen', () => {
    const { profile } = calibrationOf(rooms(1, 16), rooms(2, 5), 'made up');
    for (const [term, cost] of Object.entries(law))
      expect(profile.media.cpu.costs[term]?.value ?? 0).toBeCloseTo(cost, 8);
    expect(profile.media.cpu.dropped).toEqual(['bitsOut']);
    expect(profile.media.cpu.rSquared).toBeCloseTo(1, 6);
    expect(profile.media.heldOut).toHaveLength(5);
    for (const { relativeError } of profile.media.heldOut) expect(Math.abs(relativeError)).toBeLessThan(1e-4);
    expect(profile.media.memory?.costs.participants?.value).toBeCloseTo(4e5, 0);
    expect(profile.media.join?.perJoin.value).toBeCloseTo(0.015, 6);
    expect(calibrationSchema.parse(profile)).toEqual(profile);
  });

  test('a machine that is now faster, now slower, does not spoil the costs: the generator tells', () => {
    const speeds = [0.9, 1, 1.1, 1];
    const slowness = (index: number): number => speeds[index % 4] ?? 1;
    const { profile } = calibrationOf(rooms(1, 40, 0, slowness), rooms(2, 4, 0, slowness), 'unsteady');
    for (const { label, slowness: told, relativeError } of profile.media.heldOut) {
      expect(told, label).toBeCloseTo(slowness(Number(label.split(' ')[1])), 1);
      // A tenth up or down without it; what is left is what the generator's own fit takes for load.
      expect(Math.abs(relativeError), label).toBeLessThan(0.04);
    }
  });

  test('runs that scatter by 5 % leave an error of about that size, told by leaving each out', () => {
    const { profile } = calibrationOf(rooms(3, 24, 0.05), [], 'scattered');
    const { leaveOneOutError, runs } = profile.media.cpu;
    expect(leaveOneOutError).toBeGreaterThan(0.015);
    expect(leaveOneOutError).toBeLessThan(0.08);
    const byHand = Math.sqrt(runs.reduce((sum, { leftOut }) => sum + (leftOut ?? 0) ** 2, 0) / runs.length);
    expect(leaveOneOutError).toBeCloseTo(byHand, 12);
  });

  test('its range is that of its runs', () => {
    const runs = rooms(4, 10);
    const people = runs.map(({ counts }) => counts.participantsJoined ?? 0);
    expect(calibrationOf(runs, [], 'range').profile.media.range.participants).toEqual({
      low: Math.min(...people),
      high: Math.max(...people),
    });
  });

  test('runs without use are named with the reason', () => {
    const [first, ...others] = rooms(5, 12);
    const { leftAside } = calibrationOf([{ ...(first as Run), partial: true }, ...others], [], 'aside');
    expect(leftAside).toEqual([{ run: first?.id, why: expect.stringContaining('ended before') }]);
  });

  test('seven runs do not make seven costs', () =>
    expect(() => calibrationOf(rooms(7, 7), [], 'few')).toThrow(/7 usable runs for 7 costs.*at least 8/));

  test('runs of two machines are refused', () => {
    const [first, ...others] = rooms(7, 10);
    const elsewhere = {
      ...(first as Run),
      environment: {
        ...(first as Run).environment,
        host: { ...(first as Run).environment.host, cpuModel: 'another' },
      },
    };
    expect(() => calibrationOf([...others, elsewhere], [], 'two')).toThrow(/different machines/);
  });

  test('is shown within 80 columns, with what it left out and how far it reaches', () => {
    const text = calibrationView(calibrationOf(rooms(1, 16), rooms(2, 5), 'made up'));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(/CPU of a packet out +12 µs/);
    expect(text).toMatch(/CPU of a bit out \(payload\) +none that these runs tell/);
    expect(text).toContain('5 runs that no fit has seen');
    expect(text).toContain('Measured within, extrapolated outside');
    expect(text).toContain('A join costs the media server 15');
  });
});
