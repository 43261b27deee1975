import { describe, expect, test } from 'vitest';
import { afterSample, type LoadShedding, loadLevels, nothingShed } from './load-shedding.ts';

const sampled = (from: LoadShedding, ...framesPerSecond: number[]) =>
  framesPerSecond.reduce(afterSample, from);
const many = (count: number, framesPerSecond: number) => Array.from({ length: count }, () => framesPerSecond);

describe('load shedding', () => {
  test.each([
    ['a page at the rate of its display', [60, 60, 60], 0],
    ['a browser that saves power', [30, 30, 30], 0],
    ['one slow sample, as when a dialog opens', [60, 8, 60], 0],
    ['two slow samples in a row', [19, 19], 1],
    ['two that are not in a row', [19, 60, 19], 0],
    ['ever slower', many(6, 5), 3],
    ['no further than the last level', many(20, 5), 3],
    ['between slow and smooth', many(20, 22), 0],
  ])('%s', (_what, samples, level) => {
    expect(sampled(nothingShed, ...samples).level).toBe(level);
  });

  test('half a minute of smooth samples gives one level back, a moment less does not', () => {
    const shed = sampled(nothingShed, ...many(4, 10));
    expect(shed.level).toBe(2);
    expect(sampled(shed, ...many(5, 30)).level).toBe(2);
    expect(sampled(shed, ...many(6, 30)).level).toBe(1);
    expect(sampled(shed, ...many(5, 30), 22, ...many(5, 30)).level).toBe(2);
    expect(sampled(shed, ...many(12, 30)).level).toBe(0);
  });

  test('what had to be taken again is given back after twice the time, at most five minutes', () => {
    let shed = sampled(nothingShed, 10, 10);
    for (const patience of [6, 12, 24, 48, 60, 60]) {
      expect(sampled(shed, ...many(patience - 1, 30)).level).toBe(1);
      shed = sampled(shed, ...many(patience, 30));
      expect(shed.level).toBe(0);
      shed = sampled(shed, 10, 10);
      expect(shed.level).toBe(1);
    }
  });

  test('each level spares more than the one before', () => {
    for (const [index, limits] of loadLevels.entries()) {
      const before = loadLevels[index - 1];
      if (before === undefined) continue;
      expect(limits.cameras).toBeLessThan(before.cameras);
      expect(limits.tiles).toBeLessThan(before.tiles);
    }
  });
});
