import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { buildRun } from '../../loadtest/build-run.ts';
import { emptyResult } from '../../loadtest/generator-result.ts';
import { type Load, loadAccounts } from '../../loadtest/load.ts';
import { nothingSampled } from '../../loadtest/platform-samples.ts';
import { readEnvironment } from '../../loadtest/read-environment.ts';
import { requireTools } from '../../loadtest/require-tools.ts';
import { runGenerators } from '../../loadtest/run-generators.ts';
import type { LoadNeeds, RunPlace } from '../../loadtest/run-load.ts';
import { localGenerators } from '../../loadtest/run-local-generators.ts';
import type { Run } from '../../results/run.ts';
import type { CheckResult } from '../check.ts';
import { openAccount } from './open-account.ts';

/** The two who call one another: an address that nobody can register from outside is theirs (RFC 2606: .test). */
interface Callers {
  readonly emailPattern: string;
  readonly password: string;
}

const SECRET = 'gomeet-health-check';

/**
 * The accounts of the call. Their password lies in a Secret of the platform, made at the first health check; where the
 * configuration has the password of the load test's accounts, those are taken, for they are there already.
 */
export async function readCallers(
  ctx: Pick<Context, 'config'>,
  cluster: Cluster,
  namespace: string,
): Promise<Callers> {
  const { accountPassword } = (await ctx.config()).values.loadtest;
  if (accountPassword !== undefined)
    return { emailPattern: loadAccounts.emailPattern, password: accountPassword };
  const type = { apiVersion: 'v1', kind: 'Secret' } as const;
  const live =
    (await cluster.get({ ...type, namespace, name: SECRET })) ??
    (await cluster.create({
      ...type,
      metadata: { name: SECRET, namespace, labels: { 'app.kubernetes.io/part-of': 'gomeet' } },
      data: { password: Buffer.from(randomBytes(18).toString('base64url')).toString('base64') },
    }));
  const { password = '' } = (live.data ?? {}) as { password?: string };
  return {
    emailPattern: 'health-%05d@load.gomeet.test',
    password: Buffer.from(password, 'base64').toString(),
  };
}

/** There, and not let in by that password or before its address is confirmed: what that means is for the call to show. */
const NOT_LET_IN = [403, 409];

/** Opens the two accounts, as people do. Those that are there already stay as they are. */
export async function openAccounts(
  ctx: Pick<Context, 'postJson'>,
  apiUrl: string,
  { emailPattern, password }: Callers,
): Promise<CheckResult> {
  const answers = await Promise.all(
    [1, 2].map((number) =>
      openAccount(ctx, apiUrl, {
        email: emailPattern.replace('%05d', String(number).padStart(5, '0')),
        password,
        firstName: 'Health',
        lastName: `Check ${number}`,
      }),
    ),
  );
  const refused = answers.find((answer) => answer.state === 'refused' && !NOT_LET_IN.includes(answer.status));
  const found = answers.some(({ state }) => state === 'opened') ? 'opened' : 'there';
  return {
    id: 'call-accounts',
    category: 'Call',
    title: 'accounts of the two who call',
    status: refused === undefined ? 'ok' : 'failed',
    found: refused?.state === 'refused' ? `HTTP ${refused.status} ${refused.said}`.trim() : found,
    needed: 'the API opens accounts',
    hint:
      refused === undefined
        ? null
        : 'GOMEET_LOADTEST_ACCOUNT_PASSWORD   names that of accounts load-00001@load.gomeet.test and on, where they are there',
  };
}

/** k6 needs about a second to load its script and clips. */
const START_MARGIN_MS = 4000;

interface Call {
  /** Where people reach the platform. */
  readonly apiUrl: string;
  readonly callers: Callers;
  /** Two who meet, over the network that they have. */
  readonly load: Load;
}

/** The same call as on one machine, from here through the gateway. */
export async function makeCall(
  ctx: LoadNeeds,
  { id, startedAt, runDirectory }: RunPlace,
  { apiUrl, callers: { emailPattern, password }, load: asked }: Call,
): Promise<Run> {
  const tools = await requireTools(await ctx.localTarget());
  const outputDirectory = join(runDirectory, 'generator');
  await mkdir(outputDirectory, { mode: 0o700, recursive: true });
  const { limits: _ofThisMachine, ...load } = asked;
  const plans = load
    .plans({
      apiUrl,
      password,
      clipsDirectory: tools.clips,
      onLoopback: /^127\.|^localhost$/.test(new URL(apiUrl).hostname),
      startAt: ctx.now() + START_MARGIN_MS,
      accessTokensFile: null,
      sharedDirectory: outputDirectory,
    })
    .map((plan) => ({ ...plan, accounts: { emailPattern, first: 1, password } }));
  const runner = await localGenerators(ctx, tools.k6);
  const { result, refusals, partialReason } = await runGenerators(ctx, runner, {
    script: load.script,
    plans,
    outputDirectory,
  });
  return buildRun({
    id,
    load,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target: apiUrl,
    startedAt,
    endedAt: ctx.now(),
    environment: await readEnvironment(ctx, tools.versions),
    result: result ?? emptyResult(load.countsAsked, startedAt, ctx.now()),
    samples: nothingSampled,
    refusals,
    partialReason,
  });
}
