import { describe, expect, test } from 'vitest';
import { calibrationRun, type MadeUpRoom } from '../../../tests/support/calibration-run.ts';
import { observeMedia } from './observe-media.ts';

const room: MadeUpRoom = {
  participants: 40,
  tracksOut: 117,
  packetsOut: 3400,
  payloadBitsOut: 11.6e6,
  packetsIn: 86,
  cores: 0.12,
  memoryBytes: 137e6,
  perJoin: 0.015,
};

describe('what a room run says about the media server', () => {
  test('cores of its hold phase, and the load there with the payload apart from headers', () => {
    expect(observeMedia(calibrationRun(room))).toMatchObject({
      cpu: {
        label: '40 × grid-25, 2 cameras',
        measured: expect.closeTo(0.12, 6),
        load: {
          idle: 1,
          participants: 40,
          tracksOut: 117,
          packetsOut: 3400,
          bitsOut: expect.closeTo(11.6e6, 3),
          packetsIn: 86,
        },
      },
      memory: { measured: 137e6 },
    });
  });

  test('joins cost what was spent while joining and settling, less the media: 40 × 15 ms = 0.6 s', () =>
    expect(observeMedia(calibrationRun(room))).toMatchObject({
      join: { joins: 40, coreSeconds: expect.closeTo(0.6, 6) },
    }));

  test('seconds in which other programs were at work do not count', () =>
    expect(observeMedia(calibrationRun({ ...room, others: { cores: 0.8, seconds: 9 } }))).toMatchObject({
      cpu: { measured: expect.closeTo(0.12, 6) },
    }));

  const unusable = (text: RegExp) => ({ unusable: expect.stringMatching(text) });
  const other = calibrationRun(room);

  test.each([
    [
      'too few quiet seconds',
      calibrationRun({ ...room, others: { cores: 0.8, seconds: 15 } }),
      /other programs/,
    ],
    ['a run that ended early', { ...other, partial: true }, /ended before/],
    ['no hold phase', { ...other, phases: other.phases.slice(0, 2) }, /ended before/],
    ['nothing sent', { ...other, counts: { ...other.counts, packetsSent: undefined } }, /publishers sent/],
    ['packets lost', { ...other, counts: { ...other.counts, packetsLost: 2000 } }, /2\.9 % of the packets/],
    ['an unwatched server', { ...other, series: other.series.slice(1) }, /nobody watched/],
    [
      'a generator that was the limit',
      {
        ...other,
        gates: [{ id: 'generator-cpu', title: 'CPU', passed: false, found: '93 %', needed: 'at most 80 %' }],
      },
      /generator was not well: CPU, 93 %/,
    ],
  ])('says why it is of no use: %s', (_what, run, why) =>
    expect(observeMedia(run as typeof other)).toEqual(unusable(why)),
  );
});
