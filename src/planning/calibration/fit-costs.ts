import { ExitCode, GomeetError } from '../../errors.ts';
import { nonNegativeLeastSquares } from '../least-squares.ts';
import type { Fit, FittedCost, ObservedRun } from './profile.ts';

/** One run as a fit sees it: what was asked of the server, and what that cost. */
export interface Observation {
  readonly run: string;
  readonly label: string;
  readonly load: Readonly<Record<string, number>>;
  readonly measured: number;
  /** How much longer than on average the machine took for the same work in this run; 1 where nothing tells. */
  readonly slowness: number;
}

type Costs = Readonly<Record<string, number>>;

/** What costs predict: the sum of each term with its cost, on a machine as slow as it was then. */
function predict(costs: Costs, { load, slowness }: Pick<Observation, 'load' | 'slowness'>): number {
  return slowness * Object.entries(costs).reduce((sum, [term, cost]) => sum + cost * (load[term] ?? 0), 0);
}

/** A run beside what a fit predicts for it; `others` is a fit that has not seen it. */
export function comparedWith(
  fit: Pick<Fit, 'costs'>,
  observation: Observation,
  others: Costs | null,
): ObservedRun {
  const { measured } = observation;
  const costs = Object.fromEntries(Object.entries(fit.costs).map(([term, { value }]) => [term, value]));
  const predicted = predict(costs, observation);
  return {
    ...observation,
    load: { ...observation.load },
    predicted,
    relativeError: predicted / measured - 1,
    leftOut: others === null ? null : predict(others, observation) / measured - 1,
  };
}

/**
 * Fits a cost to each term, none below zero, so that the relative errors of the predictions are smallest. Every run is also
 * predicted by a fit to all others, which tells how far a run that was not there may be missed.
 *
 * @throws GomeetError (inconclusive) where there are not more runs than terms
 */
export function fitCosts(observations: readonly Observation[], terms: readonly string[], what: string): Fit {
  if (observations.length <= terms.length) {
    throw new GomeetError(
      `${what}: ${observations.length} usable runs for ${terms.length} costs (${terms.join(', ')}); at least ${terms.length + 1} are needed, of different sizes and layouts`,
      {
        exitCode: ExitCode.inconclusive,
        code: 'too-few-runs',
        hint: 'gomeet report list   shows what there is; npm run calibrate:media measures what is needed',
      },
    );
  }
  const { fitted, dropped } = solve(observations, terms);
  const runs = observations.map((observation, index) => {
    const others = observations.filter((_, other) => other !== index);
    return comparedWith({ costs: fitted }, observation, solve(others, terms).costs);
  });
  return {
    costs: fitted,
    dropped,
    rSquared: rSquaredOf(runs),
    leaveOneOutError: Math.sqrt(meanOf(runs.map(({ leftOut }) => (leftOut ?? 0) ** 2))),
    runs,
  };
}

function solve(observations: readonly Observation[], terms: readonly string[]) {
  const { coefficients, standardErrors } = nonNegativeLeastSquares(
    observations.map(({ load, slowness }) => terms.map((term) => slowness * (load[term] ?? 0))),
    observations.map(({ measured }) => measured),
    observations.map(({ measured }) => 1 / measured),
  );
  const kept = terms
    .map((term, index) => ({ term, value: coefficients[index] ?? 0, error: standardErrors[index] ?? null }))
    .filter(({ value }) => value > 0);
  return {
    costs: Object.fromEntries(kept.map(({ term, value }) => [term, value])),
    fitted: Object.fromEntries(
      kept.map(({ term, value, error }): [string, FittedCost] => [term, { value, standardError: error }]),
    ),
    dropped: terms.filter((term) => !kept.some((each) => each.term === term)),
  };
}

/** Share of the variance of what was measured that the predictions explain. */
function rSquaredOf(runs: readonly { readonly measured: number; readonly predicted: number }[]): number {
  const average = meanOf(runs.map(({ measured }) => measured));
  const left = meanOf(runs.map(({ measured, predicted }) => (measured - predicted) ** 2));
  const whole = meanOf(runs.map(({ measured }) => (measured - average) ** 2));
  return whole === 0 ? 0 : 1 - left / whole;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
