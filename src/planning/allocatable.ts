import type { NodeSize } from './node-size.ts';
import { computed, derive, input, type Quantity, type Source } from './quantity.ts';

const reservation: Source = {
  title: 'GKE: memory and CPU reservations of a node; DigitalOcean publishes no formula',
  url: 'https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes',
  confidence: 'low',
};

const GIB = 2 ** 30;

/** Share of the memory that is reserved, up to each bound: a quarter of the first 4 GiB, a fifth of the next 4 … */
const MEMORY_STEPS: readonly Step[] = [
  { upTo: 4 * GIB, share: 0.25 },
  { upTo: 8 * GIB, share: 0.2 },
  { upTo: 16 * GIB, share: 0.1 },
  { upTo: 128 * GIB, share: 0.06 },
  { upTo: Number.POSITIVE_INFINITY, share: 0.02 },
];
const CORE_STEPS: readonly Step[] = [
  { upTo: 1, share: 0.06 },
  { upTo: 2, share: 0.01 },
  { upTo: 4, share: 0.005 },
  { upTo: Number.POSITIVE_INFINITY, share: 0.0025 },
];

interface Step {
  readonly upTo: number;
  readonly share: number;
}

/** What is reserved of `capacity`, step by step as income tax is. */
function reservedOf(capacity: number, steps: readonly Step[]): number {
  let reserved = 0;
  let from = 0;
  for (const { upTo, share } of steps) {
    reserved += Math.max(0, Math.min(capacity, upTo) - from) * share;
    from = upTo;
  }
  return reserved;
}

const evictionMemory = input(
  { id: 'layout.node.eviction-memory', title: 'free memory below which pods are evicted', unit: 'byte/node' },
  100 * 2 ** 20,
  'listed',
  [{ title: 'kubelet: evictionHard memory.available<100Mi', confidence: 'high' }],
);

/** What the pods of the system ask for on every node: network, proxy, volumes, metrics, logs. */
const SYSTEM_PODS: Source = {
  title:
    'requests of cilium, kube-proxy, CSI, CoreDNS, node-exporter and a log agent on one node, rounded up',
  confidence: 'low',
};
const systemCores = input(
  { id: 'layout.node.system-cores', title: 'CPU that system pods ask for on a node', unit: 'core/node' },
  { low: 0.3, mode: 0.5, high: 0.9 },
  'assumed',
  [SYSTEM_PODS],
);
const systemMemory = input(
  { id: 'layout.node.system-memory', title: 'memory that system pods ask for on a node', unit: 'byte/node' },
  { low: 400 * 2 ** 20, mode: 700 * 2 ** 20, high: 1200 * 2 ** 20 },
  'assumed',
  [SYSTEM_PODS],
);

/** What is left for our own pods on one node of a pool, after the kubelet's reservations and the pods of the system. */
export interface Allocatable {
  readonly cores: Quantity<'core/node'>;
  readonly memory: Quantity<'byte/node'>;
}

/** A node never offers its nominal size: a pod that asks for 16 cores does not fit on a node of 16 cores. */
export function allocatableOf(pool: string, { cores, memory }: NodeSize): Allocatable {
  const id = (what: string): string => `layout.${pool}.${what}`;
  const reservedCores = computed(
    { id: id('reserved-cores'), title: 'CPU that Kubernetes keeps for itself', unit: 'core/node' },
    '6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the others',
    { cores },
    reservedOf(cores.value, CORE_STEPS),
    [reservation],
  );
  const reservedMemory = computed(
    { id: id('reserved-memory'), title: 'memory that Kubernetes keeps for itself', unit: 'byte/node' },
    '25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % of the rest',
    { memory },
    reservedOf(memory.value, MEMORY_STEPS),
    [reservation],
  );
  return {
    cores: derive(
      { id: id('allocatable-cores'), title: 'CPU for our pods on a node', unit: 'core/node' },
      'max(cores - reserved - system, 0 * cores)',
      { cores, reserved: reservedCores, system: systemCores },
    ),
    memory: derive(
      { id: id('allocatable-memory'), title: 'memory for our pods on a node', unit: 'byte/node' },
      'max(memory - reserved - eviction - system, 0 * memory)',
      { memory, reserved: reservedMemory, eviction: evictionMemory, system: systemMemory },
    ),
  };
}
