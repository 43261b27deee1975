import { z } from 'zod';
import { CHANGES } from '../../results/kpi-change.ts';
import { RunSchema } from '../../results/run.ts';
import type { RunComparison } from '../../results/run-comparison.ts';

/** What `report compare` and `report trend` say to programs. */
export const comparisonData = z.strictObject({
  runs: z.array(z.string()).describe('ids, the baseline first'),
  kpis: z.array(
    z.strictObject({
      id: z.string(),
      values: z.array(RunSchema.shape.kpis.element.nullable()),
      changes: z.array(
        z
          .strictObject({
            change: z.enum(CHANGES),
            difference: z.number().nullable(),
            interval: z.tuple([z.number(), z.number()]).nullable(),
            share: z.number().nullable().describe('of the baseline'),
          })
          .nullable(),
      ),
    }),
  ),
  differences: z.array(z.strictObject({ what: z.string(), values: z.array(z.string()) })),
  cautions: z.array(z.string()),
});

export const comparisonDocument = (comparison: RunComparison): z.output<typeof comparisonData> => ({
  runs: comparison.runs.map(({ id }) => id),
  kpis: comparison.kpis.map(({ id, values, changes }) => ({
    id,
    values: [...values],
    changes: changes.map(
      (change) =>
        change && { ...change, interval: change.interval && [change.interval[0], change.interval[1]] },
    ),
  })),
  differences: comparison.differences.map(({ what, values }) => ({ what, values: [...values] })),
  cautions: [...comparison.cautions],
});
