import { type BinGroup, FORGIVEN, fittingIn, OpenBins } from './open-bins.ts';

/** Equal items: `size` is what one takes of each resource, in the same order as the bin's capacity. */
export interface ItemGroup {
  readonly size: readonly number[];
  readonly count: number;
}

export interface Packing {
  readonly bins: number;
  readonly groups: readonly BinGroup[];
  /** No packing needs fewer: the sum of all items over the capacity, rounded up, of the scarcest resource. */
  readonly leastBins: number;
}

/**
 * Packs items into as few bins of one capacity as first-fit decreasing finds: the items that take the greatest share of a bin first, each
 * into the first bin that still takes it. Equal items move together, so a million equal meetings cost no more than one.
 *
 * @returns null when an item fits no empty bin
 */
export function packGroups(items: readonly ItemGroup[], capacity: readonly number[]): Packing | null {
  const shareOf = ({ size }: ItemGroup): number =>
    Math.max(...size.map((amount, k) => amount / (capacity[k] ?? 0)));
  const order = items
    .map((group, index) => ({ ...group, index, share: shareOf(group) }))
    .sort((left, right) => right.share - left.share);
  const open = new OpenBins(capacity);
  for (const { size, count, index } of order) {
    if (count > 0 && fittingIn(capacity, size) < 1) return null;
    for (let rest = count; rest > 0; ) {
      const first = open.firstThatTakes(size);
      rest -= first === -1 ? open.openFor(size, rest, index) : open.fill(first, size, rest, index);
    }
  }
  const totals = capacity.map((_, k) =>
    items.reduce((sum, { size, count }) => sum + (size[k] ?? 0) * count, 0),
  );
  const leastBins = Math.max(
    0,
    ...totals.map((total, k) => Math.ceil((total / (capacity[k] ?? 0)) * (1 - FORGIVEN))),
  );
  return { bins: open.bins(), groups: open.groups, leastBins };
}
