import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Run } from '../results/run.ts';
import { RUN_FILES, writeWhole } from '../results/write-run.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { GeneratorPlan } from './load.ts';
import { LoadProgress } from './load-progress.ts';
import { mergeResults } from './merge-results.ts';
import { readGeneratorResult } from './read-generator-result.ts';

export interface GeneratorsRequest {
  readonly k6: string;
  /** The file in scenarios/. */
  readonly script: string;
  /** One k6 process for each. */
  readonly plans: readonly GeneratorPlan[];
  readonly outputDirectory: string;
}

export interface GeneratorsOutcome {
  /** Undefined when no generator left anything: none could start, or all were killed. */
  readonly result: GeneratorResult | undefined;
  readonly refusals: Run['refusals'];
  readonly partialReason: string | null;
}

/**
 * Runs the generator processes of a load side by side and merges what they measured. A failure is part of the result:
 * what had been measured is kept, and a process that left nothing makes the run partial.
 */
export async function runGenerators(
  ctx: Pick<Context, 'k6' | 'progress' | 'projectRoot' | 'signal'>,
  request: GeneratorsRequest,
): Promise<GeneratorsOutcome> {
  const progress = new LoadProgress(ctx.progress, request.plans.length);
  const processes = await Promise.all(
    request.plans.map((plan, index) => runGenerator(ctx, request, plan, index, progress)),
  );
  const results = processes.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const isWhole = results.length === request.plans.length && results.every(({ partial }) => !partial);
  progress.end(isWhole);
  await writeWhole(
    join(request.outputDirectory, '..', RUN_FILES.events),
    processes.map(({ events }) => events).join(''),
  );
  return {
    result: results.length === 0 ? undefined : mergeResults(results),
    refusals: progress.refusals(),
    partialReason: ctx.signal.aborted
      ? 'interrupted by the user'
      : (processes.find(({ failure }) => failure !== null)?.failure ?? null),
  };
}

interface GeneratorOutcome {
  readonly result: GeneratorResult | undefined;
  readonly events: string;
  /** How it ended when it did not end well. */
  readonly failure: string | null;
}

async function runGenerator(
  ctx: Pick<Context, 'k6' | 'projectRoot'>,
  { k6: program, script: commonScript, plans, outputDirectory }: GeneratorsRequest,
  { script = commonScript, ...plan }: GeneratorPlan,
  index: number,
  progress: LoadProgress,
): Promise<GeneratorOutcome> {
  const directory = plans.length === 1 ? outputDirectory : join(outputDirectory, String(index + 1));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const planFile = join(directory, 'plan.json');
  const logFile = join(directory, 'k6.log');
  const eventsFile = join(directory, 'loadgen.ndjson');
  const k6 = await ctx.k6();
  try {
    await writeWhole(planFile, JSON.stringify({ ...plan, outputDirectory: directory }), 0o600);
    const { exitCode, endedBy } = await k6.run({
      program,
      script: join(ctx.projectRoot, 'scenarios', script),
      variables: { GOMEET_PLAN: planFile },
      logFile,
      eventsFile,
      onEvent: (event) => progress.on(index, event),
    });
    const result = await readGeneratorResult(directory);
    const events = await readFile(eventsFile, 'utf8').catch(() => '');
    if (exitCode === 0 && result?.partial === false) return { result, events, failure: null };
    // k6 ends with 0 when a script threw: then only its log says what stopped the load.
    const how = endedBy
      ? `was ended by ${endedBy}`
      : exitCode === 0
        ? 'stopped early'
        : `ended with code ${exitCode}`;
    return { result, events, failure: `the load generator ${how}${await lastWords(logFile)}` };
  } finally {
    // The plan holds the accounts' password: whatever happened, it has done its work.
    await rm(planFile, { force: true });
  }
}

async function lastWords(logFile: string): Promise<string> {
  const tail = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' · ');
  return tail === '' ? '' : `: ${tail}`;
}
