import type { MediaPod, Occupancy } from './media-pod.ts';

const counted = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** `3 rooms, 1,120 people` */
export function occupancyText(occupancy: Occupancy | null): string {
  if (occupancy === null) return 'it does not tell how many people it has';
  return `${counted(occupancy.rooms, 'room', 'rooms')}, ${counted(occupancy.people, 'person', 'people')}`;
}

/** A line for each media server that still drains: who is there, and what its order says about the end. */
export function drainText(pods: readonly MediaPod[], nowMs: number): string {
  if (pods.length === 0) return 'empty';
  return pods
    .map((pod) => `${pod.name}: ${occupancyText(pod.occupancy)}${deadlineText(pod, nowMs)}`)
    .join('; ');
}

function deadlineText({ order }: MediaPod, nowMs: number): string {
  if (order === null) return '';
  const left = order.deadlineAtMs - nowMs;
  const then =
    order.policy === 'force' ? 'then its meetings are cut off' : 'then they go on without being watched';
  return left <= 0 ? ', the deadline is over' : `, ${durationText(left)} left, ${then}`;
}

/** In the two units that matter: `2 h 5 min`, `41 s`. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
