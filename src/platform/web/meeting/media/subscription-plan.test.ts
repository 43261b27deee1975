import { describe, expect, test } from 'vitest';
import { arrangeStage } from '../layout/arrange-stage.ts';
import { type PlanInput, planSubscriptions } from './subscription-plan.ts';

const people = Array.from({ length: 500 }, (_, n) => `u${n}`);
const stage = (over = {}) =>
  arrangeStage({
    choice: 'grid',
    order: people,
    screens: [],
    pinned: undefined,
    speaker: undefined,
    page: 0,
    gridTiles: 25,
    stripTiles: 6,
    ...over,
  });
const plan = (over: Partial<PlanInput> = {}) =>
  planSubscriptions({
    stage: stage(),
    audible: ['u0', 'u3', 'u400'],
    cameras: new Set(people),
    ownId: 'u0',
    lastSpokeMs: () => 0,
    lastN: 25,
    hidden: false,
    ...over,
  });

describe('planSubscriptions', () => {
  test('of 500 cameras the page is received, without the own one; sound comes from off the page too', () => {
    const { audio, cameras, screens } = plan();
    expect(cameras.size).toBe(24);
    expect(cameras.has('u0')).toBe(false);
    expect([...audio]).toEqual(['u3', 'u400']);
    expect(screens.size).toBe(0);
  });

  test('cameras that are off are not asked for', () => {
    expect([...plan({ cameras: new Set(['u2', 'u300']) }).cameras]).toEqual(['u2']);
  });

  test('last-N takes the large picture, then who spoke last, then the first of the stage', () => {
    const shown = stage({ choice: 'speaker', speaker: 'u9' });
    const lastSpokeMs = (userId: string) => (userId === 'u4' ? 800 : 0);
    expect([...plan({ stage: shown, lastN: 3, lastSpokeMs }).cameras]).toEqual(['u9', 'u4', 'u1']);
  });

  test('a shared screen is received beside the strip', () => {
    const { cameras, screens } = plan({ stage: stage({ screens: ['u7'] }) });
    expect([...screens]).toEqual(['u7']);
    expect(cameras.size).toBe(5);
  });

  test('in a background tab there is sound alone', () => {
    const { audio, cameras, screens } = plan({ hidden: true, stage: stage({ screens: ['u7'] }) });
    expect([audio.size, cameras.size, screens.size]).toEqual([2, 0, 0]);
  });
});
