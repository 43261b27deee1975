import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** Why a pod does not run, and what to do about it. */
export interface PodTrouble {
  readonly pod: string;
  readonly reason: string;
  readonly hint: string;
  /** Whether waiting cannot mend it. */
  readonly isFinal: boolean;
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly exitCode: number };
  };
  readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly exitCode: number } };
}

interface PodStatus {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
  }[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
}

/** An image may be missing for a moment, while a registry answers slowly; after this long it is not there. */
const PULL_PATIENCE_MS = 60_000;
/** A container that ended this often will end again. */
const RESTARTS_MAX = 3;

export interface Surroundings {
  readonly nowMs: number;
  /** Messages of the pod's events, the latest last: there the autoscaler says what it is doing. */
  readonly events: readonly { readonly reason: string; readonly message: string }[];
}

/** The trouble of one pod, or null when it is only on its way. */
export function troubleOf(pod: ClusterObject, { nowMs, events }: Surroundings): PodTrouble | null {
  const status = (pod.status ?? {}) as PodStatus;
  const named = { pod: `${pod.metadata.namespace}/${pod.metadata.name}` };
  const ageMs = nowMs - Date.parse(pod.metadata.creationTimestamp ?? '');
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return { ...named, ...unscheduled(scheduled.message ?? '', events) };
  for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
    const found = containerTrouble(container, { ageMs, of: pod });
    if (found !== null) return { ...named, ...found };
  }
  const volume = events.findLast(({ reason }) => reason === 'FailedMount' || reason === 'FailedAttachVolume');
  if (volume !== undefined && status.containerStatuses?.every(({ state }) => state?.waiting !== undefined))
    return {
      ...named,
      reason: volume.message,
      hint: 'kubectl describe pvc -n …: is the volume there?',
      isFinal: false,
    };
  return null;
}

type Found = Omit<PodTrouble, 'pod'>;

function containerTrouble(
  { name, state, lastState, restartCount }: ContainerStatus,
  { ageMs, of }: { ageMs: number; of: ClusterObject },
): Found | null {
  const waiting = state?.waiting;
  const place = `-n ${of.metadata.namespace} ${of.metadata.name}`;
  switch (waiting?.reason) {
    case 'InvalidImageName':
      return {
        reason: `${name}: ${waiting.message ?? 'its image has no valid name'}`,
        hint: 'mend the image’s name in the overlay',
        isFinal: true,
      };
    case 'ErrImageNeverPull':
    case 'ImagePullBackOff':
    case 'ErrImagePull':
      return {
        reason: `${name}: the image cannot be pulled: ${waiting.message ?? waiting.reason}`,
        hint: 'is the image pushed, its digest right, and the pull secret valid?',
        isFinal: ageMs > PULL_PATIENCE_MS || waiting.reason === 'ErrImageNeverPull',
      };
    case 'CreateContainerConfigError':
      return {
        reason: `${name}: ${waiting.message ?? ''}`,
        hint: `a ConfigMap or Secret is missing: kubectl describe pod ${place}`,
        isFinal: ageMs > PULL_PATIENCE_MS,
      };
    case 'CrashLoopBackOff': {
      const last = lastState?.terminated;
      const how =
        last?.reason === 'OOMKilled' ? 'it ran out of memory' : `it ends with code ${last?.exitCode ?? '?'}`;
      return {
        reason: `${name}: ${how}, ${restartCount} times`,
        hint: `kubectl logs ${place} -c ${name} --previous`,
        isFinal: restartCount >= RESTARTS_MAX,
      };
    }
    default:
      return null;
  }
}

/** Told apart: a node is on its way, or none will ever do. */
function unscheduled(message: string, events: Surroundings['events']): Found {
  const scaling = events.findLast(({ reason }) => reason === 'TriggeredScaleUp');
  const refused = events.findLast(({ reason }) => reason === 'NotTriggerScaleUp');
  if (scaling !== undefined && (refused === undefined || events.indexOf(scaling) > events.indexOf(refused)))
    return {
      reason: `waits for a node, which the autoscaler has ordered: ${scaling.message}`,
      hint: 'nothing to do: a node takes some minutes',
      isFinal: false,
    };
  if (refused !== undefined)
    return {
      reason: `no node will do, and no pool could grow one that does: ${refused.message}`,
      hint: 'gomeet plan prove --kubernetes says what would fit',
      isFinal: true,
    };
  return {
    reason: `no node has room: ${message}`,
    hint: 'gomeet plan prove --kubernetes says what would fit',
    isFinal: false,
  };
}
