import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { writeReport } from '../reporting/write-report.ts';
import type { Run } from '../results/run.ts';
import { ulid } from '../results/ulid.ts';
import { createRunDirectory, removeRunDirectory, writeWhole } from '../results/write-run.ts';
import type { PlatformSamples } from './platform-samples.ts';
import { readEnvironment } from './read-environment.ts';
import { emptyResult } from './read-generator-result.ts';
import { type RoomTools, requireTools } from './require-tools.ts';
import { loadAccounts, openFilesNeeded, planRoom, type RoomProfile, type RoomRequest } from './room-plan.ts';
import { buildRoomRun, type RoomOutcome } from './room-run.ts';
import { runScenario, type ScenarioOutcome } from './run-scenario.ts';
import { startSampling } from './sample-platform.ts';

export type RoomNeeds = Pick<
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
 * Puts one room of participants on the running platform and writes the run with its report, also when it was
 * interrupted or the platform failed under it. What cannot work is refused before anything starts.
 */
export async function runRoom(
  ctx: RoomNeeds,
  request: RoomRequest,
  profile: RoomProfile,
): Promise<FinishedRun> {
  const ready = await prepareRoom(ctx, request);
  const place = await openRun(ctx);
  return finishRun(ctx, place, buildRoomRun(await measureRoom(ctx, place, ready, request, profile)));
}

interface ReadyRoom {
  readonly connections: Connections;
  readonly tools: RoomTools;
}

/** Everything that has to be there before anything starts; throws with what is missing and how to get it. */
export async function prepareRoom(
  ctx: Pick<Context, 'localTarget' | 'host'>,
  request: RoomRequest,
): Promise<ReadyRoom> {
  await checkOpenFiles(ctx, request);
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
 * Runs the room and returns everything that it is judged by. What fails before there is anything to judge, such as a
 * database that does not answer, takes the run's directory back.
 */
export async function measureRoom(
  ctx: RoomNeeds,
  place: RunPlace,
  ready: ReadyRoom,
  request: RoomRequest,
  profile: RoomProfile,
): Promise<RoomOutcome> {
  try {
    return await walkRoom(ctx, place, ready, request, profile);
  } catch (error) {
    await removeRunDirectory(place.runDirectory);
    throw error;
  }
}

async function walkRoom(
  ctx: RoomNeeds,
  { id, startedAt, runDirectory }: RunPlace,
  { connections, tools }: ReadyRoom,
  request: RoomRequest,
  profile: RoomProfile,
): Promise<RoomOutcome> {
  const { values } = await ctx.config();
  const outputDirectory = join(runDirectory, 'generator');
  await mkdir(outputDirectory, { mode: 0o700 });
  const password = values.loadtest.accountPassword ?? randomBytes(18).toString('base64url');
  const plan = planRoom(request, profile, {
    apiUrl: connections.apiUrl,
    password,
    clipsDirectory: tools.clips,
    outputDirectory,
    onLoopback: true,
  });
  await seedAccounts(ctx, connections, request, password);
  const planFile = join(outputDirectory, 'plan.json');
  const sampler = await startSampling(ctx, {
    redisUrl: connections.redisUrl,
    apiMetricsUrls: connections.apiAdminUrls.map((url) => `${url}/metrics`),
    processIds: connections.processIds,
  });
  let load: ScenarioOutcome;
  let samples: PlatformSamples;
  try {
    await writeWhole(planFile, JSON.stringify(plan), 0o600);
    load = await runScenario(ctx, { planFile, outputDirectory, k6: tools.k6, request });
  } finally {
    // The plan holds the accounts' password: whatever happened, it has done its work.
    await rm(planFile, { force: true });
    samples = await sampler.stop();
  }
  return {
    id,
    profile,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: 'local',
    startedAt,
    endedAt: ctx.now(),
    request,
    environment: await readEnvironment(ctx, tools.versions),
    result: load.result ?? emptyResult(request, startedAt, ctx.now()),
    samples,
    refusals: load.refusals,
    partialReason: load.partialReason,
  };
}

async function checkOpenFiles(ctx: Pick<Context, 'host'>, request: RoomRequest): Promise<void> {
  const { openFilesMax } = (await ctx.host()).facts();
  const needed = openFilesNeeded(request);
  if (openFilesMax === null || needed <= openFilesMax) return;
  throw new GomeetError(
    `${request.participants} participants need about ${needed} open files; this shell allows ${openFilesMax}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'open-files',
      hint: `ulimit -n ${needed}   (then run it again)`,
    },
  );
}

async function seedAccounts(
  ctx: RoomNeeds,
  connections: Connections,
  request: RoomRequest,
  password: string,
): Promise<void> {
  const step = ctx.progress.step(`Seeding ${request.participants} accounts`);
  try {
    const postgres = await ctx.postgres(connections.databaseUrl);
    const created = await postgres
      .seedAccounts({ ...loadAccounts, count: request.participants, password })
      .finally(() => postgres.close());
    step.succeed(`${created} new, ${request.participants - created} known`);
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
