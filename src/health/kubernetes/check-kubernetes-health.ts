import type { Cluster } from '../../adapters/cluster.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { callSkipped } from '../call-check.ts';
import type { Health } from '../check-health.ts';
import { answerChecks } from './answer-checks.ts';
import { askGateway } from './ask-gateway.ts';
import { type CallNeeds, checkCall, withoutCall } from './check-call.ts';
import { gatewayCheck } from './gateway-check.ts';
import { clusterCheck, nodeChecks } from './node-checks.ts';
import { publicUrlOf } from './public-url.ts';
import { readClusterSnapshot } from './read-cluster-snapshot.ts';
import { workloadChecks } from './workload-checks.ts';

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
export async function checkKubernetesHealth(
  ctx: CallNeeds,
  { cluster, namespaces, ...place }: Place,
): Promise<Health> {
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
  if (isReady && apiUrl !== undefined)
    return checkCall(ctx, { cluster, namespace: namespaces.platform, apiUrl, below });
  return withoutCall(ctx, apiUrl ?? cluster.server, [...below, callSkipped]);
}
