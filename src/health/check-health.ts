import type { Context } from '../context.ts';
import type { ExitCode } from '../errors.ts';
import { readEnvironment } from '../loadtest/read-environment.ts';
import { type FinishedRun, finishRun, type LoadNeeds, openRun } from '../loadtest/run-load.ts';
import { type CallPath, callNotTried, callSkipped } from './call-check.ts';
import type { CheckResult } from './check.ts';
import { type FailOn, judgedByChecks, runWithoutCall } from './health-run.ts';
import { checkLocal } from './local/check-local.ts';
import { makeCalls } from './local/make-calls.ts';

export interface Health {
  readonly checks: readonly CheckResult[];
  readonly finished: FinishedRun;
  readonly exitCode: ExitCode;
}

export interface HealthOptions {
  /** On which a call is made, where the platform has them; the direct one when left out. */
  readonly paths?: readonly CallPath[];
  /** What makes the platform unhealthy; `error` when left out. */
  readonly failOn?: FailOn;
  /** What has just been seen of everything below the call; it is looked at when left out. */
  readonly below?: readonly CheckResult[] | undefined;
}

export type HealthNeeds = LoadNeeds & Pick<Context, 'getJson' | 'looks' | 'backups'>;

/**
 * Is it working now? Everything below in order of dependency, then a real call on each path. The result is a run with its
 * report; each failed check is one of its findings.
 */
export async function checkHealth(ctx: HealthNeeds, options: HealthOptions = {}): Promise<Health> {
  const { paths = ['direct'], failOn = 'error' } = options;
  const below = options.below ?? (await checkLocal(ctx));
  const isReady = below.every(({ status }) => status !== 'failed');
  const place = await openRun(ctx);
  const calls = isReady ? await makeCalls(ctx, place, paths) : undefined;
  const checks = [...below, ...(calls?.checks ?? notTried(paths))];
  const { id, startedAt } = place;
  const command = `gomeet ${ctx.argv.join(' ')}`;
  const environment = await readEnvironment(ctx, {});
  const run =
    calls?.run ??
    runWithoutCall({ id, command, target: 'local', startedAt, endedAt: ctx.now(), environment });
  const finished = await finishRun(ctx, place, judgedByChecks(run, checks, failOn));
  return { checks, finished, exitCode: finished.run.verdict.exitCode };
}

const notTried = (paths: readonly CallPath[]): CheckResult[] => [
  callSkipped,
  ...paths.filter((path) => path !== 'direct').map((path) => callNotTried(path, callSkipped.found)),
];
