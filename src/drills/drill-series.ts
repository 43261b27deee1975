import type { Drill } from './drill.ts';
import type { DrillPlace } from './drill-ground.ts';
import type { DrillRun } from './drill-result.ts';

/** What came of several drills, each run so often. */
export interface DrillSeries {
  readonly results: ReadonlyMap<Drill, readonly DrillRun[]>;
  /** Why it ended before the last one; null when it did not. */
  readonly partialReason: string | null;
}

/**
 * Runs drills one after the other, each as often as asked. A platform that a drill has left unhealthy ends the series: what came after
 * would measure that. So does a drill that cannot even be prepared; what the others have shown is kept.
 *
 * @param where rests before each, as long as the platform needs
 * @param signal of Ctrl-C
 * @param once runs one drill, for the so many-th time
 * @throws what `once` throws, as long as there is nothing to keep
 */
export async function runSeries(
  { drills, repeat }: { readonly drills: readonly Drill[]; readonly repeat: number },
  where: Pick<DrillPlace, 'rest'>,
  signal: AbortSignal,
  once: (drill: Drill, number: number) => Promise<DrillRun>,
): Promise<DrillSeries> {
  const results = new Map<Drill, DrillRun[]>();
  const turns = drills.flatMap((drill) =>
    Array.from({ length: repeat }, (_, index) => ({ drill, number: index + 1 })),
  );
  for (const { drill, number } of turns) {
    try {
      await where.rest();
      if (signal.aborted) return { results, partialReason: 'interrupted by the user' };
      const run = await once(drill, number);
      results.set(drill, [...(results.get(drill) ?? []), run]);
      if (run.interrupted) return { results, partialReason: 'interrupted by the user' };
      if (run.healthy === false)
        return { results, partialReason: `the platform is not healthy after ${drill.id}` };
    } catch (error) {
      if (results.size === 0) throw error;
      return { results, partialReason: `${drill.id} could not be run: ${(error as Error).message}` };
    }
  }
  return { results, partialReason: null };
}
