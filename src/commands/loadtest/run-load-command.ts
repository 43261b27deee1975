import { z } from 'zod';
import type { Context } from '../../context.ts';
import { podsRequest, type RunnerFlags } from '../../loadtest/kubernetes/pods-request.ts';
import { runLoadInPods } from '../../loadtest/kubernetes/run-load-in-pods.ts';
import type { Load } from '../../loadtest/load.ts';
import { type FinishedRun, runLoad } from '../../loadtest/run-load.ts';
import { runView } from '../../reporting/run-view.ts';
import type { CommandResult } from '../command.ts';
import { durationSeconds, httpUrl, oneOf, wholeNumber } from '../flag-schemas.ts';
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
    description: 'what generates the load: local (processes on this machine) or kubernetes (pods)',
    schema: oneOf(['local', 'kubernetes']),
  },
  parallelism: {
    flags: '--parallelism <n>',
    description: 'generator processes or pods that share the load, 1 to 16 (default 1)',
    schema: wholeNumber({ min: 1, max: 16, unit: 'generators' }),
  },
  apiUrl: {
    flags: '--api-url <url>',
    description: 'kubernetes: address at which the pods reach the platform',
    schema: httpUrl,
  },
  image: {
    flags: '--image <image>',
    description: 'kubernetes: image of the generator, built by loadgen/image/Containerfile',
    schema: z.string().min(1, 'accepted: the name of an image'),
  },
  namespace: {
    flags: '--namespace <name>',
    description: 'kubernetes: namespace of the pods, which has to exist (default gomeet-load)',
    schema: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'accepted: lower-case letters, digits and -, up to 63'),
  },
  context: {
    flags: '--context <name>',
    description: 'kubernetes: context of the kubeconfig (default its current one)',
    schema: z.string().min(1, 'accepted: the name of a context'),
  },
  startWithin: {
    flags: '--start-within <time>',
    description:
      'kubernetes: time for all pods to run, 5s to 30m; the load begins when it is over (default 60s)',
    schema: durationSeconds({ min: 5, max: 1800 }),
  },
} as const;

/** Runs a load and shows the run: what every scenario's command does once it has its request. Locally it holds the target's lock. */
export async function runLoadCommand(
  ctx: Context,
  load: Load,
  flags: RunnerFlags = {},
): Promise<CommandResult<RunData>> {
  const pods = podsRequest(flags);
  if (pods !== undefined) return showRun(ctx, await runLoadInPods(ctx, load, pods));
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
