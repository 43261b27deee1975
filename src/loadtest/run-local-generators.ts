import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { writeWhole } from '../results/write-run.ts';
import type { GeneratorOutcome, GeneratorRunner, GeneratorsRequest } from './generator-runner.ts';
import type { GeneratorPlan } from './load.ts';
import { readGeneratorResult } from './read-generator-result.ts';

type Needs = Pick<Context, 'k6' | 'host' | 'projectRoot'>;

/**
 * Generators as processes of this machine, one k6 for each plan.
 * @param program path of a k6 that was built with k6/x/gomeet
 */
export async function localGenerators(ctx: Needs, program: string): Promise<GeneratorRunner> {
  return {
    processors: (await ctx.host()).facts().processors,
    run: (request) =>
      Promise.all(request.plans.map((plan, index) => runGenerator(ctx, program, request, plan, index))),
  };
}

async function runGenerator(
  ctx: Needs,
  program: string,
  { script: commonScript, plans, outputDirectory, onEvent }: GeneratorsRequest,
  { script = commonScript, ...plan }: GeneratorPlan,
  index: number,
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
      onEvent: (event) => onEvent(index, event),
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
