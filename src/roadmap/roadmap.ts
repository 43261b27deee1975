import { z } from 'zod';

const id = z.string().min(1);
const hours = z.number().positive();
const count = z.number().nonnegative();

/** What shows that a criterion is met: a test of this repository, a recorded run, or nothing yet, with the reason. */
const criterion = z.union([
  z.strictObject({ is: z.string(), test: z.string().describe('file: words of the test’s title') }),
  z.strictObject({
    is: z.string(),
    run: z.string().describe('kind of a run'),
    atLeast: z.record(z.string(), count).default({}).describe('counts that the run has to reach'),
  }),
  z.strictObject({ is: z.string(), open: z.string().describe('why nothing shows it yet') }),
]);

const task = z.strictObject({
  id,
  title: z.string(),
  owner: id,
  hours,
  after: z.array(id),
  criteria: z.array(criterion).min(1),
});

const phase = z.strictObject({
  number: z.int().positive(),
  name: z.string(),
  firstWeek: z.int().positive(),
  lastWeek: z.int().positive(),
});

const person = z.strictObject({
  id,
  role: z.string(),
  share: z.number().positive().max(1).describe('of a working week; 0.6 is three days of five'),
});

const printedPerson = z.strictObject({
  id,
  budgetHours: hours,
  phaseHours: z.array(count),
  phasePercent: z.array(count),
  bufferHours: z.number(),
  bufferPercent: z.number(),
});

/** A written list of tasks: what is to be done, by whom, after what, and what its own tables say of the sums. */
export const roadmapSchema = z.strictObject({
  schema: z.literal('gomeet.roadmap/v1'),
  name: z.string(),
  hoursPerWeek: hours,
  people: z.array(person).min(1),
  phases: z.array(phase).min(1),
  printed: z.strictObject({ phaseHours: z.array(count), people: z.array(printedPerson) }).optional(),
  tasks: z.array(task).min(1),
});

export type Roadmap = z.output<typeof roadmapSchema>;
export type Task = Roadmap['tasks'][number];
export type Criterion = Task['criteria'][number];

/** The phase that a task's id names: `P3-T05` is of the third. */
export const phaseOf = ({ id: taskId }: Pick<Task, 'id'>): number =>
  Number(/^P(\d+)-/.exec(taskId)?.[1] ?? 0);
