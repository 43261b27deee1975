import { effect, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { tileKey } from '../layout/arrange-stage.ts';
import { Roster } from './roster.ts';
import { createStageView, type Screen } from './stage-view.ts';

const on = { audio: true, video: true, screen: false };

function roomOf(count: number) {
  const roster = new Roster();
  const joined = Array.from({ length: count }, (_, n) => ({
    userId: `u${n}`,
    name: `User ${n}`,
    role: 'participant' as const,
  }));
  roster.apply({ joined, left: [], changed: [] });
  const screen = signal<Screen>('desktop');
  const limits = signal({ tiles: Number.POSITIVE_INFINITY });
  const view = createStageView(roster, 'u7', { desktop: 25, tablet: 9, phone: 4 }, screen, limits);
  const shown = () => view.stage.value.tiles.map(tileKey);
  return { roster, screen, limits, view, shown };
}

describe('the stage of a room of 500', () => {
  test('shows a page of 25, oneself first; 4 on a phone', () => {
    const { screen, view, shown } = roomOf(500);
    expect(shown()).toHaveLength(25);
    expect(shown()[0]).toBe('camera:u7');
    screen.value = 'phone';
    expect([shown().length, view.stage.value.pageCount]).toEqual([4, 125]);
  });

  test('shows fewer tiles on a device that cannot draw more, and never more than fit its screen', () => {
    const { screen, limits, shown } = roomOf(500);
    limits.value = { tiles: 9 };
    expect(shown()).toHaveLength(9);
    screen.value = 'phone';
    expect(shown()).toHaveLength(4);
  });

  test('is not drawn again for what happens off the page', () => {
    const { roster, view } = roomOf(500);
    for (let n = 0; n < 40; n += 1) roster.setMedia(`u${n}`, on);
    let drawn = -1;
    effect(() => {
      view.stage.value;
      drawn += 1;
    });
    roster.setMedia('u300', { ...on, video: false });
    roster.setMedia('u39', { ...on, audio: false });
    roster.setSpeakers(['u3'], 1000);
    expect(drawn).toBe(0);
    roster.apply({ joined: [], left: ['u3'], changed: [] });
    expect(drawn).toBe(1);
  });

  test('brings a speaker from a later page to the first', () => {
    const { roster, shown } = roomOf(500);
    roster.setSpeakers(['u444'], 1000);
    expect(shown()).toContain('camera:u444');
  });

  test('shows the newest screen large, and forgets a pin whose picture is gone', () => {
    const { roster, view } = roomOf(5);
    roster.setMedia('u4', { ...on, screen: true });
    roster.setMedia('u2', { ...on, screen: true });
    expect(view.stage.value.main).toEqual({ userId: 'u2', source: 'screen' });
    view.pinned.value = { userId: 'u4', source: 'screen' };
    expect(view.stage.value).toMatchObject({ layout: 'pinned', main: { userId: 'u4' } });
    roster.setMedia('u4', on);
    expect(view.stage.value).toMatchObject({ layout: 'screen', main: { userId: 'u2' } });
  });
});
