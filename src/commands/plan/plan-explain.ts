import { z } from 'zod';
import { buildPlan } from '../../planning/build-plan.ts';
import { type Explanation, explainLine } from '../../planning/explain.ts';
import { lineSchema } from '../../planning/plan.ts';
import { readPlan } from '../../planning/read-plan.ts';
import { defineCommand } from '../command.ts';
import { explainView } from './explain-view.ts';
import { planFlags } from './plan-flags.ts';
import { planInputsOf } from './plan-inputs.ts';

const DEPTH = 2;

const explained: z.ZodType<Explanation> = z.lazy(() =>
  lineSchema.omit({ inputs: true }).extend({
    id: z.string(),
    name: z.string().nullable().describe('in the formula of the line above; null at the top'),
    numbers: z
      .record(z.string(), z.strictObject({ value: z.number(), unit: z.string() }))
      .describe('what the names of the formula stand for'),
    inputs: z.array(explained),
  }),
) as z.ZodType<Explanation>;

const { provider, region, nodeSize, calibration } = planFlags;

export const planExplain = defineCommand({
  description:
    'How a number of the plan came about: its formula with the numbers in it, and what each of them is made of, how well it is known and from where.',
  examples: ['gomeet plan explain mediaNodes', 'gomeet plan explain traffic.wire-out --plan plan.json'],
  next: 'gomeet plan · gomeet audit',
  arguments: {
    line: {
      name: '<line>',
      description: 'a line, or a name of the headline such as mediaNodes',
      schema: z.string().min(1),
    },
  },
  flags: {
    plan: {
      flags: '--plan <file>',
      description: 'a plan.json; without it the plan of gomeet.yaml',
      schema: z.string().min(1),
    },
    provider,
    region,
    nodeSize,
    calibration,
  },
  data: z.strictObject({ line: explained }),
  async run(ctx, { line: name = '', plan: file, ...flags }) {
    const plan =
      file === undefined
        ? buildPlan((await planInputsOf(ctx, undefined, flags)).inputs).document
        : await readPlan(ctx, file);
    const line = explainLine(plan, name, DEPTH);
    return { data: { line }, text: explainView(line) };
  },
});
