import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { writeReport } from '../reporting/write-report.ts';
import type { Run } from '../results/run.ts';
import { ulid } from '../results/ulid.ts';
import { createRunDirectory, removeRunDirectory } from '../results/write-run.ts';
import { buildRun, type LoadOutcome } from './build-run.ts';
import { emptyResult } from './generator-result.ts';
import { type Load, loadAccounts } from './load.ts';
import type { PlatformSamples } from './platform-samples.ts';
import { readEnvironment } from './read-environment.ts';
import { removeLeftSecrets } from './remove-left-secrets.ts';
import { type LoadTools, requireTools } from './require-tools.ts';
import { type GeneratorsOutcome, runGenerators } from './run-generators.ts';
import { localGenerators } from './run-local-generators.ts';
import { startSampling } from './sample-platform.ts';
import { writeAccessTokens } from './write-access-tokens.ts';

export type LoadNeeds = Pick<
  Context,
  | 'argv'
  | 'cwd'
  | 'projectRoot'
  | 'version'
  | 'config'
  | 'localTarget'
  | 'k6'
  | 'host'
  | 'postgres'
  | 'redis'
  | 'scrape'
  | 'revision'
  | 'now'
  | 'monotonic'
  | 'random'
  | 'progress'
  | 'signal'
>;

export interface FinishedRun {
  readonly run: Run;
  readonly runDirectory: string;
  readonly reportPath: string;
}

/**
 * Puts a load on the running platform and writes the run with its report, also when it was interrupted or the
 * platform failed under it. What cannot work is refused before anything starts.
 */
export async function runLoad(ctx: LoadNeeds, load: Load): Promise<FinishedRun> {
  const ready = await prepareLoad(ctx, load);
  const place = await openRun(ctx);
  return finishRun(ctx, place, buildRun(await measureLoad(ctx, place, ready, load)));
}

export interface ReadyLoad {
  readonly connections: Connections;
  readonly tools: LoadTools;
}

/** Everything that has to be there before anything starts; throws with what is missing and how to get it. */
export async function prepareLoad(
  ctx: Pick<Context, 'localTarget' | 'host'>,
  load: Pick<Load, 'openFilesNeeded' | 'subject'>,
): Promise<ReadyLoad> {
  await checkOpenFiles(ctx, load);
  const target = await ctx.localTarget();
  return { tools: await requireTools(target), connections: await target.connections() };
}

export interface RunPlace {
  readonly id: string;
  readonly startedAt: number;
  readonly runDirectory: string;
}

/** Makes the directory of a new run: a full disk is found here, before anything is started. */
export async function openRun(ctx: Pick<Context, 'cwd' | 'config' | 'now' | 'random'>): Promise<RunPlace> {
  const { values } = await ctx.config();
  const startedAt = ctx.now();
  const id = ulid(startedAt, ctx.random);
  return {
    id,
    startedAt,
    runDirectory: await createRunDirectory(resolve(ctx.cwd, values.reports.directory), id),
  };
}

/** Writes the run and its report into the run's directory. */
export async function finishRun(
  ctx: Pick<Context, 'projectRoot'>,
  { runDirectory }: RunPlace,
  run: Run,
): Promise<FinishedRun> {
  const { reportPath } = await writeReport(ctx.projectRoot, runDirectory, run);
  return { run, runDirectory, reportPath };
}

/**
 * Runs the load and returns everything that it is judged by. What fails before there is anything to judge, such as a
 * database that does not answer, takes the run's directory back.
 */
export async function measureLoad(
  ctx: LoadNeeds,
  place: RunPlace,
  ready: ReadyLoad,
  load: Load,
): Promise<LoadOutcome> {
  try {
    return await putLoad(ctx, place, ready, load);
  } catch (error) {
    await removeRunDirectory(place.runDirectory);
    throw error;
  }
}

async function putLoad(
  ctx: LoadNeeds,
  { id, startedAt, runDirectory }: RunPlace,
  { connections, tools }: ReadyLoad,
  load: Load,
): Promise<LoadOutcome> {
  const { values } = await ctx.config();
  await removeLeftSecrets(resolve(ctx.cwd, values.reports.directory));
  const outputDirectory = join(runDirectory, 'generator');
  await mkdir(outputDirectory, { mode: 0o700 });
  const password = values.loadtest.accountPassword ?? randomBytes(18).toString('base64url');
  await seedAccounts(ctx, connections, load, password);
  const accessTokensFile = await writeAccessTokens(ctx, connections, load, outputDirectory);
  const sampler = await startSampling(ctx, {
    redisUrl: connections.redisUrl,
    apiMetricsUrls: connections.apiAdminUrls.map((url) => `${url}/metrics`),
    processIds: connections.processIds,
  });
  let generators: GeneratorsOutcome;
  let samples: PlatformSamples;
  try {
    const plans = load.plans({
      apiUrl: connections.apiUrl,
      password,
      clipsDirectory: tools.clips,
      onLoopback: true,
      startAt: ctx.now() + startMarginMs,
      accessTokensFile,
      sharedDirectory: outputDirectory,
    });
    const runner = await localGenerators(ctx, tools.k6);
    generators = await runGenerators(ctx, runner, { script: load.script, plans, outputDirectory });
  } finally {
    if (accessTokensFile !== null) await rm(accessTokensFile, { force: true });
    samples = await sampler.stop();
  }
  return {
    id,
    load,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: 'local',
    startedAt,
    endedAt: ctx.now(),
    environment: await readEnvironment(ctx, tools.versions),
    result: generators.result ?? emptyResult(load.countsAsked, startedAt, ctx.now()),
    samples,
    refusals: generators.refusals,
    partialReason: generators.partialReason,
  };
}

/** k6 needs about a second to load a script and its clips; processes that begin together wait for the slowest. */
const startMarginMs = 4000;

async function checkOpenFiles(
  ctx: Pick<Context, 'host'>,
  { openFilesNeeded, subject }: Pick<Load, 'openFilesNeeded' | 'subject'>,
): Promise<void> {
  const { openFilesMax } = (await ctx.host()).facts();
  if (openFilesMax === null || openFilesNeeded <= openFilesMax) return;
  throw new GomeetError(
    `${subject} need about ${openFilesNeeded} open files in one process; this shell allows ${openFilesMax}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'open-files',
      hint: `ulimit -n ${openFilesNeeded}   (then run it again), or spread the load: --parallelism`,
    },
  );
}

async function seedAccounts(
  ctx: LoadNeeds,
  connections: Connections,
  { accounts }: Load,
  password: string,
): Promise<void> {
  if (accounts === 0) return;
  const step = ctx.progress.step(`Seeding ${accounts.toLocaleString('en-US')} accounts`);
  try {
    const postgres = await ctx.postgres(connections.databaseUrl);
    const created = await postgres
      .seedAccounts({ ...loadAccounts, count: accounts, password })
      .finally(() => postgres.close());
    step.succeed(`${created} new, ${accounts - created} known`);
  } catch (error) {
    step.fail();
    throw new GomeetError(`the database does not take the accounts: ${(error as Error).message}`, {
      exitCode: ExitCode.critical,
      code: 'database-unavailable',
      hint: 'gomeet health-check',
      cause: error,
    });
  }
}
