import { join } from 'node:path';
import { readEnvironment } from '../loadtest/read-environment.ts';
import { type FinishedRun, finishRun, type LoadNeeds, openRun, type RunPlace } from '../loadtest/run-load.ts';
import { formatQuantity } from '../units.ts';
import { buildDrillRun } from './build-drill-run.ts';
import { buildDrillsRun } from './build-drills-run.ts';
import type { Drill } from './drill.ts';
import type { DrillPlace } from './drill-ground.ts';
import type { DrillResult, DrillRun } from './drill-result.ts';
import { runSeries } from './drill-series.ts';
import { objectiveText, worstOf } from './judge-drill.ts';
import { runDrill } from './run-drill.ts';

export interface DrillsRequest {
  readonly drills: readonly Drill[];
  readonly repeat: number;
}

export interface FinishedDrills {
  readonly finished: FinishedRun;
  readonly drills: readonly DrillResult[];
}

/**
 * Runs drills one after the other, each as often as asked, and writes a run with its report. Ctrl-C ends it after the mending, with
 * what there is.
 */
export async function runDrills(
  ctx: LoadNeeds,
  where: DrillPlace,
  request: DrillsRequest,
): Promise<FinishedDrills> {
  const place = await openRun(ctx);
  const { results, partialReason } = await runSeries(request, where, ctx.signal, (drill, number) =>
    drillOnce(ctx, where, place, drill, { number, of: request.repeat }),
  );
  const drills = [...results].map(([drill, runs]) => resultOf(drill, runs));
  const run = buildDrillsRun(
    {
      id: place.id,
      command: `gomeet ${ctx.argv.join(' ')}`,
      startedAt: place.startedAt,
      endedAt: ctx.now(),
      environment: await readEnvironment(ctx, {}),
      where,
      repeat: request.repeat,
      drillsAsked: request.drills.length,
      partialReason,
    },
    drills,
  );
  return { finished: await finishRun(ctx, place, run), drills };
}

const resultOf = (drill: Drill, runs: readonly DrillRun[]): DrillResult => ({
  id: drill.id,
  title: drill.title,
  hypothesis: drill.hypothesis,
  objective: objectiveText(drill.objective),
  verdict: worstOf(runs.map(({ verdict }) => verdict)),
  runs: [...runs],
});

async function drillOnce(
  ctx: LoadNeeds,
  where: DrillPlace,
  place: RunPlace,
  drill: Drill,
  { number, of }: { readonly number: number; readonly of: number },
): Promise<DrillRun> {
  const step = ctx.progress.step(of > 1 ? `${drill.id} (${number} of ${of})` : drill.id);
  try {
    const ground = await where.open();
    const directory = join(place.runDirectory, drill.id, String(number));
    const seen = await runDrill(ctx, ground, drill, directory, (sight) => step.update(sight));
    step.update({ text: 'health check' });
    const health = ctx.signal.aborted ? null : await where.readHealth();
    const { alerts, reason } = await where.readAlerts(seen.fault);
    const run = buildDrillRun(seen, {
      alerts,
      alertsReason: reason,
      healthy: health?.healthy ?? null,
    });
    const told = { ...run, why: [...run.why, ...(health?.failed ?? [])] };
    const text = `${run.verdict}: stable after ${run.rtoStableMs === null ? '—' : formatQuantity(run.rtoStableMs, 'ms')}, ${run.rpoRows ?? '—'} of ${run.acknowledgedWrites} writes lost`;
    if (run.verdict === 'PASS') step.succeed(text);
    else step.fail(`${text}; ${told.why.join('; ')}`);
    return told;
  } catch (error) {
    step.fail();
    throw error;
  }
}
