import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import type { PreparedCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import type { CheckResult } from '../check.ts';
import { clockCheck } from '../machine-checks.ts';
import { runChecks } from '../run-checks.ts';
import { answerChecks } from './answer-checks.ts';
import { askGateway } from './ask-gateway.ts';
import { checkCloud } from './check-cloud.ts';
import { checkDrift } from './check-drift.ts';
import { clusterDataChecks } from './cluster-data-checks.ts';
import { checkClusterMonitoring } from './cluster-monitoring.ts';
import { gatewayCheck } from './gateway-check.ts';
import { clusterCheck, nodeChecks } from './node-checks.ts';
import { publicUrlOf } from './public-url.ts';
import { checkCertificates } from './read-certificates.ts';
import { readClusterSnapshot } from './read-cluster-snapshot.ts';
import { workloadChecks } from './workload-checks.ts';

export interface ClusterPlace {
  readonly cluster: Cluster;
  readonly namespaces: Namespaces;
  /** Where people reach the platform; undefined is what the API itself says. */
  readonly apiUrl: string | undefined;
  /** The account below it; null where no token was given. */
  readonly readCloud: (() => Promise<Pick<PreparedCloud, 'observed'>>) | null;
}

export interface ClusterLook {
  readonly checks: readonly CheckResult[];
  readonly apiUrl: string | undefined;
  /** Whether a TURN server is deployed here. */
  readonly hasTurn: boolean;
}

/** The order in which they are shown: each needs those before it. */
const ORDER = [
  ...['Machine', 'Cluster', 'Cloud', 'Nodes', 'Data', 'Media', 'API', 'Edge'],
  ...['Monitoring', 'Backup', 'Other', 'Call'],
];

export type ClusterLookNeeds = Pick<Context, 'getJson' | 'progress' | 'localTarget' | 'looks' | 'now'>;

/**
 * Looks once at the cluster, its nodes, every workload, what the programs themselves say, and the gateway. Writes nothing.
 *
 * @throws GomeetError (prerequisite) when the cluster does not answer
 */
export async function lookAtCluster(
  ctx: ClusterLookNeeds,
  { cluster, namespaces, readCloud, ...place }: ClusterPlace,
): Promise<ClusterLook> {
  const step = ctx.progress.step('Looking at the cluster');
  const snapshot = await readClusterSnapshot(cluster, namespaces).catch((error: unknown) => {
    step.fail();
    throw error;
  });
  step.succeed(`${snapshot.nodes.length} nodes, ${snapshot.pods.length} pods`);
  const apiUrl = place.apiUrl ?? (await publicUrlOf(cluster, namespaces.platform));
  const answer = apiUrl === undefined ? null : await askGateway(ctx, apiUrl);
  const further = await Promise.all([
    runChecks([clockCheck], await ctx.localTarget()),
    checkDrift(cluster, namespaces),
    checkCloud(readCloud),
    clusterDataChecks(cluster, namespaces.platform),
    checkCertificates(ctx, { cluster, namespaces, apiUrl }),
    checkClusterMonitoring(cluster, namespaces, ctx.now()),
  ]);
  const checks = [
    clusterCheck(snapshot),
    ...nodeChecks(snapshot),
    ...workloadChecks(snapshot),
    ...answerChecks(snapshot),
    gatewayCheck(answer),
    ...further.flat(),
  ].sort((a, b) => ORDER.indexOf(a.category) - ORDER.indexOf(b.category));
  const hasTurn = snapshot.workloads.some(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'turn',
  );
  return { checks, apiUrl, hasTurn };
}
