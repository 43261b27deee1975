import { padded } from '../reporting/text-table.ts';
import type { Slot } from './calendar.ts';
import type { TaskState } from './evidence.ts';
import { type JudgedRoadmap, weeksOf } from './judge-roadmap.ts';
import { phaseOf } from './roadmap.ts';

/** As task lists are marked by hand: done, under way, not begun. */
const MARKS: Readonly<Record<TaskState, string>> = {
  done: '[x]',
  'in progress': '[-]',
  'not started': '[ ]',
};

const hours = (value: number): string => `${Number(value.toFixed(1)).toLocaleString('en-US')} h`;
const weeks = (value: number): string => `${value.toFixed(1)} weeks`;

/** Every task with its state, what its criteria lack, and what the sums and the order come to. */
export function roadmapView(judged: JudgedRoadmap): string {
  return [
    ...judged.roadmap.phases.flatMap(({ number, name, firstWeek, lastWeek }) => [
      `Phase ${number}: ${name}, weeks ${firstWeek} to ${lastWeek}`,
      ...tasksOf(judged, number),
      '',
    ]),
    ...effortLines(judged),
    '',
    ...calendarLines(judged),
    '',
    'Next: gomeet roadmap P2-T03   its criteria and what shows them · gomeet roadmap --calendar',
  ].join('\n');
}

function tasksOf({ tasks }: JudgedRoadmap, phase: number): readonly string[] {
  const rows = tasks
    .filter((task) => phaseOf(task) === phase)
    .map(({ id, title, owner, hours: work, state, findings }) => {
      const shown = findings.filter(({ isShown }) => isShown).length;
      return [`  ${MARKS[state]}`, id, title, owner, hours(work), `${shown} of ${findings.length} shown`];
    });
  return padded(rows, ['left', 'left', 'left', 'left', 'right', 'left']);
}

function effortLines({ effort, roadmap, tasks }: JudgedRoadmap): string[] {
  const done = tasks.filter(({ state }) => state === 'done').length;
  const people = effort.byPerson.map(({ id, hours: own, bufferHours }) => {
    const role = roadmap.people.find((person) => person.id === id)?.role ?? '';
    return `${id} (${role}) ${hours(own)}${bufferHours === null ? '' : `, ${hours(bufferHours)} of the budget left`}`;
  });
  const slips = effort.slips.map(({ what, printed, real, unit }) => [
    `  ${what}`,
    `printed ${printed} ${unit}`,
    `the tasks say ${real} ${unit}`,
  ]);
  return [
    `${done} of ${tasks.length} tasks done; ${hours(effort.hours)}: ${people.join('; ')}`,
    ...(slips.length === 0
      ? []
      : ['', 'The printed tables differ from their own tasks:', ...padded(slips, [])]),
  ];
}

function calendarLines({ roadmap, chain, phaseChains, gated, free }: JudgedRoadmap): string[] {
  const late = phaseChains.flatMap(({ phase, tasks, hours: work, calendarHours }) => {
    const printed = roadmap.phases.find(({ number }) => number === phase);
    if (printed === undefined) return [];
    const has = (printed.lastWeek - printed.firstWeek + 1) * roadmap.hoursPerWeek;
    if (calendarHours <= has) return [];
    const way = tasks.map((id) => id.slice(id.indexOf('-') + 1)).join(' → ');
    return [
      `  phase ${phase} cannot end in its ${hours(has)}: ${way} alone take ${hours(calendarHours)} (${hours(work)} of work)`,
    ];
  });
  const last = Math.max(...roadmap.phases.map(({ lastWeek }) => lastWeek));
  return [
    `The longest chain: ${chain.tasks.join(' → ')}: ${hours(chain.calendarHours)} = ${weeks(chain.calendarHours / roadmap.hoursPerWeek)}`,
    ...late,
    `With every phase in its printed week it ends after ${weeks(weeksOf(gated, roadmap))}, not ${last}; without waiting for phases a levelled calendar takes ${weeks(weeksOf(free, roadmap))}.`,
  ];
}

/** One task: each of its criteria, and the test or the run that shows it. */
export function taskView(judged: JudgedRoadmap, id: string): string | null {
  const task = judged.tasks.find((each) => each.id === id);
  if (task === undefined) return null;
  const slot = judged.gated.find((each) => each.id === id);
  return [
    `${MARKS[task.state]} ${task.id} ${task.title}: ${task.owner}, ${hours(task.hours)}${task.after.length === 0 ? '' : `, after ${task.after.join(', ')}`}`,
    ...(slot === undefined ? [] : [`    ${slotText(slot, judged)}`]),
    ...task.findings.flatMap(({ is, isShown, evidence }) => [
      `  ${isShown ? '✓' : '·'} ${is}`,
      `      ${isShown ? evidence : `not shown: ${evidence}`}`,
    ]),
  ].join('\n');
}

/** Who works on what and when, with every phase in its printed week. */
export function calendarView(judged: JudgedRoadmap): string {
  const titles = new Map(judged.roadmap.tasks.map(({ id, title }) => [id, title]));
  return judged.roadmap.people
    .flatMap(({ id: person, role, share }) => [
      `${person}, ${role}${share === 1 ? '' : `, ${share * 100} % of the week`}`,
      ...padded(
        judged.gated
          .filter(({ owner }) => owner === person)
          .sort((a, b) => a.from - b.from)
          .map((slot) => [`  ${slotText(slot, judged)}`, slot.id, titles.get(slot.id) ?? '']),
        [],
      ),
      '',
    ])
    .join('\n');
}

const slotText = ({ from, to }: Slot, { roadmap }: JudgedRoadmap): string =>
  `week ${(from / roadmap.hoursPerWeek + 1).toFixed(1)} to ${(to / roadmap.hoursPerWeek + 1).toFixed(1)}`;
