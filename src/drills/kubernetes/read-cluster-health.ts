import type { Context } from '../../context.ts';
import { ExitCode } from '../../errors.ts';
import { awaitHealth } from '../../health/await-health.ts';
import type { CheckResult } from '../../health/check.ts';
import { type CallNeeds, checkCall } from '../../health/kubernetes/check-call.ts';
import { type ClusterLookNeeds, lookAtCluster } from '../../health/kubernetes/look-at-cluster.ts';
import { quiet } from '../quiet-progress.ts';
import type { HealthAfter } from '../read-health.ts';
import type { DrilledCluster } from './cluster-place.ts';

/** Prometheus has to have seen a new pod, and a controller to have counted it. */
const wellWithinMs = 120_000;

/** What the health check says after a drill, ending in a real call. Its own progress is not shown: it would look like a second command. */
export async function readClusterHealth(
  ctx: CallNeeds & ClusterLookNeeds & Pick<Context, 'signal'>,
  { cluster, namespaces, apiUrl }: DrilledCluster,
): Promise<HealthAfter> {
  const world = quiet(ctx);
  const look = async (): Promise<readonly CheckResult[]> =>
    (await lookAtCluster(world, { cluster, namespaces, apiUrl, readCloud: null })).checks;
  try {
    const { last } = await awaitHealth(world, { look, timeoutMs: wellWithinMs, failOn: 'error' });
    const isReady = last.every(({ status }) => status !== 'failed');
    if (!isReady) return afterwards(last, false);
    const place = { cluster, namespace: namespaces.platform, apiUrl, below: last };
    const { checks, exitCode } = await checkCall(world, place);
    return afterwards(checks, exitCode === ExitCode.ok);
  } catch (error) {
    return { healthy: false, failed: [`the health check could not be made: ${(error as Error).message}`] };
  }
}

const afterwards = (checks: readonly CheckResult[], healthy: boolean): HealthAfter => ({
  healthy,
  failed: checks.filter(({ status }) => status === 'failed').map(({ title, found }) => `${title}: ${found}`),
});
