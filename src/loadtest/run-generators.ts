import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Run } from '../results/run.ts';
import { RUN_FILES, writeWhole } from '../results/write-run.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { GeneratorRunner, GeneratorsRequest } from './generator-runner.ts';
import { LoadProgress } from './load-progress.ts';
import { mergeResults } from './merge-results.ts';

export interface GeneratorsOutcome {
  /** Undefined when no generator left anything: none could start, or all were killed. */
  readonly result: GeneratorResult | undefined;
  readonly refusals: Run['refusals'];
  readonly partialReason: string | null;
}

/**
 * Runs the generators of a load side by side and merges what they measured. A failure is part of the result:
 * what had been measured is kept, and a generator that left nothing makes the run partial.
 */
export async function runGenerators(
  ctx: Pick<Context, 'progress' | 'signal'>,
  runner: GeneratorRunner,
  request: Omit<GeneratorsRequest, 'onEvent'>,
): Promise<GeneratorsOutcome> {
  const progress = new LoadProgress(ctx.progress, request.plans.length, runner.processors);
  const generators = await runner.run({
    ...request,
    onEvent: (generator, event) => progress.on(generator, event),
  });
  const results = generators.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const isWhole = results.length === request.plans.length && results.every(({ partial }) => !partial);
  progress.end(isWhole);
  await writeWhole(
    join(request.outputDirectory, '..', RUN_FILES.events),
    generators.map(({ events }) => events).join(''),
  );
  return {
    result: results.length === 0 ? undefined : mergeResults(results),
    refusals: progress.refusals(),
    partialReason: ctx.signal.aborted
      ? 'interrupted by the user'
      : (generators.find(({ failure }) => failure !== null)?.failure ?? null),
  };
}
