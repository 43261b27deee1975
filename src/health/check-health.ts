import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { buildRun } from '../loadtest/build-run.ts';
import { emptyResult } from '../loadtest/generator-result.ts';
import { nothingSampled } from '../loadtest/platform-samples.ts';
import { readEnvironment } from '../loadtest/read-environment.ts';
import { roomLoad } from '../loadtest/room/load.ts';
import { callProfile } from '../loadtest/room/profiles.ts';
import {
  type FinishedRun,
  finishRun,
  type LoadNeeds,
  measureLoad,
  openRun,
  prepareLoad,
} from '../loadtest/run-load.ts';
import type { Run } from '../results/run.ts';
import { callCheck, callSkipped } from './call-check.ts';
import type { CheckResult } from './check.ts';
import { readinessCheck } from './readiness-check.ts';
import { serviceChecks } from './service-checks.ts';

export interface Health {
  readonly checks: readonly CheckResult[];
  readonly finished: FinishedRun;
  readonly exitCode: ExitCode;
}

/** A call of two, long enough for the other to see frames: 5 s of the 180p layer are 75 of them. */
const call = roomLoad(
  {
    participants: 2,
    publishers: 1,
    microphones: 1,
    layout: 'grid-25',
    durationSeconds: 5,
    joinRatePerSecond: 2,
    room: 'Health check',
  },
  callProfile,
);

/**
 * Is it working now? Services, then the API's readiness, then a real call, in order of dependency. The result is a run
 * with its report; each failed check is one of its findings.
 */
export async function checkHealth(ctx: LoadNeeds & Pick<Context, 'getJson'>): Promise<Health> {
  const target = await ctx.localTarget();
  const services = serviceChecks((await target.status()).services);
  const below = [...services, ...(await readinessChecks(ctx))];
  const isReady = below.every(({ status }) => status === 'ok' || status === 'warning');
  const ready = isReady ? await prepareLoad(ctx, call) : undefined;
  const place = await openRun(ctx);
  const callRun = ready ? buildRun(await measureLoad(ctx, place, ready, call)) : undefined;
  const checks = [...below, callRun ? callCheck(callRun) : callSkipped];
  const run = callRun ?? (await runWithoutCall(ctx, place));
  const finished = await finishRun(ctx, place, judgedByChecks(run, checks));
  return { checks, finished, exitCode: finished.run.verdict.exitCode };
}

async function readinessChecks(ctx: LoadNeeds & Pick<Context, 'getJson'>): Promise<CheckResult[]> {
  const connections = await (await ctx.localTarget()).connections().catch(() => undefined);
  return Promise.all(
    (connections?.apiAdminUrls ?? []).map(async (url, index) => {
      const worker = `api-${index + 1}`;
      try {
        return readinessCheck(worker, await ctx.getJson(`${url}/readyz`), '');
      } catch (error) {
        return readinessCheck(worker, undefined, (error as Error).message);
      }
    }),
  );
}

async function runWithoutCall(ctx: LoadNeeds, place: { id: string; startedAt: number }): Promise<Run> {
  const endedAt = ctx.now();
  return buildRun({
    id: place.id,
    load: call,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: 'local',
    startedAt: place.startedAt,
    endedAt,
    environment: await readEnvironment(ctx, {}),
    result: emptyResult(call.countsAsked, place.startedAt, endedAt),
    samples: nothingSampled,
    refusals: [],
    partialReason: callSkipped.found,
  });
}

/** The verdict of a health check is that of its checks: one that failed means unhealthy (exit code 4). */
function judgedByChecks(run: Run, checks: readonly CheckResult[]): Run {
  const failed = checks.filter(({ status }) => status === 'failed');
  const findings = failed.map(({ code, title, found, hint }) => ({
    code,
    severity: 'error' as const,
    title: `${title} is not well`,
    evidence: found,
    advice: hint ?? 'gomeet status',
  }));
  if (failed.length === 0) {
    const count = `${checks.length} checks, none failed`;
    return { ...run, verdict: { status: 'PASS', exitCode: ExitCode.ok, summary: `PASS — ${count}` } };
  }
  const summary = `CRITICAL — unhealthy: ${failed.map(({ title }) => title).join(', ')}`;
  return {
    ...run,
    findings: [...findings, ...run.findings],
    verdict: { status: 'CRITICAL', exitCode: ExitCode.critical, summary },
  };
}
