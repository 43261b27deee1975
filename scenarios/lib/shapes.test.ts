import { describe, expect, test } from 'vitest';
import { loadShape, peakRate, shapeNames } from './shapes.ts';

describe('load shapes', () => {
  test('average: up in a sixth of the hold, hold, down', () => {
    expect(loadShape('average', 30, 60)).toEqual({
      startRate: 0,
      stages: [
        { phase: 'ramp', seconds: 10, rate: 30 },
        { phase: 'hold', seconds: 60, rate: 30 },
        { phase: 'fall', seconds: 10, rate: 0 },
      ],
    });
  });

  test('smoke: a tenth of the rate, at once', () => {
    expect(loadShape('smoke', 30, 20)).toEqual({
      startRate: 3,
      stages: [{ phase: 'hold', seconds: 20, rate: 3 }],
    });
  });

  test('stress: half as much again, after a ramp of twice the time', () => {
    const { stages } = loadShape('stress', 20, 60);
    expect(stages.map(({ seconds, rate }) => [seconds, rate])).toEqual([
      [20, 30],
      [60, 30],
      [10, 0],
    ]);
  });

  test('spike: from the usual rate to three times as much within a second, and back', () => {
    expect(loadShape('spike', 10, 30)).toEqual({
      startRate: 10,
      stages: [
        { phase: 'ramp', seconds: 10, rate: 10 },
        { phase: 'ramp', seconds: 1, rate: 30 },
        { phase: 'hold', seconds: 30, rate: 30 },
        { phase: 'fall', seconds: 1, rate: 10 },
        { phase: 'fall', seconds: 10, rate: 10 },
      ],
    });
  });

  test('soak: four fifths of the rate; the ramp of a long hold is five minutes, not a sixth of it', () => {
    const { stages } = loadShape('soak', 10, 14_400);
    expect(stages.map(({ seconds, rate }) => [seconds, rate])).toEqual([
      [300, 8],
      [14_400, 8],
      [60, 0],
    ]);
  });

  test('a short hold still has ramps of a second', () => {
    expect(loadShape('average', 10, 5).stages.map(({ seconds }) => seconds)).toEqual([1, 5, 1]);
  });

  test.each(shapeNames)('%s holds for as long as it was asked to', (name) => {
    const held = loadShape(name, 7, 40).stages.filter(({ phase }) => phase === 'hold');
    expect(held.map(({ seconds }) => seconds)).toEqual([40]);
  });

  test('the peak is that of the highest stage', () => {
    expect(peakRate(loadShape('spike', 10, 30))).toBe(30);
    expect(peakRate(loadShape('smoke', 10, 30))).toBe(1);
  });
});
