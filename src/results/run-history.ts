import type { Run } from './run.ts';

/** What a run is set beside: comparable ones that came before it. */
export interface RunHistory {
  /** The one that changes are counted from; null where there is none. */
  readonly baseline: Run | null;
  /** Newest first, without the run itself. */
  readonly earlier: readonly Run[];
}

export const NO_HISTORY: RunHistory = { baseline: null, earlier: [] };

/** Whether the run's numbers may be believed: it ended as planned, and no validity gate failed. */
export const isSound = ({ partial, gates }: Pick<Run, 'partial' | 'gates'>): boolean =>
  !partial && gates.every(({ passed }) => passed);

/** Whether two runs asked for the same on the same kind of target: only then is a difference one of the platform. */
export function isSameTrial(run: Run, other: Run): boolean {
  const asked = ({ kind, target, parameters }: Run): string =>
    JSON.stringify([kind, target, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return asked(run) === asked(other);
}

/**
 * The history of a run among others: those of the same trial that are sound and began before it. Without a baseline of the user's
 * choosing it is the one just before.
 *
 * @param others newest first
 */
export function historyOf(run: Run, others: readonly Run[], last: number, baseline: Run | null): RunHistory {
  const earlier = others
    .filter((other) => other.id < run.id && isSameTrial(run, other) && isSound(other))
    .slice(0, last);
  return { baseline: baseline ?? earlier[0] ?? null, earlier };
}
