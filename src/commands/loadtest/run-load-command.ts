import type { Context } from '../../context.ts';
import type { Load } from '../../loadtest/load.ts';
import { type FinishedRun, runLoad } from '../../loadtest/run-load.ts';
import { runView } from '../../reporting/run-view.ts';
import type { CommandResult } from '../command.ts';
import { oneOf, wholeNumber } from '../flag-schemas.ts';
import { type RunData, runData, runExitCode } from '../run-data.ts';

/** Flags that every scenario takes. */
export const loadFlags = {
  target: {
    flags: '--target <target>',
    description: 'where the platform runs: local',
    schema: oneOf(['local']),
  },
} as const;

/** Where the generator runs, for scenarios whose load can be split. */
export const runnerFlags = {
  runner: {
    flags: '--runner <where>',
    description: 'what generates the load: local (processes on this machine)',
    schema: oneOf(['local']),
  },
  parallelism: {
    flags: '--parallelism <n>',
    description: 'generator processes that share the load, 1 to 16 (default 1)',
    schema: wholeNumber({ min: 1, max: 16, unit: 'processes' }),
  },
} as const;

/** Runs a load under the target's lock and shows the run: what every scenario's command does once it has its request. */
export async function runLoadCommand(ctx: Context, load: Load): Promise<CommandResult<RunData>> {
  await using _lock = await (await ctx.localTarget()).lock(load.kind);
  return showRun(ctx, await runLoad(ctx, load));
}

/** A finished run as a command's result. */
export function showRun(
  ctx: Pick<Context, 'stdout' | 'signal'>,
  finished: FinishedRun,
): CommandResult<RunData> {
  return {
    data: runData(finished),
    text: `${runView(finished.run, { color: ctx.stdout.color, columns: ctx.stdout.columns })}\n\nReport: ${finished.reportPath}\nNext: gomeet report open`,
    exitCode: runExitCode(finished, ctx.signal),
  };
}
