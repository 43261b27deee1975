import type { Context } from '../context.ts';
import type { ExitCode } from '../errors.ts';
import { buildRun } from '../loadtest/build-run.ts';
import { readEnvironment } from '../loadtest/read-environment.ts';
import {
  type FinishedRun,
  finishRun,
  type LoadNeeds,
  measureLoad,
  openRun,
  prepareLoad,
} from '../loadtest/run-load.ts';
import { callCheck, callSkipped } from './call-check.ts';
import { callLoad } from './call-load.ts';
import type { CheckResult } from './check.ts';
import { judgedByChecks, runWithoutCall } from './health-run.ts';
import { readinessCheck } from './readiness-check.ts';
import { serviceChecks } from './service-checks.ts';

export interface Health {
  readonly checks: readonly CheckResult[];
  readonly finished: FinishedRun;
  readonly exitCode: ExitCode;
}

/**
 * Is it working now? Services, then the API's readiness, then a real call, in order of dependency. The result is a run
 * with its report; each failed check is one of its findings.
 */
export async function checkHealth(ctx: LoadNeeds & Pick<Context, 'getJson'>): Promise<Health> {
  const target = await ctx.localTarget();
  const services = serviceChecks((await target.status()).services);
  const below = [...services, ...(await readinessChecks(ctx))];
  const isReady = below.every(({ status }) => status === 'ok' || status === 'warning');
  const ready = isReady ? await prepareLoad(ctx, callLoad) : undefined;
  const place = await openRun(ctx);
  const callRun = ready ? buildRun(await measureLoad(ctx, place, ready, callLoad)) : undefined;
  const checks = [...below, callRun ? callCheck(callRun) : callSkipped];
  const { id, startedAt } = place;
  const command = `gomeet ${ctx.argv.join(' ')}`;
  const environment = await readEnvironment(ctx, {});
  const run =
    callRun ?? runWithoutCall({ id, command, target: 'local', startedAt, endedAt: ctx.now(), environment });
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
