import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { levelledCalendar, longestChain, type Slot } from './calendar.ts';
import { judgeRoadmap, weeksOf } from './judge-roadmap.ts';
import { readRoadmap } from './read-roadmap.ts';
import type { Roadmap } from './roadmap.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const roadmap = await readRoadmap({ cwd: '/', projectRoot }, undefined);
const judged = judgeRoadmap(roadmap, []);

describe('the written tasks', () => {
  test('their sums, and where the printed tables differ from them', () => {
    expect(judged.effort.byPhase).toEqual([188, 200, 236, 212]);
    expect(judged.effort.byPerson).toEqual([
      { id: 'D1', hours: 284, byPhase: [52, 84, 72, 76], bufferHours: 356 },
      { id: 'D2', hours: 308, byPhase: [56, 100, 68, 84], bufferHours: 332 },
      { id: 'D3', hours: 244, byPhase: [80, 16, 96, 52], bufferHours: 140 },
    ]);
    const slips = judged.effort.slips.map(({ what, printed, real }) => `${what} ${printed} ${real}`);
    expect(slips).toEqual([
      'phase 1 184 188',
      'all phases 832 836',
      'D1 in phase 1 76 52',
      'D1 in all 308 284',
      'buffer of D1 332 356',
      'D2 in phase 1 80 56',
      'D2 in phase 2 80 100',
      'D2 in all 312 308',
      'buffer of D2 328 332',
      'shares of D2 101 100',
      'D3 in phase 3 76 96',
      'D3 in all 224 244',
      'buffer of D3 160 140',
      'shares of D3 101 100',
      'all people 844 836',
    ]);
  });

  test('phases 3 and 4 do not fit into four weeks, and the end is week 17.9', () => {
    const [, , third, fourth] = judged.phaseChains;
    expect(third?.tasks).toEqual(['P3-T01', 'P3-T02', 'P3-T05', 'P3-T07', 'P3-T08']);
    expect(third?.hours).toBe(160);
    expect(third?.calendarHours).toBeCloseTo(194.67, 2);
    expect(fourth).toMatchObject({ hours: 184, calendarHours: 200 });
    expect(judged.chain.calendarHours).toBeCloseTo(604, 9);
    expect(weeksOf(judged.gated, roadmap)).toBeCloseTo(17.87, 2);
    // A random search of 20,000 orders found 15.8 weeks; a rule that looks ahead by chains alone may be a little later.
    expect(weeksOf(judged.free, roadmap)).toBeLessThan(17);
  });

  test.each([true, false])('the calendar keeps order and people (phases as printed: %s)', (gated) => {
    const slots = levelledCalendar(roadmap, { gated });
    expectOrderly(roadmap, slots);
    const hours = longestChain(roadmap).calendarHours;
    expect(Math.max(...slots.map(({ to }) => to))).toBeGreaterThanOrEqual(hours - 1e-9);
  });

  test('each test that is named as evidence is there, under its title', () => {
    const named = roadmap.tasks.flatMap(({ criteria }) =>
      criteria.flatMap((criterion) => ('test' in criterion ? [criterion.test] : [])),
    );
    expect(named.length).toBeGreaterThan(80);
    const missing = named.filter((evidence) => {
      const [, file = '', title = ''] = /^([^:]+): ?(.*)$/.exec(evidence) ?? [];
      const path = `${projectRoot}/${file}`;
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    expect(missing).toEqual([]);
  });
});

/** Nobody does two things at once, and nothing begins before what it needs has ended. */
function expectOrderly({ tasks, people }: Roadmap, slots: readonly Slot[]): void {
  expect(slots.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
  const slotOf = new Map(slots.map((slot) => [slot.id, slot]));
  for (const { id, owner, hours, after } of tasks) {
    const slot = slotOf.get(id) as Slot;
    const share = people.find((person) => person.id === owner)?.share ?? 1;
    expect(slot.to - slot.from).toBeCloseTo(hours / share, 9);
    for (const other of after) expect(slot.from).toBeGreaterThanOrEqual(slotOf.get(other)?.to ?? Infinity);
  }
  for (const { id } of people) {
    const own = slots.filter(({ owner }) => owner === id).sort((a, b) => a.from - b.from);
    own.slice(1).forEach((slot, index) => {
      expect(slot.from).toBeGreaterThanOrEqual(own[index]?.to ?? Infinity);
    });
  }
}
