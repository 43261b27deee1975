import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Run } from '../results/run.ts';
import { RUN_FILES, writeWhole } from '../results/write-run.ts';
import type { GeneratorResult } from './generator-result.ts';
import { readGeneratorResult } from './read-generator-result.ts';
import type { RoomRequest } from './room-plan.ts';
import { RoomProgress } from './room-progress.ts';

export interface ScenarioRun {
  readonly planFile: string;
  readonly outputDirectory: string;
  readonly k6: string;
  readonly request: RoomRequest;
}

export interface ScenarioOutcome {
  /** Undefined when the generator left nothing: it could not start, or was killed. */
  readonly result: GeneratorResult | undefined;
  readonly refusals: Run['refusals'];
  readonly partialReason: string | null;
}

/** Runs k6 with the room scenario. Its failure is part of the result: what it had measured is kept. */
export async function runScenario(
  ctx: Pick<Context, 'k6' | 'progress' | 'projectRoot' | 'signal'>,
  scenario: ScenarioRun,
): Promise<ScenarioOutcome> {
  const progress = new RoomProgress(ctx.progress, scenario.request);
  const k6 = await ctx.k6();
  const logFile = join(scenario.outputDirectory, 'k6.log');
  const eventsFile = join(scenario.outputDirectory, 'loadgen.ndjson');
  const outcome = await k6.run({
    program: scenario.k6,
    script: join(ctx.projectRoot, 'scenarios', 'room.ts'),
    variables: { GOMEET_ROOM_PLAN: scenario.planFile },
    logFile,
    eventsFile,
    onEvent: (event) => progress.on(event),
  });
  const result = await readGeneratorResult(scenario.outputDirectory);
  progress.end(result !== undefined && !result.partial);
  const events = await readFile(eventsFile, 'utf8').catch(() => '');
  await writeWhole(join(scenario.outputDirectory, '..', RUN_FILES.events), events);
  return {
    result,
    refusals: progress.refusals(),
    partialReason: await reasonOf(ctx, outcome, result !== undefined, logFile),
  };
}

async function reasonOf(
  ctx: Pick<Context, 'signal'>,
  outcome: { exitCode: number | null; endedBy: string | null },
  hasResult: boolean,
  logFile: string,
): Promise<string | null> {
  if (ctx.signal.aborted) return 'interrupted by the user';
  if (outcome.exitCode === 0 && hasResult) return null;
  const tail = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' · ');
  const how = outcome.endedBy ? `was ended by ${outcome.endedBy}` : `ended with code ${outcome.exitCode}`;
  return `the load generator ${how}${tail === '' ? '' : `: ${tail}`}`;
}
