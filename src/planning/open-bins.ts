/** A sum of floats that ends a trillionth above the capacity still fits. */
export const FORGIVEN = 1e-12;

/** Bins that hold the same. */
export interface BinGroup {
  /** What is left of each resource in one bin. */
  readonly left: readonly number[];
  readonly bins: number;
  /** Items in one bin, by the index of their group. */
  readonly items: ReadonlyMap<number, number>;
}

/** Whole items of `size` that fit what is left of a bin. */
export function fittingIn(left: readonly number[], size: readonly number[]): number {
  let most = Number.POSITIVE_INFINITY;
  for (let k = 0; k < size.length; k += 1) {
    const amount = size[k] ?? 0;
    if (amount > 0) most = Math.min(most, Math.floor(((left[k] ?? 0) / amount) * (1 + FORGIVEN)));
  }
  return Math.max(0, most);
}

/**
 * Bins in the order in which they were opened. A tree over them keeps the most that is left of each resource below each of its nodes, so
 * the first bin that takes an item is found without looking at every full one: ten thousand different meetings pack in milliseconds.
 */
export class OpenBins {
  readonly groups: BinGroup[] = [];
  private readonly capacity: readonly number[];
  /** Leaves of the tree, a power of two. */
  private leaves = 1;
  private most: Float64Array;

  constructor(capacity: readonly number[]) {
    this.capacity = capacity;
    this.most = new Float64Array(2 * capacity.length).fill(-1);
  }

  bins(): number {
    return this.groups.reduce((sum, { bins }) => sum + bins, 0);
  }

  /** Index of the first group of bins with room for one item; -1: none. */
  firstThatTakes(size: readonly number[]): number {
    return this.search(1, size);
  }

  /** Puts up to `count` items into the bins at `index`, as many into each as fit. Returns how many it placed. */
  fill(index: number, size: readonly number[], count: number, item: number): number {
    const group = this.groups[index];
    if (group === undefined) return 0;
    const each = Math.min(count, fittingIn(group.left, size));
    const full = Math.min(group.bins, Math.floor(count / each));
    this.set(index, { ...holding(group, size, each, item), bins: full });
    if (full < group.bins) this.set(this.groups.length, { ...group, bins: group.bins - full });
    return full * each;
  }

  /** Opens bins for `count` items, each as full as it gets; what fills no whole bin is left for another call. */
  openFor(size: readonly number[], count: number, item: number): number {
    const each = Math.min(count, fittingIn(this.capacity, size));
    const bins = Math.floor(count / each);
    const empty: BinGroup = { left: this.capacity, bins, items: new Map() };
    this.set(this.groups.length, holding(empty, size, each, item));
    return bins * each;
  }

  private set(index: number, group: BinGroup): void {
    this.groups[index] = group;
    if (index >= this.leaves) this.grow();
    else this.raise(index, group);
  }

  private raise(index: number, { left }: BinGroup): void {
    const width = this.capacity.length;
    for (let node = this.leaves + index; node >= 1; node >>= 1)
      for (let k = 0; k < width; k += 1) {
        const below = 2 * node * width + k;
        this.most[node * width + k] =
          node >= this.leaves
            ? (left[k] ?? 0)
            : Math.max(this.most[below] ?? -1, this.most[below + width] ?? -1);
      }
  }

  private grow(): void {
    this.leaves *= 2;
    this.most = new Float64Array(2 * this.leaves * this.capacity.length).fill(-1);
    for (const [index, group] of this.groups.entries()) this.raise(index, group);
  }

  private search(node: number, size: readonly number[]): number {
    const width = this.capacity.length;
    for (let k = 0; k < width; k += 1)
      if ((this.most[node * width + k] ?? -1) * (1 + FORGIVEN) < (size[k] ?? 0)) return -1;
    if (node >= this.leaves) {
      const leaf = this.groups[node - this.leaves];
      return leaf !== undefined && fittingIn(leaf.left, size) >= 1 ? node - this.leaves : -1;
    }
    const left = this.search(2 * node, size);
    return left === -1 ? this.search(2 * node + 1, size) : left;
  }
}

function holding(group: BinGroup, size: readonly number[], each: number, item: number): BinGroup {
  const items = new Map(group.items);
  items.set(item, (items.get(item) ?? 0) + each);
  return { ...group, items, left: group.left.map((amount, k) => amount - (size[k] ?? 0) * each) };
}
