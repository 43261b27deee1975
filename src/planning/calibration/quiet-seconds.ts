import type { Run } from '../../results/run.ts';
import type { Window } from './run-window.ts';

/** Cores that other programs may use in a second which counts. Cores share caches and clocks: beside a busy one, the same work takes longer. */
const othersMaxCores = 0.15;

/** The readings of a window in which the machine belonged to platform and generator. */
export interface QuietSeconds {
  /** Times of those readings, in Unix milliseconds. */
  readonly times: ReadonlySet<number>;
  readonly of: number;
}

/**
 * Tells the readings in which others used at most 0.15 of a core: the host's CPU less that of all watched programs and of
 * the generator. All services are read at one moment; the generator's nearest reading stands for it.
 */
export function quietSeconds(run: Run, { from, to }: Window): QuietSeconds {
  const pointsOf = (name: string) => run.series.find((series) => series.name === name)?.points ?? [];
  const own = new Map<number, number>();
  for (const { name, points } of run.series) {
    if (!name.startsWith('cpu.')) continue;
    for (const [at, percent] of points) own.set(at, (own.get(at) ?? 0) + percent);
  }
  const generator = pointsOf('generatorCpuPercent');
  const inside = pointsOf('hostCpuPercent').filter(([at]) => at - readingMs >= from && at <= to);
  const times = inside
    .filter(([at, hostPercent]) => {
      const others =
        (hostPercent * run.environment.host.cpus - (own.get(at) ?? 0) - nearest(generator, at)) / 100;
      return others <= othersMaxCores;
    })
    .map(([at]) => at);
  return { times: new Set(times), of: inside.length };
}

/** A reading tells of the second before it. */
const readingMs = 1000;

function nearest(points: readonly (readonly [number, number])[], at: number): number {
  let best: readonly [number, number] = [Number.POSITIVE_INFINITY, 0];
  for (const point of points) if (Math.abs(point[0] - at) < Math.abs(best[0] - at)) best = point;
  return best[1];
}

/** Mean CPU of the generator at the readings nearest to those; in percent of one core. */
export function generatorMeanAt(run: Run, times: ReadonlySet<number>): number | undefined {
  const points = run.series.find(({ name }) => name === 'generatorCpuPercent')?.points ?? [];
  if (times.size === 0 || points.length === 0) return undefined;
  return [...times].reduce((sum, at) => sum + nearest(points, at), 0) / times.size;
}

/** Mean of a series over those readings; undefined where it has none of them. */
export function meanAt(run: Run, series: string, times: ReadonlySet<number>): number | undefined {
  const values = (run.series.find(({ name }) => name === series)?.points ?? [])
    .filter(([at]) => times.has(at))
    .map(([, value]) => value);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
