import { resolve } from 'node:path';
import { z } from 'zod';
import { buildPlan } from '../planning/build-plan.ts';
import { planSchema } from '../planning/plan.ts';
import { projectGrowth } from '../planning/project-growth.ts';
import { simulatePlan } from '../planning/simulate-plan.ts';
import { writePlan } from '../planning/write-plan.ts';
import { defineCommand } from './command.ts';
import { wholeNumber } from './flag-schemas.ts';
import { planFlags } from './plan/plan-flags.ts';
import { planInputsOf } from './plan/plan-inputs.ts';
import { planView } from './plan/plan-view.ts';
import { priceWarnings } from './plan/price-warnings.ts';

const percentiles = z.strictObject({ p10: z.number(), p50: z.number(), p90: z.number() });

export const plan = defineCommand({
  description:
    'From an event to machines: nodes, pods, traffic and storage, each number with its formula and source. Without a file the event of gomeet.yaml, by default 100 meetings × 500 people, eight hours on 22 days.',
  examples: [
    'gomeet plan',
    'gomeet plan plans/reference.yaml --out plan.json',
    'gomeet plan --growth 5%/month --horizon 12',
    'gomeet plan explain mediaNodes',
    'gomeet plan diff before.json after.json',
  ],
  next: 'gomeet cost · gomeet audit',
  arguments: {
    event: {
      name: '[event]',
      description: 'a file with event: and plan:, as in gomeet.yaml',
      schema: z.string().min(1),
    },
  },
  flags: {
    ...planFlags,
    samples: {
      flags: '--samples <n>',
      description: 'draws for P10, P50 and P90 (2,000); 0 for none',
      schema: wholeNumber({ min: 0, max: 1_000_000, unit: 'draws' }),
    },
    seed: {
      flags: '--seed <n>',
      description: 'start of the draws: the same seed, the same numbers (1)',
      schema: wholeNumber({ min: 0, max: 2 ** 31 - 1 }),
    },
    out: { flags: '--out <file>', description: 'write the plan there', schema: z.string().min(1) },
  },
  data: z.strictObject({
    plan: planSchema,
    uncertainty: z
      .strictObject({
        samples: z.int(),
        seed: z.int(),
        resized: z.int().describe('draws that need another size of machine than this plan chose'),
        withoutPlan: z
          .int()
          .describe('draws that nothing on offer carries; the percentiles are of the others'),
        refusal: z.string().nullable().describe('why the last of these could not be planned'),
        totals: z.record(z.string(), percentiles),
      })
      .nullable(),
    growth: z.array(
      z.strictObject({
        month: z.int(),
        totals: z.record(z.string(), z.number()),
        sizes: z
          .record(z.string(), z.string())
          .describe('sizes by pool where they are others than the plan’s'),
      }),
    ),
    file: z.string().nullable(),
  }),
  async run(ctx, { event, samples = 2000, seed = 1, out, ...flags }) {
    const { inputs, catalogue, warnings } = await planInputsOf(ctx, event, flags);
    const built = buildPlan(inputs);
    const uncertainty =
      samples === 0 ? null : await simulatePlan(inputs, built, { samples, seed, breathe: ctx.breathe });
    const growth = inputs.choices.growthPerMonth === 0 ? null : projectGrowth(inputs, built);
    const { document } = built;
    if (out !== undefined) await writePlan(resolve(ctx.cwd, out), document);
    const shown = { plan: document, uncertainty, growth, file: out ?? null };
    return {
      data: {
        ...shown,
        uncertainty: uncertainty && { ...uncertainty },
        growth: [...(growth?.months ?? [])].map((month) => ({ ...month })),
      },
      text: planView(shown, ctx.stdout.columns),
      warnings: [...warnings, ...document.warnings, ...priceWarnings(document, catalogue, ctx.now())],
    };
  },
});
