import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { buildReport } from '../reporting/report.ts';
import type { Run } from '../results/run.ts';
import { ulid } from '../results/ulid.ts';
import { createRunDirectory, RUN_FILES, writeRun, writeWhole } from '../results/write-run.ts';
import { readEnvironment } from './read-environment.ts';
import { emptyResult, readGeneratorResult } from './read-generator-result.ts';
import {
  checkRoomRequest,
  loadAccounts,
  openFilesNeeded,
  planRoom,
  type RoomProfile,
  type RoomRequest,
} from './room-plan.ts';
import { RoomProgress } from './room-progress.ts';
import { buildRoomRun, type RoomOutcome } from './room-run.ts';
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
  const place = await openRun(ctx);
  const outcome = await measureRoom(ctx, place, request, profile);
  return finishRun(place, buildRoomRun(outcome));
}

export interface RunPlace {
  readonly id: string;
  readonly runDirectory: string;
}

/** Makes the directory of a new run: a full disk is found here, before anything is started. */
export async function openRun(ctx: Pick<Context, 'cwd' | 'config' | 'now' | 'random'>): Promise<RunPlace> {
  const { values } = await ctx.config();
  const id = ulid(ctx.now(), ctx.random);
  return { id, runDirectory: await createRunDirectory(resolve(ctx.cwd, values.reports.directory), id) };
}

export async function finishRun({ runDirectory }: RunPlace, run: Run): Promise<FinishedRun> {
  const { reportPath } = await writeRun(runDirectory, run, buildReport(run));
  return { run, runDirectory, reportPath };
}

/** Runs the room and returns everything that it is judged by. */
export async function measureRoom(
  ctx: RoomNeeds,
  { id, runDirectory }: RunPlace,
  request: RoomRequest,
  profile: RoomProfile,
): Promise<RoomOutcome> {
  checkRoomRequest(request);
  await checkOpenFiles(ctx, request);
  const { values } = await ctx.config();
  const target = await ctx.localTarget();
  const [connections, tools] = [await target.connections(), await target.toolchain.require(['k6', 'clips'])];
  const startedAt = ctx.now();
  const outputDirectory = join(runDirectory, 'generator');
  await mkdir(outputDirectory, { mode: 0o700 });
  const password = values.loadtest.accountPassword ?? randomBytes(18).toString('base64url');
  const world = {
    apiUrl: connections.apiUrl,
    password,
    clipsDirectory: tools.clips,
    outputDirectory,
    onLoopback: true,
  };
  await seedAccounts(ctx, connections, request, password);
  const planFile = join(outputDirectory, 'plan.json');
  await writeFile(planFile, JSON.stringify(planRoom(request, profile, world)), { mode: 0o600 });

  const sampler = await startSampling(ctx, {
    redisUrl: connections.redisUrl,
    apiMetricsUrls: connections.apiAdminUrls.map((url) => `${url}/metrics`),
    processes: connections.processes,
  });
  const load = await runScenario(ctx, { planFile, outputDirectory, k6: tools.k6, request });
  // The plan holds the accounts' password: it has done its work.
  await rm(planFile);
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
    samples: await sampler.stop(),
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
    const created = await postgres.seedAccounts({ ...loadAccounts, count: request.participants, password });
    await postgres.close();
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

interface ScenarioRun {
  readonly planFile: string;
  readonly outputDirectory: string;
  readonly k6: string;
  readonly request: RoomRequest;
}

/** Runs k6 with the room scenario. Its failure is part of the result: what it had measured is kept. */
async function runScenario(ctx: RoomNeeds, scenario: ScenarioRun) {
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
