import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { ContainerResources } from './pod-template.ts';
import { atLeast, POOL_LABEL, type Sizing, sizedResources } from './size-workload.ts';

interface PostgresSpec {
  readonly resources?: ContainerResources;
  readonly storage?: { readonly size?: string };
  readonly affinity?: { readonly nodeSelector?: Readonly<Record<string, string>> };
  readonly postgresql?: { readonly parameters?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** PostgreSQL's own advice: a quarter of the memory for its cache, and the kernel's cache has most of the rest. */
const SHARED_BUFFERS_SHARE = 0.25;
const CACHE_SHARE = 0.75;

/** A CloudNativePG Cluster, whose operator makes the pods: as many instances, as large, on disks that hold the data. */
export function sizePostgres(object: ClusterObject, { workload, storageGib }: Sizing): ClusterObject {
  const spec = object.spec as PostgresSpec;
  const { cpuMillicores, memoryBytes } = workload;
  const mib = (share: number): string => `${Math.floor((memoryBytes * share) / 2 ** 20)}MB`;
  return {
    ...object,
    spec: {
      ...spec,
      instances: workload.replicas,
      resources: sizedResources(spec.resources ?? {}, { cpuMillicores, memoryBytes, hasNodeToItself: false }),
      affinity: {
        ...spec.affinity,
        nodeSelector: { ...spec.affinity?.nodeSelector, [POOL_LABEL]: workload.pool },
      },
      postgresql: {
        ...spec.postgresql,
        parameters: {
          ...spec.postgresql?.parameters,
          shared_buffers: mib(SHARED_BUFFERS_SHARE),
          effective_cache_size: mib(CACHE_SHARE),
        },
      },
      ...(storageGib === null
        ? {}
        : { storage: { ...spec.storage, size: atLeast(spec.storage?.size ?? '0', storageGib) } }),
    },
  };
}
