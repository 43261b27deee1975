import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { readEnvironment } from '../../loadtest/read-environment.ts';
import { finishRun, type LoadNeeds, openRun } from '../../loadtest/run-load.ts';
import type { Run } from '../../results/run.ts';
import { callCheck, callSkipped } from '../call-check.ts';
import type { CheckResult } from '../check.ts';
import type { Health } from '../check-health.ts';
import { judgedByChecks, runWithoutCall } from '../health-run.ts';
import { makeCall, openAccounts, readCallers } from './make-call.ts';

export type CallNeeds = LoadNeeds & Pick<Context, 'getJson' | 'postJson'>;

interface CallPlace {
  readonly cluster: Cluster;
  /** Of the platform; the password of the two who call lies there. */
  readonly namespace: string;
  /** Where people reach the platform, without a slash at its end. */
  readonly apiUrl: string;
  /** What was checked before; the run is judged by it as well. */
  readonly below: readonly CheckResult[];
}

/** Two people meet on the platform, from here through its gateway. The result is a run with its report. */
export async function checkCall(ctx: CallNeeds, place: CallPlace): Promise<Health> {
  const { cluster, namespace, apiUrl, below } = place;
  const callers = await readCallers(ctx, cluster, namespace);
  const accounts = await openAccounts(ctx, apiUrl, callers);
  if (accounts.status === 'failed') return withoutCall(ctx, apiUrl, [...below, accounts, callSkipped]);
  const run = await openRun(ctx);
  const made = await makeCall(ctx, run, apiUrl, callers);
  return finished(ctx, run, made, [...below, accounts, callCheck(made)]);
}

/** The result of checks after which no call could be tried. */
export async function withoutCall(
  ctx: CallNeeds,
  target: string,
  checks: readonly CheckResult[],
): Promise<Health> {
  const place = await openRun(ctx);
  const run = runWithoutCall({
    id: place.id,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target,
    startedAt: place.startedAt,
    endedAt: ctx.now(),
    environment: await readEnvironment(ctx, {}),
  });
  return finished(ctx, place, run, checks);
}

async function finished(
  ctx: CallNeeds,
  place: Awaited<ReturnType<typeof openRun>>,
  run: Run,
  checks: readonly CheckResult[],
): Promise<Health> {
  const judged = await finishRun(ctx, place, judgedByChecks(run, checks));
  return { checks, finished: judged, exitCode: judged.run.verdict.exitCode };
}
