/** How long a cluster was being written to: what a deployment spends on applying, apart from what it waits for. */
import type { Cluster } from '../../src/adapters/cluster.ts';

interface Timed extends Cluster {
  readonly intervals: { readonly from: number; readonly to: number }[];
}

/** The cluster, which notes when it was applied to. Dry runs are not counted. */
export function timed(cluster: Cluster): Timed {
  const intervals: { from: number; to: number }[] = [];
  return {
    ...cluster,
    intervals,
    async apply(object, options) {
      const from = performance.now();
      try {
        return await cluster.apply(object, options);
      } finally {
        if (!options.dryRun) intervals.push({ from, to: performance.now() });
      }
    },
  };
}

/** Milliseconds in which at least one object was being applied. */
export function applyTimes({ intervals }: Timed): number {
  let total = 0;
  let until = 0;
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}
