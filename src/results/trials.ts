import type { Run } from './run.ts';
import { compareRuns, type RunComparison } from './run-comparison.ts';
import { isSameTrial, isSound } from './run-history.ts';

/** Sound runs that asked for the same, oldest first: what a trend may be drawn through. */
export interface Trial {
  readonly kind: string;
  readonly target: string;
  readonly parameters: Run['parameters'];
  readonly runs: readonly Run[];
}

/** Sorts runs into trials; that of the newest run first. @param runs newest first */
export function trialsOf(runs: readonly Run[]): readonly Trial[] {
  const trials: Run[][] = [];
  for (const run of runs.filter(isSound)) {
    const own = trials.find(([first]) => first !== undefined && isSameTrial(first, run));
    if (own === undefined) trials.push([run]);
    else own.push(run);
  }
  return trials.flatMap((own) => {
    const [newest] = own;
    if (newest === undefined) return [];
    const { kind, target, parameters } = newest;
    return [{ kind, target, parameters, runs: own.toReversed() }];
  });
}

/** The last runs of a trial side by side. */
export const trendOf = ({ runs }: Trial, last: number): RunComparison => compareRuns(runs.slice(-last));
