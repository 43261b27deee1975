import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { buildRun } from '../../loadtest/build-run.ts';
import { comprehensiveLoad } from '../../loadtest/comprehensive/load.ts';
import type { ComprehensiveRequest } from '../../loadtest/comprehensive/request.ts';
import type { Load } from '../../loadtest/load.ts';
import {
  type FinishedRun,
  finishRun,
  type LoadNeeds,
  measureLoad,
  openRun,
  prepareLoad,
} from '../../loadtest/run-load.ts';
import { listRuns } from '../../results/list-runs.ts';
import type { Run } from '../../results/run.ts';
import { kpiComparison } from './kpi-comparison.ts';
import { readOwnFigures } from './read-own-figures.ts';

const kind = 'performance-check';

/** Rooms, WebSockets and journeys at once, as the comprehensive load test has them, small enough for every week. */
export const performanceLoad = (request: ComprehensiveRequest): Load => ({
  ...comprehensiveLoad(request),
  kind,
});

/** Puts a small load on the platform, judges it, and sets it beside the last such run and beside what the platform itself saw. */
export async function checkPerformance(
  ctx: LoadNeeds & Pick<Context, 'getJson'>,
  load: Load,
): Promise<FinishedRun> {
  const ready = await prepareLoad(ctx, load);
  const last = await lastOf(ctx, load.parameters);
  const place = await openRun(ctx);
  const run = buildRun(await measureLoad(ctx, place, ready, load));
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const prometheusUrl = ready.connections.ha?.prometheusUrl;
  const own = prometheusUrl === undefined ? new Map() : await readOwnFigures(ctx, prometheusUrl, seconds);
  return finishRun(ctx, place, {
    ...run,
    tables: [kpiComparison({ run, last, own }), ...(run.tables ?? [])],
  });
}

/** The newest whole run of the same load: another size is no comparison. */
async function lastOf(
  ctx: Pick<Context, 'cwd' | 'config'>,
  parameters: Run['parameters'],
): Promise<Run | null> {
  const directory = resolve(ctx.cwd, (await ctx.config()).values.reports.directory);
  const runs = (await listRuns(directory)).map(({ run }) => run);
  const isSame = (run: Run | null): run is Run =>
    run?.kind === kind && !run.partial && JSON.stringify(run.parameters) === JSON.stringify(parameters);
  return runs.find(isSame) ?? null;
}
