import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { readinessOf } from '../../deployment/kubernetes/readiness.ts';

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

const statusOf = (pod: ClusterObject): PodStatus => (pod.status ?? {}) as PodStatus;

const isReady = (pod: ClusterObject): boolean =>
  statusOf(pod).conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

/** Ready, and not on its way out. */
export const isServing = (pod: ClusterObject): boolean =>
  isReady(pod) && pod.metadata.deletionTimestamp === undefined;

/** A pod of a Job comes to its end, and one that was evicted lies about after its end: neither is missed. */
const isKept = (pod: ClusterObject): boolean =>
  pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job') !== true &&
  !['Succeeded', 'Failed'].includes(statusOf(pod).phase ?? '');

const roleOf = ({ metadata }: ClusterObject): string | undefined => metadata.labels?.['cnpg.io/instanceRole'];

/** Everything that a cluster tells of a platform at one moment, as far as its redundancy goes. */
export interface PlatformState {
  /** By uid: what each pod is called, how it is, and what part it plays. */
  readonly pods: ReadonlyMap<
    string,
    { readonly name: string; readonly how: string; readonly isWell: boolean }
  >;
  /** Controllers that do not have what they want, with the reason. */
  readonly lacking: readonly { readonly name: string; readonly reason: string }[];
}

/** @param workloads Deployments, StatefulSets and PostgreSQL clusters */
export function platformState(
  pods: readonly ClusterObject[],
  workloads: readonly ClusterObject[],
): PlatformState {
  const kept = pods.filter(isKept);
  return {
    pods: new Map(kept.map((pod) => [pod.metadata.uid ?? '', stateOf(pod)])),
    lacking: workloads.flatMap((workload) => {
      const { state, reason } = readinessOf(workload);
      return state === 'ready' ? [] : [{ name: nameOf(workload), reason: reason || state }];
    }),
  };
}

const nameOf = ({ metadata }: ClusterObject): string => `${metadata.namespace}/${metadata.name}`;

function stateOf(pod: ClusterObject): { name: string; how: string; isWell: boolean } {
  const isWell = isServing(pod);
  const role = roleOf(pod);
  const how = isWell
    ? `ready${role === undefined ? '' : ` as ${role}`}`
    : pod.metadata.deletionTimestamp === undefined
      ? 'not ready'
      : 'being ended';
  return { name: nameOf(pod), how, isWell };
}

/** Whether everything is there that shall be: each pod ready, each controller content. */
export const isWhole = ({ pods, lacking }: PlatformState): boolean =>
  lacking.length === 0 && pods.size > 0 && [...pods.values()].every(({ isWell }) => isWell);

/** What has changed between two looks. */
export function changesBetween(
  before: PlatformState,
  now: PlatformState,
): { readonly text: string; readonly isWell: boolean }[] {
  const gone = [...before.pods].filter(([uid]) => !now.pods.has(uid));
  const changed = [...now.pods].filter(([uid, { how }]) => before.pods.get(uid)?.how !== how);
  return [
    ...gone.map(([, { name }]) => ({ text: `${name} is gone`, isWell: false })),
    ...changed.map(([uid, { name, how, isWell }]) => ({
      text: before.pods.has(uid) ? `${name} is ${how}` : `${name} is there anew, ${how}`,
      isWell,
    })),
  ];
}
