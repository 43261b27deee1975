import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** A holder that has not renewed for this long is taken for dead: it was killed, or its machine was. */
export const LEASE_SECONDS = 30;
/** Two renewals may fail before the lock counts as lost. */
export const RENEW_EVERY_MS = 5_000;
/** A holder gives itself up 10 s before others may take it for dead: a request that is on its way has ended by then. */
const GIVE_UP_AFTER_MS = 20_000;

export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
  readonly leaseDurationSeconds?: number;
}

export const specOf = (lease: ClusterObject): LeaseSpec => (lease.spec ?? {}) as LeaseSpec;

/** The lease in this name as of now. Its times have microseconds. */
export function held(lease: ClusterObject, identity: string, nowMs: number): ClusterObject {
  const renewTime = new Date(nowMs).toISOString().replace('Z', '000Z');
  return { ...lease, spec: { holderIdentity: identity, leaseDurationSeconds: LEASE_SECONDS, renewTime } };
}

/** A moment by both clocks of one machine. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/**
 * Whether a holder that last renewed at `renewedAt` must take its lock for lost. By the clock that says more: the monotonic one
 * stands still while a laptop sleeps, the other can be set back.
 */
export function isOverdue(renewedAt: Moment, now: Moment): boolean {
  const elapsedMs = Math.max(now.monotonicMs - renewedAt.monotonicMs, now.wallMs - renewedAt.wallMs);
  return elapsedMs > GIVE_UP_AFTER_MS;
}

/** What somebody else's lease looked like, and since when it has looked so by our own clock. */
export interface Observation {
  readonly spec: LeaseSpec;
  readonly sinceMs: number;
}

/** The same observation while nothing moves, a new one after a sign of life. */
export function observed(before: Observation | null, lease: ClusterObject, nowMs: number): Observation {
  const spec = specOf(lease);
  const isSame =
    before?.spec.renewTime === spec.renewTime && before?.spec.holderIdentity === spec.holderIdentity;
  return before !== null && isSame ? before : { spec, sinceMs: nowMs };
}

/**
 * Whether its holder is dead: nothing has moved for as long as the lease lasts. The time that is written in it says nothing here,
 * for it is from another machine's clock.
 */
export function isExpired({ spec, sinceMs }: Observation, nowMs: number): boolean {
  return nowMs - sinceMs > (spec.leaseDurationSeconds ?? LEASE_SECONDS) * 1000;
}
