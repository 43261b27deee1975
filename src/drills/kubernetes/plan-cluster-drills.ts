import type { Cluster } from '../../adapters/cluster.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { PlannedDrill } from '../drills-plan-view.ts';
import type { ClusterDrill, ClusterStep } from './cluster-form.ts';
import { findPods, type MetPod } from './find-pods.ts';
import { apiDeployments } from './restart-api.ts';

/** A drill with the pods that it would meet if it began now. */
interface PlannedClusterDrill extends PlannedDrill {
  readonly drill: ClusterDrill;
  readonly pods: readonly MetPod[];
}

export interface ClusterPlan {
  readonly planned: readonly PlannedClusterDrill[];
  /** Those whom nobody in this cluster could be met by, with the reason. */
  readonly leftOut: readonly { readonly id: string; readonly why: string }[];
}

/**
 * Looks whom each drill would meet. Writes nothing.
 *
 * @throws GomeetError (prerequisite, `no-such-role`) where the one drill that was asked for, or none of several, would meet anybody
 */
export async function planClusterDrills(
  cluster: Cluster,
  namespaces: Namespaces,
  drills: readonly ClusterDrill[],
): Promise<ClusterPlan> {
  const planned: PlannedClusterDrill[] = [];
  const leftOut: { id: string; why: string }[] = [];
  for (const drill of drills) {
    try {
      planned.push({ drill, ...(await meet(cluster, namespaces, drill)) });
    } catch (error) {
      const isAbsent = error instanceof GomeetError && error.code === 'no-such-role';
      // Who asked for one drill asked for that one.
      if (!isAbsent || drills.length === 1) throw error;
      leftOut.push({ id: drill.id, why: error.message });
    }
  }
  if (planned.length === 0) throw nobodyToMeet(namespaces, leftOut);
  return { planned, leftOut };
}

const noApi = ({ platform }: Namespaces): GomeetError =>
  new GomeetError(`in ${platform} there is no Deployment of the API`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-such-role',
    hint: 'gomeet status --target kubernetes',
  });

const nobodyToMeet = ({ platform }: Namespaces, leftOut: ClusterPlan['leftOut']): GomeetError =>
  new GomeetError(
    `there is nobody to be met in ${platform}: ${leftOut.map(({ id, why }) => `${id}: ${why}`).join('; ')}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'no-such-role',
      hint: 'gomeet status --target kubernetes',
    },
  );

async function meet(
  cluster: Cluster,
  namespaces: Namespaces,
  { kubernetes }: ClusterDrill,
): Promise<Pick<PlannedClusterDrill, 'fault' | 'pods'>> {
  const met = await Promise.all(kubernetes.steps.map((step) => meetStep(cluster, namespaces, step)));
  return { fault: met.flatMap(({ fault }) => fault), pods: met.flatMap(({ pods }) => pods) };
}

async function meetStep(
  cluster: Cluster,
  namespaces: Namespaces,
  step: ClusterStep,
): Promise<{ readonly fault: readonly string[]; readonly pods: readonly MetPod[] }> {
  if (step.act === 'restart-api') {
    const names = (await apiDeployments(cluster, namespaces.platform)).map(({ metadata }) => metadata.name);
    if (names.length === 0) throw noApi(namespaces);
    return { fault: [`restart, one after the other: ${names.join(', ')}`], pods: [] };
  }
  const pods = await findPods(cluster, namespaces, step.who);
  const fault = pods.map(
    ({ namespace, name, node }) => `delete pod ${namespace}/${name} on ${node}: ${step.who} just now`,
  );
  return { fault, pods };
}
