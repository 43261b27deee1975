import { resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { listRuns } from '../results/list-runs.ts';
import { judgeRoadmap, weeksOf } from '../roadmap/judge-roadmap.ts';
import { readRoadmap } from '../roadmap/read-roadmap.ts';
import { calendarView, roadmapView, taskView } from '../roadmap/roadmap-view.ts';
import { defineCommand } from './command.ts';
import { onOff } from './flag-schemas.ts';

const chain = z.strictObject({
  tasks: z.array(z.string()),
  hours: z.number().describe('of work'),
  calendarHours: z.number().describe('with the share of the week that each person has'),
});
const slot = z.strictObject({ id: z.string(), owner: z.string(), from: z.number(), to: z.number() });

export const roadmap = defineCommand({
  description:
    'The tasks with hours, order and owners: adds them up, finds where the printed tables differ, the chain that decides the end and a calendar in which nobody does two things at once. A task counts as done when each of its criteria is shown by a test or a recorded run, whatever anybody says.',
  examples: [
    'gomeet roadmap',
    'gomeet roadmap P3-T08',
    'gomeet roadmap --calendar',
    'gomeet roadmap --file tasks.yaml --json',
  ],
  next: 'gomeet roadmap --calendar',
  arguments: {
    task: { name: '[task]', description: 'one task, such as P2-T03', schema: z.string().min(1) },
  },
  flags: {
    file: {
      flags: '--file <file>',
      description: 'another list of tasks (default: plans/roadmap-2025.yaml of gomeet)',
      schema: z.string().min(1),
    },
    calendar: { flags: '--calendar', description: 'who works on what and when', schema: onOff },
  },
  data: z.strictObject({
    name: z.string(),
    hours: z.number(),
    phaseHours: z.array(z.number()),
    people: z.array(
      z.strictObject({ id: z.string(), hours: z.number(), bufferHours: z.number().nullable() }),
    ),
    slips: z.array(
      z.strictObject({
        what: z.string(),
        printed: z.number(),
        real: z.number(),
        unit: z.enum(['h', '%']),
      }),
    ),
    longestChain: chain,
    phaseChains: z.array(chain.extend({ phase: z.int() })),
    calendar: z.strictObject({
      phasesAsPrintedWeeks: z.number(),
      withoutPhasesWeeks: z.number(),
      slots: z.array(slot).describe('hours of the calendar from the beginning, phases as printed'),
    }),
    tasks: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        owner: z.string(),
        hours: z.number(),
        after: z.array(z.string()),
        state: z.enum(['done', 'in progress', 'not started']),
        criteria: z.array(z.strictObject({ is: z.string(), isShown: z.boolean(), evidence: z.string() })),
      }),
    ),
  }),
  async run(ctx, { task, file, calendar }) {
    const read = await readRoadmap(ctx, file);
    const runs = await listRuns(resolve(ctx.cwd, (await ctx.config()).values.reports.directory));
    const judged = judgeRoadmap(
      read,
      runs.flatMap(({ run }) => run ?? []),
    );
    const { effort, gated, free, tasks } = judged;
    const one = task === undefined ? null : taskView(judged, task);
    if (task !== undefined && one === null)
      throw noSuchTask(
        task,
        tasks.map(({ id }) => id),
      );
    return {
      data: {
        name: read.name,
        hours: effort.hours,
        phaseHours: [...effort.byPhase],
        people: effort.byPerson.map(({ id, hours, bufferHours }) => ({ id, hours, bufferHours })),
        slips: [...effort.slips],
        longestChain: { ...judged.chain, tasks: [...judged.chain.tasks] },
        phaseChains: judged.phaseChains.map((each) => ({ ...each, tasks: [...each.tasks] })),
        calendar: {
          phasesAsPrintedWeeks: weeksOf(gated, read),
          withoutPhasesWeeks: weeksOf(free, read),
          slots: [...gated],
        },
        tasks: tasks
          .filter(({ id }) => task === undefined || id === task)
          .map(({ criteria: _written, findings, ...rest }) => ({
            ...rest,
            after: [...rest.after],
            criteria: findings.map((finding) => ({ ...finding })),
          })),
      },
      text: one ?? (calendar ? calendarView(judged) : roadmapView(judged)),
    };
  },
});

const noSuchTask = (id: string, known: readonly string[]): GomeetError =>
  new GomeetError(`${id} is no task; accepted: ${known.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-task',
    hint: 'gomeet roadmap',
  });
