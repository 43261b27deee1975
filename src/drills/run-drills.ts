import { join } from 'node:path';
import type { LocalProfile } from '../adapters/local-target.ts';
import { readEnvironment } from '../loadtest/read-environment.ts';
import { type FinishedRun, finishRun, openRun, type RunPlace } from '../loadtest/run-load.ts';
import { formatQuantity } from '../units.ts';
import { buildDrillRun } from './build-drill-run.ts';
import { buildDrillsRun } from './build-drills-run.ts';
import type { Drill } from './drill.ts';
import type { DrillResult, DrillRun } from './drill-result.ts';
import { runSeries } from './drill-series.ts';
import { objectiveText, worstOf } from './judge-drill.ts';
import { readAlerts } from './read-alerts.ts';
import { readHealth } from './read-health.ts';
import { type DrillNeeds, runDrill } from './run-drill.ts';

export interface DrillsRequest {
  readonly drills: readonly Drill[];
  readonly repeat: number;
  readonly profile: LocalProfile;
}

export interface FinishedDrills {
  readonly finished: FinishedRun;
  readonly drills: readonly DrillResult[];
}

/**
 * Runs drills one after the other, each as often as asked, and writes a run with its report. Ctrl-C ends it after the mending, with
 * what there is.
 */
export async function runDrills(ctx: DrillNeeds, request: DrillsRequest): Promise<FinishedDrills> {
  const place = await openRun(ctx);
  const { results, partialReason } = await runSeries(request, (drill, number) =>
    drillOnce(ctx, place, drill, { number, of: request.repeat }),
  );
  const drills = [...results].map(([drill, runs]) => resultOf(drill, runs));
  const run = buildDrillsRun(
    {
      id: place.id,
      command: `gomeet ${ctx.argv.join(' ')}`,
      startedAt: place.startedAt,
      endedAt: ctx.now(),
      environment: await readEnvironment(ctx, {}),
      profile: request.profile,
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
  ctx: DrillNeeds,
  place: RunPlace,
  drill: Drill,
  { number, of }: { readonly number: number; readonly of: number },
): Promise<DrillRun> {
  const step = ctx.progress.step(of > 1 ? `${drill.id} (${number} of ${of})` : drill.id);
  try {
    const seen = await runDrill(ctx, drill, join(place.runDirectory, drill.id, String(number)));
    step.update({ text: 'health check' });
    const health = ctx.signal.aborted ? null : await readHealth(ctx);
    const run = buildDrillRun(seen, {
      alerts: await readAlerts(ctx, seen),
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
