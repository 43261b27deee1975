import { z } from 'zod';
import type { Context } from '../../context.ts';
import { reportListView } from '../../reporting/report-list-view.ts';
import { listRuns } from '../../results/list-runs.ts';
import type { CommandResult } from '../command.ts';
import { runsDirectoryOf } from './chosen-runs.ts';

/** What `report`, `report list` and `report open` say to programs. */
export const reportData = z.object({
  runs: z
    .array(
      z.object({
        id: z.string(),
        startedAt: z.string().nullable(),
        kind: z.string().nullable(),
        verdict: z.string().nullable(),
      }),
    )
    .optional(),
  report: z.string().optional(),
  opened: z.boolean().optional(),
});

/** All runs, newest first. */
export async function listedRuns(
  ctx: Pick<Context, 'cwd' | 'config'>,
): Promise<CommandResult<z.output<typeof reportData>>> {
  const runs = await listRuns(await runsDirectoryOf(ctx));
  return {
    data: {
      runs: runs.map(({ id, run: stored }) => ({
        id,
        startedAt: stored?.startedAt ?? null,
        kind: stored?.kind ?? null,
        verdict: stored?.verdict.status ?? null,
      })),
    },
    text: reportListView(runs),
  };
}
