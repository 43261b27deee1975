import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { singleNamed } from './single-named.ts';

/**
 * Deletes exactly this machine and makes its pool smaller by one: how a media node goes after it was emptied. A smaller number for
 * the pool would let DigitalOcean choose which machine goes.
 *
 * @param pool id or name: `media`, `gomeet-media`
 * @param node its name in Kubernetes
 * @throws GomeetError (prerequisite) that names what there is
 */
export async function removeNode(
  { clusters }: Pick<Cloud, 'clusters'>,
  { cluster: name, pool: poolName, node: nodeName }: { cluster: string; pool: string; node: string },
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
  if (node === undefined)
    throw missing(
      `no node ${nodeName} in ${pool.name}; there are ${pool.nodes.map((other) => other.name).join(', ')}`,
    );
  await clusters.deleteNode(cluster.id, pool.id, node.id, true);
}

const missing = (what: string): GomeetError =>
  new GomeetError(`DigitalOcean has ${what}`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-such-node',
    hint: 'gomeet cloud status',
  });
