import type { Run } from '../../results/run.ts';

/** A stretch of a run in Unix milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** From the beginning of one phase to the end of another; undefined where the run lacks one of them. */
export function windowOf(run: Run, first: string, last = first): Window | undefined {
  const begin = run.phases.find(({ name }) => name === first);
  const end = run.phases.find(({ name }) => name === last);
  if (begin === undefined || end === undefined) return undefined;
  const window = { from: Date.parse(begin.startedAt), to: Date.parse(end.endedAt) };
  return window.to > window.from ? window : undefined;
}

export const secondsOf = ({ from, to }: Window): number => (to - from) / 1000;

/**
 * Time average of a series over a window; undefined where it has nothing there. A point tells of the time since the one
 * before it, so at the edges it counts for the part that lies inside.
 */
export function averageOf(run: Run, series: string, { from, to }: Window): number | undefined {
  const points = run.series.find(({ name }) => name === series)?.points ?? [];
  let [weighted, covered] = [0, 0];
  for (const [index, [at, value]] of points.entries()) {
    const since = points[index - 1]?.[0] ?? at;
    const inside = Math.max(0, Math.min(at, to) - Math.max(since, from));
    weighted += value * inside;
    covered += inside;
  }
  return covered === 0 ? undefined : weighted / covered;
}

/** The largest value of a series in a window. */
export function peakOf(run: Run, series: string, { from, to }: Window): number | undefined {
  const values = (run.series.find(({ name }) => name === series)?.points ?? [])
    .filter(([at]) => at >= from && at <= to)
    .map(([, value]) => value);
  return values.length === 0 ? undefined : Math.max(...values);
}
