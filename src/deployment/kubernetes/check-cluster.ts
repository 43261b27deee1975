import type { Cluster } from '../../adapters/cluster.ts';
import { ExitCode, GomeetError } from '../../errors.ts';

/**
 * Whether this is the cluster that is meant: names of contexts are anybody's choice and easily mixed up, the id is not.
 *
 * @param pinned `kubernetes.clusterId` of the configuration; undefined accepts every cluster
 * @returns the cluster's id
 * @throws GomeetError (usage) for another cluster than the pinned one, (prerequisite) when none answers
 */
export async function checkCluster(cluster: Cluster, pinned: string | undefined): Promise<string> {
  const id = await cluster.id();
  if (pinned === undefined || pinned === id) return id;
  throw new GomeetError(
    `context ${cluster.context} (${cluster.server}) is the cluster ${id}; gomeet.yaml pins ${pinned}`,
    {
      exitCode: ExitCode.usage,
      code: 'wrong-cluster',
      hint: 'choose another with --context, or change kubernetes.clusterId if the move is meant',
    },
  );
}
