import { expect, test } from 'vitest';
import { mediaEvents, mediaImpact } from './media-gaps.ts';

const span = { faultAtMs: 10_000, untilMs: 60_000 };

test('each person counts once, with the longest gap; what was before the fault is not its doing', () => {
  const gaps = [
    { participant: 0, fromMs: 1_000, toMs: 2_000 },
    { participant: 0, fromMs: 10_100, toMs: 12_000 },
    { participant: 0, fromMs: 14_000, toMs: 14_600 },
    { participant: 1, fromMs: 10_050, toMs: 13_000 },
    { participant: 2, fromMs: 10_000, toMs: 11_000 },
  ];
  expect(mediaImpact(gaps, span)).toEqual({
    participantsAffected: 3,
    gapMs: { median: 1_900, max: 2_950 },
    backMs: 4_600,
  });
});

test('who never gets media again makes the time to recovery unknown', () => {
  const gaps = [{ participant: 4, fromMs: 10_000, toMs: null }];
  expect(mediaImpact(gaps, span)).toEqual({
    participantsAffected: 1,
    gapMs: { median: 50_000, max: 50_000 },
    backMs: null,
  });
  expect(mediaEvents(gaps, 10_000)).toEqual([
    { atMs: 0, kind: 'media', text: 'participant 5 has no media any more' },
  ]);
});

test('nobody felt anything', () => {
  expect(mediaImpact([], span)).toEqual({ participantsAffected: 0, gapMs: null, backMs: 0 });
});
