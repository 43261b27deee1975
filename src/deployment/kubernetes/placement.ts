import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { PodSpec } from './pod-template.ts';
import type { ProofPool, Unplaced } from './proof.ts';
import {
  fitsEmpty,
  neverText,
  noRoomText,
  type PodRequest,
  poolsFor,
  requestOf,
} from './proof-arithmetic.ts';

/** Every pod of a proof says by this label which workload it belongs to, however deep its owners are nested. */
export const PROOF_LABEL = 'gomeet.io/proof';

/** What has pods, and how many there are to be. */
export interface ProofWorkload {
  /** Value of the label. */
  readonly id: string;
  /** As people name it: `Deployment gomeet/api-auth`. */
  readonly name: string;
  readonly spec: PodSpec;
  readonly count: number;
}

/** What became of the pods of one workload. */
export interface Placement {
  readonly workload: ProofWorkload;
  readonly placed: number;
  readonly waiting: readonly { readonly message: string }[];
  /** Pods that were not even made, and why. */
  readonly missing: number;
}

/** Sorts the pods that there are by what became of them. */
export function placementsOf(
  workloads: readonly ProofWorkload[],
  pods: readonly ClusterObject[],
): Placement[] {
  return workloads.map((workload) => {
    const own = pods.filter(
      ({ metadata }) =>
        metadata.labels?.[PROOF_LABEL] === workload.id && metadata.deletionTimestamp === undefined,
    );
    const placed = own.filter(({ spec }) => (spec as { nodeName?: string }).nodeName !== undefined).length;
    const waiting = own.flatMap((pod) => unschedulable(pod) ?? []);
    return { workload, placed, waiting, missing: Math.max(0, workload.count - own.length) };
  });
}

/** Whether the scheduler has spoken about every pod that is to be. */
export const isDecided = ({ workload, placed, waiting }: Placement): boolean =>
  placed + waiting.length >= workload.count;

interface PodStatus {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly message?: string;
  }[];
}

function unschedulable({ status }: ClusterObject): { message: string } | null {
  const found = ((status ?? {}) as PodStatus).conditions?.find(({ type }) => type === 'PodScheduled');
  return found?.status === 'False' ? { message: found.message ?? '' } : null;
}

/**
 * Says of a workload's pods without a node why there is none, with the arithmetic.
 *
 * @param refusals what the API server said to pods that it did not let be made, by name of the workload
 */
export function unplacedOf(
  { workload, waiting, missing }: Placement,
  pools: readonly ProofPool[],
  refusals: ReadonlyMap<string, string>,
): Unplaced[] {
  const found: Unplaced[] = [];
  const [first] = waiting;
  if (first !== undefined) found.push(explained(workload, waiting.length, pools, first.message));
  if (missing > 0)
    found.push({
      workload: workload.name,
      pods: missing,
      kind: 'refused',
      arithmetic: refusals.get(workload.id) ?? 'the API server did not let them be made',
      scheduler: '',
    });
  return found;
}

function explained(
  { name, spec, count }: ProofWorkload,
  pods: number,
  pools: readonly ProofPool[],
  scheduler: string,
): Unplaced {
  const request = requestOf(spec);
  const offered = poolsFor(spec, pools);
  const pool = offered.find((each) => fitsEmpty(request, each));
  const common = { workload: name, pods, scheduler };
  if (pool === undefined) return { ...common, kind: 'never', arithmetic: neverText(request, offered) };
  if (hasNodeToItself(request, pool) && pods <= pool.spareNodes)
    return {
      ...common,
      kind: 'spare',
      arithmetic: `the plan needs ${count - pool.spareNodes} of the ${count} and has ${pool.spareNodes} spare: ${count - pods} are left`,
    };
  return { ...common, kind: 'no-room', arithmetic: noRoomText(request, pods, pool) };
}

/** Whether no second pod of its kind fits beside it. */
export const hasNodeToItself = ({ cores, memoryBytes }: PodRequest, pool: ProofPool): boolean =>
  2 * cores > pool.allocatableCores || 2 * memoryBytes > pool.allocatableMemoryBytes;
