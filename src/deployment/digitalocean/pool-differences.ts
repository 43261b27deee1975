import type { NodePool } from '../../adapters/digitalocean/clusters.ts';
import type { Sighting } from './cloud-resource.ts';
import type { WantedPool } from './wanted-cloud.ts';

/** How far a pool's machines have come. */
export function poolState({ nodes, count }: NodePool): Pick<Sighting, 'state' | 'text'> {
  const running = nodes.filter(({ status }) => status?.state === 'running').length;
  const isThere = running >= count && nodes.length >= count;
  return { state: isThere ? 'ready' : 'waiting', text: `${running} of ${count} nodes run` };
}

/** What of a pool is not as planned: what can be changed, what cannot, and what only `gomeet scale` may do. */
export function poolDifferences(
  wanted: WantedPool,
  found: NodePool,
): Pick<Sighting, 'differences' | 'conflicts'> & Required<Pick<Sighting, 'notes' | 'machines'>> {
  const differences: string[] = [];
  if (found.count < wanted.nodes) differences.push(`nodes ${found.count} → ${wanted.nodes}`);
  differences.push(...scalingDifferences(wanted, found));
  const missingTags = wanted.tags.filter((tag) => !found.tags.includes(tag));
  if (missingTags.length > 0) differences.push(`tags ${missingTags.join(', ')}`);
  const labels = Object.entries(wanted.labels).filter(([key, value]) => found.labels?.[key] !== value);
  if (labels.length > 0)
    differences.push(`labels ${labels.map(([key, value]) => `${key}=${value}`).join(', ')}`);
  const taintText = ({ key, value, effect }: { key: string; value: string; effect: string }): string =>
    `${key}=${value}:${effect}`;
  const there = (found.taints ?? []).map(taintText);
  const taints = wanted.taints.map(taintText).filter((taint) => !there.includes(taint));
  if (taints.length > 0) differences.push(`taints ${taints.join(', ')}`);
  const isTooLarge = wanted.maximumNodes === null && found.count > wanted.nodes;
  return {
    differences,
    machines: { found: found.count, planned: wanted.nodes },
    conflicts:
      found.size === wanted.size
        ? []
        : [`its nodes are ${found.size}, planned are ${wanted.size}: a pool keeps the size of its nodes`],
    notes: isTooLarge
      ? [
          `${found.count} nodes, planned are ${wanted.nodes}: gomeet scale empties nodes before it takes them away`,
        ]
      : [],
  };
}

function scalingDifferences({ maximumNodes, nodes }: WantedPool, found: NodePool): readonly string[] {
  const scaling = (isScaled: boolean, least: number, most: number): string =>
    isScaled ? `${least} to ${most} nodes` : 'off';
  const is = scaling(found.auto_scale, found.min_nodes, found.max_nodes);
  const planned = scaling(maximumNodes !== null, nodes, Math.max(maximumNodes ?? 0, found.count));
  return is === planned ? [] : [`autoscaling ${is} → ${planned}`];
}
