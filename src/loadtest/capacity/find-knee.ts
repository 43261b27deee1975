import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GomeetError } from '../../errors.ts';
import type { Run } from '../../results/run.ts';
import { removeRunDirectory } from '../../results/write-run.ts';
import { buildRun } from '../build-run.ts';
import {
  type FinishedRun,
  finishRun,
  type LoadNeeds,
  measureLoad,
  openRun,
  prepareLoad,
  type RunPlace,
} from '../run-load.ts';
import { type CapacityResult, capacityResult, judgedBySearch } from './judge-search.ts';
import type { CapacityRequest } from './request.ts';
import { nextLoad } from './search.ts';
import { type CapacityStep, stepOf } from './step.ts';
import { stepLoad } from './step-load.ts';

export interface FinishedSearch {
  readonly finished: FinishedRun;
  readonly result: CapacityResult;
}

interface RunStep {
  readonly step: CapacityStep;
  readonly run: Run;
}

/**
 * Searches the largest load that still meets its targets, by short runs one after the other, and writes the run of the
 * knee with all steps in it. An interruption, or a platform that fails, ends the search with what it has shown.
 */
export async function findKnee(ctx: LoadNeeds, request: CapacityRequest): Promise<FinishedSearch> {
  await prepareLoad(ctx, stepLoad(request, request.from));
  const place = await openRun(ctx);
  const steps: RunStep[] = [];
  let endedEarly: string | null = null;
  for (
    let load = nextOf(request, steps);
    load !== null && endedEarly === null;
    load = nextOf(request, steps)
  ) {
    ctx.progress.note(`Step ${steps.length + 1} of at most ${request.maxSteps}: ${load} ${request.of}`);
    try {
      const done = await runStep(ctx, place, request, load, steps.length + 1);
      steps.push(done);
      endedEarly = done.run.partial ? (done.run.partialReason ?? 'a step ended early') : null;
    } catch (error) {
      if (!(error instanceof GomeetError) || steps.length === 0) {
        await removeRunDirectory(place.runDirectory);
        throw error;
      }
      endedEarly = `at ${load} ${request.of}: ${error.message}`;
    }
  }
  const result = capacityResult(
    request.of,
    steps.map(({ step }) => step),
  );
  const shown = steps.find(({ step }) => step.load === result.knee) ?? steps.at(-1);
  if (shown === undefined) throw new RangeError('a search without a step has no result');
  const run = judgedBySearch(ofWholeSearch(shown.run, place, request, ctx.now()), result, endedEarly);
  return { finished: await finishRun(ctx, place, run), result };
}

function nextOf(request: CapacityRequest, steps: readonly RunStep[]): number | null {
  return nextLoad(
    request,
    steps.map(({ step }) => ({ load: step.load, met: step.outcome === 'met' })),
  );
}

/** One step is a load as any other, with a place of its own below that of the search. */
async function runStep(
  ctx: LoadNeeds,
  { id, runDirectory }: RunPlace,
  request: CapacityRequest,
  load: number,
  number: number,
): Promise<RunStep> {
  const demand = stepLoad(request, load);
  const ready = await prepareLoad(ctx, demand);
  const place = { id, startedAt: ctx.now(), runDirectory: join(runDirectory, 'steps', String(number)) };
  await mkdir(place.runDirectory, { recursive: true });
  const outcome = await measureLoad(ctx, place, ready, demand);
  const run = buildRun(outcome);
  return { step: stepOf(load, run, outcome), run };
}

/** The knee's figures, but the times and the parameters of the whole search. */
function ofWholeSearch(run: Run, place: RunPlace, request: CapacityRequest, endedAt: number): Run {
  const { of, from, to, maxSteps, stepSeconds } = request;
  return {
    ...run,
    startedAt: new Date(place.startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    parameters: { ...run.parameters, of, from, to, maxSteps, stepSeconds },
    method: [
      ...run.method,
      'Steps double until one misses a target; then the gap between the largest that met and the smallest that missed is halved, down to a tenth.',
      'KPIs, charts and counts are those of the largest step that met every target. A target that a short step leaves undecided does not end the search.',
    ],
  };
}
