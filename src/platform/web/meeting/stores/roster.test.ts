import { effect } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { Roster } from './roster.ts';

const ann = { userId: 'ann', name: 'Ann', role: 'host' } as const;
const ben = { userId: 'ben', name: 'Ben', role: 'participant' } as const;
const nobody = { joined: [], left: [], changed: [] };
const camera = { audio: false, video: true, screen: false };

/** Counts how often what reads these signals would be drawn again. */
function drawings(read: () => unknown) {
  const count = { times: -1 };
  effect(() => {
    read();
    count.times += 1;
  });
  return count;
}

describe('the roster', () => {
  test('people come, change and go', () => {
    const roster = new Roster();
    roster.apply({ ...nobody, joined: [ann, ben] });
    roster.apply({ ...nobody, changed: [{ userId: 'ben', hand: true, role: 'moderator' }] });
    expect(roster.ids.value).toEqual(['ann', 'ben']);
    expect([roster.get('ben')?.hand.value, roster.get('ben')?.role.value]).toEqual([true, 'moderator']);
    expect(roster.handsUp.value).toBe(1);
    roster.apply({ ...nobody, left: ['ben', 'never-there'] });
    expect(roster.ids.value).toEqual(['ann']);
    expect(roster.handsUp.value).toBe(0);
  });

  test('a hand redraws that hand, and neither the list nor the grid nor somebody else', () => {
    const roster = new Roster();
    roster.apply({ ...nobody, joined: [ann, ben] });
    const list = drawings(() => roster.ids.value);
    const grid = drawings(() => roster.seating.value);
    const other = drawings(() => roster.get('ann')?.hand.value);
    const own = drawings(() => roster.get('ben')?.hand.value);
    roster.apply({ ...nobody, changed: [{ userId: 'ben', hand: true }] });
    expect([list.times, grid.times, other.times, own.times]).toEqual([0, 0, 0, 1]);
  });

  test('media of somebody who is not known yet waits for them', () => {
    const roster = new Roster();
    roster.setMedia('ben', camera);
    roster.apply({ ...nobody, joined: [ben] });
    expect(roster.get('ben')?.media.value).toEqual(camera);
    roster.forgetMedia('ben');
    expect(roster.get('ben')?.media.value.video).toBe(false);
  });

  test('the list of the API removes whoever left unheard, and keeps what is known of the others', () => {
    const roster = new Roster();
    roster.apply({ ...nobody, joined: [ann, ben], changed: [{ userId: 'ann', hand: true }] });
    const known = roster.get('ann');
    roster.replace([{ ...ann, role: 'participant' }]);
    expect(roster.ids.value).toEqual(['ann']);
    expect(roster.get('ann')).toBe(known);
    expect([known?.role.value, known?.hand.value]).toEqual(['participant', true]);
  });

  test('beginning to speak changes the seating once, going on does not', () => {
    const roster = new Roster();
    roster.apply({ ...nobody, joined: [ann, ben] });
    const grid = drawings(() => roster.seating.value);
    roster.setSpeakers(['ben'], 1000);
    roster.setSpeakers(['ben'], 1500);
    roster.setSpeakers([], 2000);
    expect(grid.times).toBe(1);
    expect([roster.get('ben')?.lastSpokeMs, roster.get('ben')?.speaking.value]).toEqual([1500, false]);
  });
});
