import { type JudgedRoadmap, weeksOf } from '../../src/roadmap/judge-roadmap.ts';
import { phaseOf } from '../../src/roadmap/roadmap.ts';

type JudgedTask = JudgedRoadmap['tasks'][number];

/** docs/roadmap.md: every task with what shows each of its criteria, by what the repository alone shows. */
export function roadmapDocument(judged: JudgedRoadmap): string {
  const { roadmap, tasks, effort } = judged;
  const done = tasks.filter(({ state }) => state === 'done').length;
  const last = Math.max(...roadmap.phases.map(({ lastWeek }) => lastWeek));
  const weeks = (value: number): string => value.toFixed(1);
  return `${[
    '# Roadmap',
    `What was written down in ${'[plans/roadmap-2025.yaml](../plans/roadmap-2025.yaml)'}, and what is shown of it. A task is done when each of its criteria is shown by a test or a
recorded run, whatever anybody says. Runs stay on the machine that made them, so this page, which \`npm run docs\` writes, knows of none:
\`gomeet roadmap\` also counts those that were made where you are.`,
    `**${done} of ${tasks.length} tasks are done** without them. ${effort.hours} hours of work; ${
      judged.chain.tasks.length
    } tasks wait for one another and take ${weeks(judged.chain.calendarHours / roadmap.hoursPerWeek)} weeks. With every phase in its printed week it all ends after ${weeks(
      weeksOf(judged.gated, roadmap),
    )} weeks, not ${last}. In ${effort.slips.length} places the printed tables differ from their own tasks; \`gomeet roadmap\` shows them.`,
    ...roadmap.phases.flatMap(({ number, name, firstWeek, lastWeek }) => [
      `## Phase ${number}: ${name}, weeks ${firstWeek} to ${lastWeek}`,
      ...tasks.filter((task) => phaseOf(task) === number).map(taskText),
    ]),
  ].join('\n\n')}\n`;
}

function taskText({ id, title, owner, hours, after, state, criteria, findings }: JudgedTask): string {
  const waits = after.length === 0 ? '' : `, after ${after.join(', ')}`;
  const lines = findings.map(({ is, isShown, evidence }, index) => {
    const criterion = criteria[index];
    if (criterion !== undefined && 'test' in criterion) return `- ✓ ${is}: ${testText(criterion.test)}`;
    return `- ${isShown ? '✓' : '·'} ${is}: ${evidence.replace('has passed here', 'is counted here')}`;
  });
  return [`### ${id} ${title}: ${state}`, `${owner}, ${hours} h${waits}.`, lines.join('\n')].join('\n\n');
}

/** The test as a link, with the words of its title where only some of the file are meant. */
function testText(test: string): string {
  const [file = '', ...words] = test.split(': ');
  const title = words.join(': ').trim();
  return `[${file}](../${file})${title === '' ? '' : `, “${title}”`}`;
}
