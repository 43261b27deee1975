import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubernetes } from '../../adapters/kubernetes.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { RunEnvironment } from '../../results/run.ts';
import { removeRunDirectory } from '../../results/write-run.ts';
import { buildRun, type LoadOutcome } from '../build-run.ts';
import { emptyResult } from '../generator-result.ts';
import type { Load } from '../load.ts';
import { nothingSampled } from '../platform-samples.ts';
import { readEnvironment } from '../read-environment.ts';
import { runGenerators } from '../run-generators.ts';
import { type FinishedRun, finishRun, openRun, type RunPlace } from '../run-load.ts';
import { podResources } from './manifests.ts';
import { podPaths } from './pod-paths.ts';
import type { PodsRequest } from './pods-request.ts';
import { podGenerators } from './run-in-pods.ts';
import { unwatchedLoad } from './unwatched-load.ts';

type Needs = Pick<
  Context,
  | 'argv'
  | 'cwd'
  | 'projectRoot'
  | 'version'
  | 'config'
  | 'kubernetes'
  | 'host'
  | 'revision'
  | 'now'
  | 'random'
  | 'progress'
  | 'signal'
>;

/** k6 needs about a second to load a script and its clips; pods that run in time still wait for the slowest. */
const startMarginMs = 4000;

/**
 * Puts a load on a platform from pods of a cluster, and writes the run with its report as for any load. What cannot
 * work is refused before anything starts.
 */
export async function runLoadInPods(ctx: Needs, load: Load, place: PodsRequest): Promise<FinishedRun> {
  const password = await accountPassword(ctx, load);
  const kubernetes = await ctx.kubernetes(place);
  const version = await kubernetes.version();
  const run = await openRun(ctx);
  try {
    const outcome = await measure(ctx, run, { kubernetes, version, place, password }, unwatchedLoad(load));
    return await finishRun(ctx, run, buildRun(outcome));
  } catch (error) {
    await removeRunDirectory(run.runDirectory);
    throw error;
  }
}

interface PodsWorld {
  readonly kubernetes: Kubernetes;
  readonly version: string;
  readonly place: PodsRequest;
  readonly password: string;
}

async function measure(
  ctx: Needs,
  { id, startedAt, runDirectory }: RunPlace,
  { kubernetes, version, place, password }: PodsWorld,
  load: Load,
): Promise<LoadOutcome> {
  const outputDirectory = join(runDirectory, 'generator');
  await mkdir(outputDirectory, { mode: 0o700 });
  const runningBy = ctx.now() + place.startWithinSeconds * 1000;
  const plans = load.plans({
    apiUrl: place.apiUrl,
    password,
    clipsDirectory: podPaths.clips,
    onLoopback: /^127\.|^localhost$/.test(new URL(place.apiUrl).hostname),
    startAt: runningBy + startMarginMs,
    accessTokensFile: null,
    sharedDirectory: null,
  });
  const runner = podGenerators(ctx, kubernetes, { name: `gomeet-${id.toLowerCase()}`, place, runningBy });
  const generators = await runGenerators(ctx, runner, { script: load.script, plans, outputDirectory });
  const parameters = { ...load.parameters, runner: 'kubernetes', image: place.image };
  return {
    id,
    load: { ...load, parameters },
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: place.apiUrl,
    startedAt,
    endedAt: ctx.now(),
    environment: await podsEnvironment(ctx, version, plans.length),
    result: generators.result ?? emptyResult(load.countsAsked, startedAt, ctx.now()),
    samples: nothingSampled,
    refusals: generators.refusals,
    partialReason: generators.partialReason,
  };
}

/** The machine of such a run is what its pods were given: the generator's CPU is judged by that. */
async function podsEnvironment(ctx: Needs, version: string, pods: number): Promise<RunEnvironment> {
  const environment = await readEnvironment(ctx, { kubernetes: version });
  return {
    ...environment,
    host: {
      system: `${pods} pods on Kubernetes ${version}`,
      cpuModel: 'that of the cluster’s nodes',
      cpus: pods * podResources.cpus,
      memoryBytes: pods * podResources.memoryBytes,
      openFilesMax: null,
    },
  };
}

/** gomeet reaches no database of a platform behind an address: the accounts are there already, and all log in. */
async function accountPassword(
  ctx: Pick<Context, 'config'>,
  { accounts, logInShare }: Load,
): Promise<string> {
  if ((logInShare ?? 1) < 1) {
    throw new GomeetError('--runner kubernetes cannot open sessions for those who do not log in', {
      exitCode: ExitCode.usage,
      code: 'log-in-share',
      hint: 'let everyone log in: --log-in 100',
    });
  }
  const { values } = await ctx.config();
  const { accountPassword: password } = values.loadtest;
  if (password !== undefined || accounts === 0) return password ?? '';
  throw new GomeetError(
    `--runner kubernetes needs the password of the ${accounts.toLocaleString('en-US')} accounts load-00001@load.gomeet.test and on, which have to exist on that platform`,
    {
      exitCode: ExitCode.usage,
      code: 'account-password',
      hint: 'set loadtest.accountPassword in gomeet.yaml, or GOMEET_LOADTEST_ACCOUNT_PASSWORD; then the same command again',
    },
  );
}
