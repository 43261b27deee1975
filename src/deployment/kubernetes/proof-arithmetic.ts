import type { PodSpec } from './pod-template.ts';
import type { ProofPool } from './proof.ts';
import { quantityOf } from './resource-quantity.ts';
import { POOL_LABEL } from './size-workload.ts';

/** What the scheduler reckons a pod with. */
export interface PodRequest {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Containers run side by side and init containers one after another before them, beside the sidecars that have begun. */
export function requestOf({ containers, initContainers = [] }: PodSpec): PodRequest {
  const sumOf = (resource: 'cpu' | 'memory'): number => {
    const asked = (container: (typeof containers)[number]): number =>
      quantityOf(container.resources?.requests?.[resource] ?? container.resources?.limits?.[resource] ?? 0);
    let sidecars = 0;
    let largestInit = 0;
    for (const container of initContainers) {
      if (container.restartPolicy === 'Always') sidecars += asked(container);
      else largestInit = Math.max(largestInit, sidecars + asked(container));
    }
    return Math.max(largestInit, sidecars + containers.reduce((sum, container) => sum + asked(container), 0));
  };
  return { cores: sumOf('cpu'), memoryBytes: sumOf('memory') };
}

/** The pools that a pod may use, by its selector. Taints go with the label, so who selects a pool tolerates it. */
export function poolsFor({ nodeSelector }: PodSpec, pools: readonly ProofPool[]): readonly ProofPool[] {
  const wanted = nodeSelector?.[POOL_LABEL];
  return wanted === undefined ? pools : pools.filter(({ id }) => id === wanted);
}

export const fitsEmpty = (request: PodRequest, pool: ProofPool): boolean =>
  request.cores <= pool.allocatableCores && request.memoryBytes <= pool.allocatableMemoryBytes;

/** Why no node of a pool can ever take the pod: what it asks for against what an empty node has. */
export function neverText(request: PodRequest, pools: readonly ProofPool[]): string {
  if (pools.length === 0) return 'no pool of the plan has the label that it selects';
  const [pool] = pools.toSorted((a, b) => b.allocatableCores - a.allocatableCores);
  if (pool === undefined) return '';
  const short = [
    shortOf(request.cores - pool.allocatableCores, 'cores', 1),
    shortOf(request.memoryBytes - pool.allocatableMemoryBytes, 'GiB', GIB),
  ].filter((text) => text !== '');
  return `a pod asks for ${sizeText(request)}; an empty node of pool ${pool.id} has ${sizeText({
    cores: pool.allocatableCores,
    memoryBytes: pool.allocatableMemoryBytes,
  })} for pods: short of ${short.join(' and ')} on each node, however many there are`;
}

/** How much is missing when a node would do but all are too full. */
export function noRoomText(request: PodRequest, pods: number, pool: ProofPool): string {
  const perNode = Math.max(
    1,
    Math.floor(
      Math.min(
        request.cores === 0 ? MANY : pool.allocatableCores / request.cores,
        request.memoryBytes === 0 ? MANY : pool.allocatableMemoryBytes / request.memoryBytes,
      ),
    ),
  );
  const nodes = Math.ceil(pods / perNode);
  return `a pod asks for ${sizeText(request)}; an empty node of pool ${pool.id} takes ${perNode}, so ${pods} of them need ${nodes} more ${nodes === 1 ? 'node' : 'nodes'}`;
}

const GIB = 2 ** 30;

/** The kubelet takes no more pods than this, whatever they ask for. */
const MANY = 110;

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
const sizeText = ({ cores, memoryBytes }: PodRequest): string =>
  `${rounded(cores)} cores and ${rounded(memoryBytes / GIB)} GiB`;
const shortOf = (missing: number, unit: string, factor: number): string =>
  missing > 0 ? `${rounded(missing / factor)} ${unit}` : '';
