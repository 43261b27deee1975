import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { ProofPool } from './proof.ts';
import { POOL_LABEL } from './size-workload.ts';

/** DigitalOcean's driver for block storage, and how many volumes it attaches to one node. */
export const VOLUME_DRIVER = 'dobs.csi.digitalocean.com';
const VOLUMES_PER_NODE = 7;

/** The kubelet's own limit. */
const PODS_PER_NODE = 110;

/** Pools that nobody but their own pods may use: what else would land there takes from media. */
const TAINTED = new Set(['media', 'turn']);

export const nodeName = (pool: ProofPool, index: number): string => `${pool.id}-${index + 1}`;

/** A node that KWOK plays, with what Kubernetes leaves for pods on a machine of that size. */
export function nodeObjects(pool: ProofPool, index: number): ClusterObject[] {
  const name = nodeName(pool, index);
  const resources = {
    cpu: `${Math.floor(pool.allocatableCores * 1000)}m`,
    memory: String(Math.floor(pool.allocatableMemoryBytes)),
    pods: String(PODS_PER_NODE),
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: { [POOL_LABEL]: pool.id, 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
        annotations: { 'kwok.x-k8s.io/node': 'fake' },
      },
      spec: TAINTED.has(pool.id)
        ? { taints: [{ key: POOL_LABEL, value: pool.id, effect: 'NoSchedule' }] }
        : {},
      status: { allocatable: resources, capacity: resources },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name },
      spec: { drivers: [{ name: VOLUME_DRIVER, nodeID: name, allocatable: { count: VOLUMES_PER_NODE } }] },
    },
  ];
}
