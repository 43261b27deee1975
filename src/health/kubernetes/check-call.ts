import { join } from 'node:path';
import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { readEnvironment } from '../../loadtest/read-environment.ts';
import { finishRun, type LoadNeeds, openRun } from '../../loadtest/run-load.ts';
import type { Run } from '../../results/run.ts';
import { type CallPath, callCheck, callNotTried, callSkipped } from '../call-check.ts';
import { callLoad, callOver, facesOf } from '../call-load.ts';
import type { CheckResult } from '../check.ts';
import type { Health } from '../check-health.ts';
import { type FailOn, judgedByChecks, runWithoutCall } from '../health-run.ts';
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
  /** What makes it unhealthy; `error` when left out. */
  readonly failOn?: FailOn | undefined;
  /** On which a call is made; the direct one when left out. */
  readonly paths?: readonly CallPath[] | undefined;
  /** Whether a TURN server is deployed here; on other paths than the direct one it matters. */
  readonly hasTurn?: boolean;
}

/** Two people meet on the platform, from here through its gateway. The result is a run with its report. */
export async function checkCall(ctx: CallNeeds, place: CallPlace): Promise<Health> {
  const { cluster, namespace, apiUrl, below, failOn, hasTurn, paths = ['direct'] } = place;
  const callers = await readCallers(ctx, cluster, namespace);
  const accounts = await openAccounts(ctx, apiUrl, callers);
  if (accounts.status === 'failed')
    return withoutCall(ctx, apiUrl, [...below, accounts, callSkipped], failOn);
  const run = await openRun(ctx);
  const made = await makeCall(ctx, run, { apiUrl, callers, load: callLoad });
  const others: CheckResult[] = [];
  for (const path of paths.filter((each) => each !== 'direct')) {
    if (path !== 'tcp' && !hasTurn) {
      others.push(callNotTried(path, 'no TURN server is deployed here'));
      continue;
    }
    const there = { ...run, runDirectory: join(run.runDirectory, path) };
    const load = callOver(facesOf(path));
    others.push(callCheck(await makeCall(ctx, there, { apiUrl, callers, load }), path));
  }
  return finished(ctx, run, made, { checks: [...below, accounts, callCheck(made), ...others], failOn });
}

/** The result of checks after which no call could be tried. */
export async function withoutCall(
  ctx: CallNeeds,
  target: string,
  checks: readonly CheckResult[],
  failOn?: FailOn,
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
  return finished(ctx, place, run, { checks, failOn });
}

async function finished(
  ctx: CallNeeds,
  place: Awaited<ReturnType<typeof openRun>>,
  run: Run,
  { checks, failOn }: { readonly checks: readonly CheckResult[]; readonly failOn: FailOn | undefined },
): Promise<Health> {
  const judged = await finishRun(ctx, place, judgedByChecks(run, checks, failOn));
  return { checks, finished: judged, exitCode: judged.run.verdict.exitCode };
}
