import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { singleNamed } from './single-named.ts';

interface NodeRequest {
  readonly cluster: string;
  /** Id or name: `media`, `gomeet-media`. */
  readonly pool: string;
  /** Its name in Kubernetes. */
  readonly node: string;
  /** Nodes that stay in the same pool: by them it is known that this pool is the one that is meant. */
  readonly staying: readonly string[];
}

/**
 * Deletes exactly this machine and makes its pool smaller by one: how a media node goes after it was emptied. A smaller number for
 * the pool would let DigitalOcean choose which machine goes. A machine that an earlier run has deleted already is no fault.
 *
 * @throws GomeetError (prerequisite) that names what there is, where it is not the pool of the nodes that stay
 */
export async function removeNode(
  { clusters }: Pick<Cloud, 'clusters'>,
  { cluster: name, pool: poolName, node: nodeName, staying }: NodeRequest,
): Promise<void> {
  const cluster = singleNamed(await clusters.list(), name, 'clusters');
  if (cluster === undefined) throw missing(`no cluster named ${name}`);
  const pool = cluster.node_pools.find((candidate) =>
    [poolName, `${name}-${poolName}`].includes(candidate.name),
  );
  if (pool === undefined)
    throw missing(
      `no pool ${poolName}; there are ${cluster.node_pools.map((other) => other.name).join(', ')}`,
    );
  const node = pool.nodes.find((candidate) => candidate.name === nodeName);
  if (node !== undefined) return clusters.deleteNode(cluster.id, pool.id, node.id, true);
  if (pool.nodes.some((other) => staying.includes(other.name))) return;
  throw missing(
    `no node ${nodeName} in ${pool.name}, nor any that stays; there are ${pool.nodes.map((other) => other.name).join(', ')}`,
  );
}

const missing = (what: string): GomeetError =>
  new GomeetError(`DigitalOcean has ${what}`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-such-node',
    hint: 'gomeet cloud status',
  });
