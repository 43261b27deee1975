import type { Context } from '../../context.ts';
import { buildRun, type LoadOutcome } from '../build-run.ts';
import { emptyResult } from '../generator-result.ts';
import { nothingSampled } from '../platform-samples.ts';
import { readEnvironment } from '../read-environment.ts';
import { requireProgram } from '../require-tools.ts';
import {
  type FinishedRun,
  finishRun,
  type LoadNeeds,
  measureLoad,
  openRun,
  prepareLoad,
  type ReadyLoad,
  type RunPlace,
} from '../run-load.ts';
import { assembleCrew } from './assemble-crew.ts';
import type { CrewOutcome } from './browser-result.ts';
import { buildBrowserRun } from './build-browser-run.ts';
import type { Crew } from './crew.ts';
import { browserLoad } from './load.ts';
import type { BrowserRequest } from './request.ts';

type Needs = LoadNeeds & Pick<Context, 'browsers'>;

/**
 * Lets real browsers meet light participants in one room and writes the run that compares what they measured, also when
 * a browser failed or the user ended it. No browser stays, whatever happens.
 */
export async function runBrowserTest(ctx: Needs, request: BrowserRequest): Promise<FinishedRun> {
  const ready = await prepareLoad(ctx, browserLoad(request, null));
  const executable = await requireProgram(await ctx.localTarget(), 'chromium');
  const place = await openRun(ctx);
  const crew = await assembleCrew(ctx, ready.connections, executable, request).catch((error: Error) => error);
  if (crew instanceof Error) {
    const outcome = await outcomeWithoutBrowsers(ctx, place, ready, request, crew);
    return finishRun(ctx, place, buildRun(outcome));
  }
  const { outcome, told } = await measureTogether(ctx, place, ready, request, crew);
  return finishRun(ctx, place, buildBrowserRun(outcome, told));
}

async function measureTogether(
  ctx: Needs,
  place: RunPlace,
  ready: ReadyLoad,
  request: BrowserRequest,
  crew: Crew,
): Promise<{ outcome: LoadOutcome; told: CrewOutcome }> {
  let outcome: LoadOutcome;
  let told: CrewOutcome;
  try {
    const listening = onPhase(ctx, (phase) => {
      if (phase === 'settle') crew.begin();
    });
    outcome = await measureLoad(listening, place, ready, browserLoad(request, crew.roomId));
  } finally {
    // Also where measuring threw: no browser may stay.
    told = await crew.stop();
  }
  return { outcome, told };
}

/** The same world, in which `tell` hears of every phase that the generator enters. */
function onPhase(ctx: Needs, tell: (phase: string) => void): Needs {
  return {
    ...ctx,
    k6: async () => {
      const k6 = await ctx.k6();
      return {
        run: (request) =>
          k6.run({
            ...request,
            onEvent(event) {
              request.onEvent(event);
              if (event.event === 'phase') tell(String(event.name));
            },
          }),
      };
    },
  };
}

/**
 * Without browsers there is nothing to compare: no load is put on the platform, and the run says why. That nobody joined is
 * no fault of the platform then, so no count says so.
 */
async function outcomeWithoutBrowsers(
  ctx: Needs,
  { id, startedAt }: RunPlace,
  { tools }: ReadyLoad,
  request: BrowserRequest,
  error: Error,
): Promise<LoadOutcome> {
  const load = browserLoad(request, null);
  const [reason = ''] = error.message.split('\n');
  return {
    id,
    load,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: 'local',
    startedAt,
    endedAt: ctx.now(),
    environment: await readEnvironment(ctx, tools.versions),
    result: emptyResult({}, startedAt, ctx.now()),
    samples: nothingSampled,
    refusals: [],
    partialReason: ctx.signal.aborted ? 'interrupted by the user' : `the browsers did not start: ${reason}`,
  };
}
