/** How a rollout stands: the new generation, which waits for free nodes, and the old ones, which hold meetings. */
export interface RolloutState {
  /** Media servers that the new generation is to have. */
  readonly wanted: number;
  readonly newReady: number;
  /** Pods of the new generation for which no node has room. */
  readonly newUnschedulable: number;
  /** Media servers of older generations that still take new rooms. */
  readonly oldServing: number;
  /** Those that take none any more, and wait for their last participant. */
  readonly oldDraining: number;
}

/**
 * How many old media servers begin to drain now, so that as many as before take new rooms throughout: one for each new one
 * that is ready. Where the new generation finds no free node at all, one old server has to begin, for its node is the next
 * one to become free; where it is the only server at all that would leave nobody, and a node has to come from outside.
 */
export function retiringNow({
  wanted,
  newReady,
  newUnschedulable,
  oldServing,
  oldDraining,
}: RolloutState): number {
  const needed = Math.max(0, wanted - newReady);
  if (oldServing > needed) return oldServing - needed;
  const isStuck = newUnschedulable > 0 && oldDraining === 0;
  return isStuck && newReady + oldServing > 1 ? Math.min(1, oldServing) : 0;
}

/** Whether nothing will change by itself: no node is free, and no old server may go. */
export function needsNode({ newReady, newUnschedulable, oldServing, oldDraining }: RolloutState): boolean {
  return newReady === 0 && newUnschedulable > 0 && oldServing === 1 && oldDraining === 0;
}

/** Whether every new media server is there and every old one has at least begun to drain. */
export function isHandedOver({ wanted, newReady, oldServing }: RolloutState): boolean {
  return newReady >= wanted && oldServing === 0;
}

/** Whether all that is left to wait for are meetings: nothing new is on its way that has a node. */
export function isWaitingForMeetings(state: RolloutState): boolean {
  const isStarting = state.newReady + state.newUnschedulable < state.wanted;
  return !isStarting && state.oldDraining > 0 && retiringNow(state) === 0;
}
