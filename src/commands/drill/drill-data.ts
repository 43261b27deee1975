import { z } from 'zod';
import type { Context } from '../../context.ts';
import { drillResultSchema } from '../../drills/drill-result.ts';
import type { FinishedDrills } from '../../drills/run-drills.ts';
import { runView } from '../../reporting/run-view.ts';
import type { CommandResult } from '../command.ts';
import { runData, runDataSchema, runExitCode } from '../run-data.ts';

export const drillData = runDataSchema.partial().extend({
  drills: z.array(drillResultSchema),
  planned: z.array(z.string()),
  pods: z
    .array(z.strictObject({ drill: z.string(), pod: z.string(), node: z.string() }))
    .optional()
    .describe('kubernetes: whom each drill would meet if it began now'),
  leftOut: z
    .array(z.strictObject({ drill: z.string(), why: z.string() }))
    .optional()
    .describe('kubernetes: drills of --all that nobody here could be met by'),
});

export type DrillData = z.output<typeof drillData>;

export interface DrillOptions {
  readonly drill?: string | undefined;
  readonly all?: boolean | undefined;
  readonly repeat?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly iKnow?: boolean | undefined;
}

/** A finished series as its command tells it. */
export function drilled(
  ctx: Pick<Context, 'stdout' | 'signal'>,
  { finished, drills }: FinishedDrills,
  planned: Omit<DrillData, 'drills'>,
): CommandResult<DrillData> {
  const { columns, color } = ctx.stdout;
  return {
    data: { ...runData(finished), drills: [...drills], ...planned },
    text: `${runView(finished.run, { columns, color })}\nReport: ${finished.reportPath}`,
    exitCode: runExitCode(finished, ctx.signal),
  };
}
