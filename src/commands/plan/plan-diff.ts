import { basename } from 'node:path';
import { z } from 'zod';
import { diffPlans } from '../../planning/plan-diff.ts';
import { readPlan } from '../../planning/read-plan.ts';
import { defineCommand } from '../command.ts';
import { planDiffView } from './plan-diff-view.ts';

const changeOf = <Value extends z.ZodType>(value: Value) =>
  z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      before: value.nullable().describe('null: only in the other plan'),
      after: value.nullable(),
    }),
  );
const measured = changeOf(z.strictObject({ value: z.number(), unit: z.string() }));
const described = changeOf(z.string());

export const planDiff = defineCommand({
  description: 'What differs between two plans: headline, machines, pods, what is paid for, single lines.',
  examples: ['gomeet plan diff before.json after.json', 'gomeet plan diff before.json after.json --json'],
  next: 'gomeet cost diff --help',
  arguments: {
    before: { name: '<before>', description: 'a plan.json', schema: z.string().min(1) },
    after: {
      name: '<after>',
      description: 'the plan.json that is compared with it',
      schema: z.string().min(1),
    },
  },
  flags: {},
  data: z.strictObject({
    totals: measured,
    pools: described,
    workloads: described,
    resources: measured,
    lines: measured,
  }),
  async run(ctx, { before = '', after = '' }) {
    const diff = diffPlans(await readPlan(ctx, before), await readPlan(ctx, after));
    const { totals, pools, workloads, resources, lines } = diff;
    return {
      data: {
        totals: [...totals],
        pools: [...pools],
        workloads: [...workloads],
        resources: [...resources],
        lines: [...lines],
      },
      text: planDiffView([basename(before), basename(after)], diff),
    };
  },
});
