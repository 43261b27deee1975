import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { DRAIN_ANNOTATION, type DrainOrder, readOrder } from './drain-order.ts';

/** What finds the pods of the media servers, of whatever generation. */
export const MEDIA_SELECTOR = 'app.kubernetes.io/name=livekit';
export const GENERATION_LABEL = 'gomeet.io/generation';
/** LiveKit's `prometheus_port`, unless the pod names another port `metrics`: two on one node cannot share one. */
const METRICS_PORT = 6789;

/** Rooms and people that a media server has now. */
export interface Occupancy {
  readonly rooms: number;
  readonly people: number;
}

/** A media server: one pod, on host network, so usually one a node. */
export interface MediaPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | null;
  readonly generation: string | null;
  readonly isReady: boolean;
  /** The scheduler has looked, and no node has room. */
  readonly isUnschedulable: boolean;
  readonly order: DrainOrder | null;
  /** When Kubernetes ends it at the latest; null while it is not being deleted. */
  readonly endsAtMs: number | null;
  /** Null where its metrics could not be read. */
  readonly occupancy: Occupancy | null;
}

export function mediaPodOf(pod: ClusterObject, occupancy: Occupancy | null): MediaPod {
  const { name, namespace = '', uid = '', labels, annotations, deletionTimestamp } = pod.metadata;
  const { nodeName } = (pod.spec ?? {}) as { nodeName?: string };
  const { conditions = [] } = (pod.status ?? {}) as {
    conditions?: readonly { type: string; status: string }[];
  };
  const is = (type: string, status: string): boolean =>
    conditions.some((each) => each.type === type && each.status === status);
  return {
    namespace,
    name,
    uid,
    node: nodeName ?? null,
    generation: labels?.[GENERATION_LABEL] ?? null,
    isReady: is('Ready', 'True'),
    isUnschedulable: is('PodScheduled', 'False'),
    order: readOrder(annotations?.[DRAIN_ANNOTATION]),
    endsAtMs: deletionTimestamp === undefined ? null : Date.parse(deletionTimestamp),
    occupancy,
  };
}

export function metricsPortOf(pod: ClusterObject): number {
  const { containers = [] } = (pod.spec ?? {}) as {
    containers?: readonly { ports?: readonly { name?: string; containerPort: number }[] }[];
  };
  const ports = containers.flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === 'metrics')?.containerPort ?? METRICS_PORT;
}

/** LiveKit's own counts from its metrics page; null when the page does not have them, as before it has begun. */
export function occupancyOf(metrics: string): Occupancy | null {
  const rooms = gauge(metrics, 'livekit_room_total');
  const people = gauge(metrics, 'livekit_participant_total');
  return rooms === null || people === null ? null : { rooms, people };
}

function gauge(metrics: string, name: string): number | null {
  const lines = [...metrics.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'gm'))];
  return lines.length === 0 ? null : lines.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** Whether it takes new rooms: LiveKit stops that with the SIGTERM that a deletion brings. */
export const isServing = ({ isReady, endsAtMs }: MediaPod): boolean => isReady && endsAtMs === null;

/**
 * Order in which media servers are taken away: the fewest people first. One that serves nobody at all, because it is not
 * ready, comes before every other: Kubernetes too deletes such a pod first, whatever its cost. One that does not tell comes last.
 */
export function byEmptiness(a: MediaPod, b: MediaPod): number {
  return (
    Number(a.isReady) - Number(b.isReady) ||
    peopleOf(a) - peopleOf(b) ||
    roomsOf(a) - roomsOf(b) ||
    a.name.localeCompare(b.name)
  );
}

const peopleOf = ({ occupancy }: MediaPod): number => occupancy?.people ?? Number.MAX_SAFE_INTEGER;
const roomsOf = ({ occupancy }: MediaPod): number => occupancy?.rooms ?? Number.MAX_SAFE_INTEGER;
