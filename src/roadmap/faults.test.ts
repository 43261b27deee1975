import { expect, test } from 'vitest';
import { roadmapFaults } from './faults.ts';
import type { Roadmap, Task } from './roadmap.ts';

const task = (id: string, after: string[] = [], owner = 'D1'): Task => ({
  ...{ id, title: id, owner, hours: 8, after },
  criteria: [{ is: 'a', open: 'b' }],
});
const roadmap = (...tasks: Task[]): Roadmap => ({
  schema: 'gomeet.roadmap/v1',
  name: 'x',
  hoursPerWeek: 40,
  people: [{ id: 'D1', role: 'all', share: 1 }],
  phases: [{ number: 1, name: 'one', firstWeek: 1, lastWeek: 4 }],
  tasks,
});

test('a sound list has none', () => {
  expect(roadmapFaults(roadmap(task('P1-T02', ['P1-T01']), task('P1-T01')))).toEqual([]);
});

test('names that lead nowhere, ids twice, phases that are none', () => {
  const faults = roadmapFaults(roadmap(task('P1-T01', ['P1-T09']), task('P1-T01'), task('P7-T01', [], 'D9')));
  expect(faults).toEqual([
    'task P1-T01 is there twice',
    'task P1-T01 comes after P1-T09, which is no task',
    'task P7-T01: owner D9 is nobody; accepted: D1',
    'task P7-T01: its id names no phase; accepted: P1-T01 and so on',
  ]);
});

test('tasks that wait for one another are shown as a circle, without those that only wait for it', () => {
  const waiting = task('P1-T04', ['P1-T01']);
  const circle = roadmap(
    waiting,
    task('P1-T01', ['P1-T02']),
    task('P1-T02', ['P1-T03']),
    task('P1-T03', ['P1-T01']),
  );
  expect(roadmapFaults(circle)).toEqual([
    'these wait for one another: P1-T01 after P1-T02 after P1-T03 after P1-T01',
  ]);
});
