import { callSkipped } from '../call-check.ts';
import type { Health, HealthOptions } from '../check-health.ts';
import { type CallNeeds, checkCall, withoutCall } from './check-call.ts';
import { type ClusterLookNeeds, type ClusterPlace, lookAtCluster } from './look-at-cluster.ts';

/**
 * Is it working now? Everything below in order of dependency, and a real call from here through the gateway. The result is a
 * run with its report; each failed check is one of its findings.
 *
 * @throws GomeetError (prerequisite) when the cluster does not answer
 */
export async function checkKubernetesHealth(
  ctx: CallNeeds & ClusterLookNeeds,
  place: ClusterPlace,
  { failOn, paths }: HealthOptions = {},
): Promise<Health> {
  const { checks: below, apiUrl, hasTurn } = await lookAtCluster(ctx, place);
  const { cluster, namespaces } = place;
  const isReady = below.every(({ status }) => status !== 'failed');
  if (isReady && apiUrl !== undefined)
    return checkCall(ctx, { cluster, namespace: namespaces.platform, apiUrl, below, failOn, hasTurn, paths });
  return withoutCall(ctx, apiUrl ?? cluster.server, [...below, callSkipped], failOn);
}
