import type { Context } from '../context.ts';

/** Readings that a process may lose to preemption before one is whole; on a busy machine two in a row are rare. */
const attempts = 5;
/** Two readings of the monotonic clock that are further apart than this had something between them. */
const tightMs = 0.5;

/**
 * Wall clock minus monotonic clock, in milliseconds: constant while nobody sets the wall clock. The wall clock is read
 * between two readings of the other, so that a process that loses the processor in between does not look like a clock
 * that jumped; of several tries the tightest counts.
 */
export function clockOffsetMs({ now, monotonic }: Pick<Context, 'now' | 'monotonic'>): number {
  let best = { widthMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let attempt = 0; attempt < attempts && best.widthMs > tightMs; attempt++) {
    const before = monotonic();
    const wall = now();
    const widthMs = monotonic() - before;
    if (widthMs < best.widthMs) best = { widthMs, offsetMs: wall - (before + widthMs / 2) };
  }
  return best.offsetMs;
}
