import type { ApiCosts } from '../api-costs.ts';
import { type Basis, input, type Quantity } from '../quantity.ts';
import { sourceOf } from './apply-calibration.ts';
import type { CalibrationProfile, Fit, FittedCost } from './profile.ts';

/**
 * The API's costs with those of a profile in the place of the prior's, as far as the profile has them. They are measured where
 * `requestsPerSecond` (of one machine like that of the runs) lies within what the runs had, and extrapolated outside.
 */
export function applyApiCalibration(
  profile: CalibrationProfile,
  requestsPerSecond: number,
  prior: ApiCosts,
): ApiCosts {
  const { api, database } = profile;
  const source = sourceOf(profile);
  const basis: Basis = api !== null && requestsPerSecond <= mostRequests(api) ? 'measured' : 'extrapolated';
  const known = <Unit extends string>(
    { id, title, unit, ...rest }: Quantity<Unit>,
    fitted: FittedCost | undefined,
  ): Quantity<Unit> =>
    fitted === undefined
      ? { id, title, unit, ...rest }
      : input({ id, title, unit }, fitted.value, basis, [source]);
  return {
    ...prior,
    perRequest: known(prior.perRequest, api?.costs.requests),
    perLogin: known(prior.perLogin, api?.costs.logins),
    perQuery: known(prior.perQuery, database?.costs.queries),
  };
}

const mostRequests = ({ runs }: Fit): number => Math.max(...runs.map(({ load }) => load.requests ?? 0));
