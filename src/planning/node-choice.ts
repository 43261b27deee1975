import { ExitCode, GomeetError } from '../errors.ts';
import { nearestNames } from '../nearest-name.ts';
import type { NodeSize } from './node-size.ts';

/** A pool of one size with what all its nodes cost a month. */
export interface PricedPool<Pool> {
  readonly pool: Pool;
  readonly monthly: number;
  readonly nodes: number;
}

/** The pool that costs least; of two that cost the same, the one of fewer nodes. */
export function cheapest<Pool>(candidates: readonly (PricedPool<Pool> | null)[]): Pool | null {
  let best: PricedPool<Pool> | null = null;
  for (const candidate of candidates) {
    if (candidate === null) continue;
    const isBetter =
      best === null ||
      candidate.monthly < best.monthly ||
      (candidate.monthly === best.monthly && candidate.nodes < best.nodes);
    if (isBetter) best = candidate;
  }
  return best?.pool ?? null;
}

/**
 * The sizes whose cores are theirs alone: on shared ones neighbours may take the CPU that a plan counts on, so `auto` leaves them out.
 * Whoever names one has decided.
 */
export const dedicated = (sizes: readonly NodeSize[]): readonly NodeSize[] =>
  sizes.filter(({ isShared }) => isShared !== true);

/** @throws GomeetError (usage) with the nearest names for a size that is not on offer */
export function sizeNamed(sizes: readonly NodeSize[], name: string, path: string): NodeSize {
  const found = sizes.find(({ sku }) => sku === name);
  if (found !== undefined) return found;
  const nearest = nearestNames(
    name,
    sizes.map(({ sku }) => sku),
    4,
  );
  throw new GomeetError(`${path}: no size "${name}" is on offer; nearest: ${nearest.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-size',
    hint: 'gomeet plan --node-size auto   takes the cheapest that carries the largest meeting',
  });
}

export const noSizeFits = (path: string, wanted: string, what: string): GomeetError =>
  new GomeetError(
    `${path}: ${wanted === 'auto' ? 'no size with a known price that' : wanted} has no room for ${what}`,
    {
      exitCode: ExitCode.usage,
      code: 'does-not-fit',
      hint: wanted === 'auto' ? 'choose another provider or region' : 'choose a larger size, or auto',
    },
  );
