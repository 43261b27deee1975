import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Workload } from '../../planning/plan.ts';
import type { Container, ContainerResources, PodSpec, WorkloadSpec } from './pod-template.ts';
import { cpuText, memoryText, quantityOf } from './resource-quantity.ts';

export const POOL_LABEL = 'gomeet.io/pool';

/** What a plan makes of one object that carries a workload. */
export interface Sizing {
  readonly workload: Workload;
  /** Whether an autoscaler owns the number of pods; the object then names none. */
  readonly isScaled: boolean;
  /** Of each pod's volume; null where the plan gives it none. */
  readonly storageGib: number | null;
}

/** A Deployment or StatefulSet with the plan's pods, on the plan's nodes. */
export function sizeWorkload(object: ClusterObject, sizing: Sizing): ClusterObject {
  const { replicas: _replicas, ...spec } = object.spec as WorkloadSpec;
  const { workload, isScaled, storageGib } = sizing;
  const { template } = spec as unknown as WorkloadSpec;
  const claims = spec.volumeClaimTemplates as readonly Claim[] | undefined;
  return {
    ...object,
    spec: {
      ...(isScaled ? {} : { replicas: workload.replicas }),
      ...spec,
      template: { ...template, spec: sizePod(template.spec, workload) },
      ...(claims === undefined || storageGib === null
        ? {}
        : { volumeClaimTemplates: claims.map((claim) => grown(claim, storageGib)) }),
    },
  };
}

/** The plan sizes pods: what sidecars ask for is taken off the container that does the work, so that the sum stays the plan's. */
function sizePod(spec: PodSpec, workload: Workload): PodSpec {
  const [main, ...others] = spec.containers;
  if (main === undefined) return spec;
  const sidecars = [
    ...others,
    ...(spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  const asked = (resource: string): number =>
    sidecars.reduce((sum, { resources }) => sum + quantityOf(resources?.requests?.[resource] ?? 0), 0);
  const cpuMillicores = workload.cpuMillicores - asked('cpu') * 1000;
  const memoryBytes = workload.memoryBytes - asked('memory');
  if (cpuMillicores <= 0 || memoryBytes <= 0) throw tooMuchAside(workload, main.name);
  const resources = sizedResources(main.resources ?? {}, {
    cpuMillicores,
    memoryBytes,
    hasNodeToItself: workload.onePerNode,
  });
  const sized: Container = { ...main, resources };
  return {
    ...spec,
    containers: [sized, ...others],
    nodeSelector: { ...spec.nodeSelector, [POOL_LABEL]: workload.pool },
  };
}

const tooMuchAside = ({ name, cpuMillicores, memoryBytes }: Workload, container: string): GomeetError =>
  new GomeetError(
    `${name}: the sidecars ask for all of the ${cpuMillicores}m CPU and ${memoryText(memoryBytes)} that the plan gives a pod; nothing is left for ${container}`,
    {
      exitCode: ExitCode.usage,
      code: 'plan-and-overlay-differ',
      hint: 'lower the requests of the sidecars in the overlay',
    },
  );

interface Size {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
  readonly hasNodeToItself: boolean;
}

/**
 * Requests are the plan's. A limit of memory stays as far above the request as the manifest has it; where a pod has its
 * node to itself the two are one, since there is nothing above. A limit of CPU would throttle below what the plan reckons with.
 */
export function sizedResources(before: ContainerResources, size: Size): ContainerResources {
  const { cpuMillicores, memoryBytes, hasNodeToItself } = size;
  const { cpu: _cpu, memory: limit, ...limits } = before.limits ?? {};
  const asked = quantityOf(before.requests?.memory ?? limit ?? 0);
  const ratio = hasNodeToItself || asked === 0 ? 1 : quantityOf(limit ?? asked) / asked;
  return {
    ...before,
    requests: { ...before.requests, cpu: cpuText(cpuMillicores), memory: memoryText(memoryBytes) },
    ...(before.limits === undefined
      ? {}
      : {
          limits: {
            ...limits,
            ...(limit === undefined ? {} : { memory: memoryText(Math.ceil(memoryBytes * ratio)) }),
          },
        }),
  };
}

interface Claim {
  readonly spec: {
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

const grown = (claim: Claim, storageGib: number): Claim => ({
  ...claim,
  spec: {
    ...claim.spec,
    resources: {
      ...claim.spec.resources,
      requests: { storage: atLeast(claim.spec.resources.requests.storage, storageGib) },
    },
  },
});

/** A volume can grow and never shrink: what the manifest asks for is the least. */
export function atLeast(storage: string, storageGib: number): string {
  return quantityOf(storage) >= storageGib * 2 ** 30 ? storage : `${Math.ceil(storageGib)}Gi`;
}
