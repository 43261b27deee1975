import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { readEnvironment } from '../../loadtest/read-environment.ts';
import { finishRun, type LoadNeeds, openRun, type RunPlace } from '../../loadtest/run-load.ts';
import type { Run } from '../../results/run.ts';
import { callCheck, callSkipped } from '../call-check.ts';
import type { CheckResult } from '../check.ts';
import type { Health } from '../check-health.ts';
import { judgedByChecks, runWithoutCall } from '../health-run.ts';
import { answerChecks } from './answer-checks.ts';
import { type GatewayAnswer, gatewayCheck } from './gateway-check.ts';
import { makeCall, openAccounts, readCallers } from './make-call.ts';
import { clusterCheck, nodeChecks } from './node-checks.ts';
import { publicUrlOf } from './public-url.ts';
import { readClusterSnapshot } from './read-cluster-snapshot.ts';
import { workloadChecks } from './workload-checks.ts';

type Needs = LoadNeeds & Pick<Context, 'getJson' | 'postJson'>;

interface Place {
  readonly cluster: Cluster;
  readonly namespaces: Namespaces;
  /** Where people reach the platform; undefined is what the API itself says. */
  readonly apiUrl: string | undefined;
}

/** The order in which they are shown: each needs those before it. */
const ORDER = ['Cluster', 'Nodes', 'Data', 'Media', 'API', 'Edge', 'Monitoring', 'Backup', 'Other', 'Call'];

/**
 * Is it working now? The cluster, its nodes, every workload, what the programs themselves say, the gateway, and a real call
 * from here through it. The result is a run with its report; each failed check is one of its findings.
 *
 * @throws GomeetError (prerequisite) when the cluster does not answer
 */
export async function checkKubernetesHealth(ctx: Needs, place: Place): Promise<Health> {
  const { cluster, namespaces } = place;
  const step = ctx.progress.step('Looking at the cluster');
  const snapshot = await readClusterSnapshot(cluster, namespaces).catch((error: unknown) => {
    step.fail();
    throw error;
  });
  step.succeed(`${snapshot.nodes.length} nodes, ${snapshot.pods.length} pods`);
  const apiUrl = place.apiUrl ?? (await publicUrlOf(cluster, namespaces.platform));
  const answer = apiUrl === undefined ? null : await askGateway(ctx, apiUrl);
  const below = [
    clusterCheck(snapshot),
    ...nodeChecks(snapshot),
    ...workloadChecks(snapshot),
    ...answerChecks(snapshot),
    gatewayCheck(answer),
  ].sort((a, b) => ORDER.indexOf(a.category) - ORDER.indexOf(b.category));
  const isReady = below.every(({ status }) => status !== 'failed');
  const run = await openRun(ctx);
  const called = isReady && apiUrl !== undefined ? await call(ctx, run, place, apiUrl) : null;
  const checks = [...below, ...(called?.checks ?? [callSkipped])];
  const whole = called?.run ?? (await unmade(ctx, run, apiUrl ?? cluster.server));
  const finished = await finishRun(ctx, run, judgedByChecks(whole, checks));
  return { checks, finished, exitCode: finished.run.verdict.exitCode };
}

async function askGateway(ctx: Pick<Needs, 'getJson'>, url: string): Promise<GatewayAnswer> {
  try {
    const { status } = await ctx.getJson(`${url}/health`);
    return { url, status };
  } catch (error) {
    const { message, cause } = error as Error;
    return { url, error: cause instanceof Error && cause.message !== '' ? cause.message : message };
  }
}

async function call(
  ctx: Needs,
  run: RunPlace,
  { cluster, namespaces }: Place,
  apiUrl: string,
): Promise<{ checks: CheckResult[]; run?: Run }> {
  const callers = await readCallers(ctx, cluster, namespaces.platform);
  const accounts = await openAccounts(ctx, apiUrl, callers);
  if (accounts.status === 'failed') return { checks: [accounts, callSkipped] };
  const made = await makeCall(ctx, run, apiUrl, callers);
  return { checks: [accounts, callCheck(made)], run: made };
}

async function unmade(ctx: Needs, { id, startedAt }: RunPlace, target: string): Promise<Run> {
  return runWithoutCall({
    id,
    command: `gomeet ${ctx.argv.join(' ')}`,
    target,
    startedAt,
    endedAt: ctx.now(),
    environment: await readEnvironment(ctx, {}),
  });
}
