import type { Probe } from '../../adapters/browser/browsers.ts';
import type { Context } from '../../context.ts';

const tries = 8;

/** A browser's clock against our own, and by how much that may be wrong. */
interface Offset {
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/**
 * How far apart the clocks of two browsers are at least. A question takes time both ways, so an answer bounds the clock
 * only within half of that; the quickest of a few answers bounds it best.
 */
export async function clockDifferenceMs(
  ctx: Pick<Context, 'monotonic'>,
  probes: readonly Pick<Probe, 'now'>[],
): Promise<number> {
  const offsets: Offset[] = [];
  for (const probe of probes) offsets.push(await offsetOf(ctx, probe));
  const lowest = Math.min(...offsets.map(({ ms, uncertaintyMs }) => ms + uncertaintyMs));
  const highest = Math.max(...offsets.map(({ ms, uncertaintyMs }) => ms - uncertaintyMs));
  return Math.max(0, highest - lowest);
}

async function offsetOf(ctx: Pick<Context, 'monotonic'>, probe: Pick<Probe, 'now'>): Promise<Offset> {
  let best: Offset = { ms: 0, uncertaintyMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < tries; i += 1) {
    const asked = ctx.monotonic();
    const told = await probe.now();
    const answered = ctx.monotonic();
    const uncertaintyMs = (answered - asked) / 2;
    if (uncertaintyMs < best.uncertaintyMs) best = { ms: told - (asked + answered) / 2, uncertaintyMs };
  }
  return best;
}
