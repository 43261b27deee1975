import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { buildPlan } from '../../planning/build-plan.ts';
import { applyApiCalibration } from '../../planning/calibration/apply-api-calibration.ts';
import { applyCalibration } from '../../planning/calibration/apply-calibration.ts';
import type { CalibrationProfile, MediaLoad } from '../../planning/calibration/profile.ts';
import { readCalibration } from '../../planning/calibration/read-calibration.ts';
import { demandOf } from '../../planning/demand.ts';
import type { PlanInputs } from '../../planning/plan-inputs.ts';
import { type Traffic, trafficOf } from '../../planning/traffic.ts';

/**
 * The inputs with a profile's costs. Whether they are measured or extrapolated hangs on the load of one node, and that on the costs:
 * the first pass takes one meeting for a node, the second as many as fit by the first.
 */
export async function calibrated(
  { cwd }: Pick<Context, 'cwd'>,
  inputs: PlanInputs,
  file: string,
): Promise<{ readonly inputs: PlanInputs; readonly warnings: readonly string[] }> {
  const profile = await readCalibration(resolve(cwd, file));
  const traffic = trafficOf(inputs.event, demandOf(inputs.event));
  const first = withCosts(profile, inputs, nodeLoad(traffic, 1), 0);
  const plan = buildPlan(first.inputs);
  const meetings = plan.document.media.meetingsPerNode;
  const requests = plan.line('api.join-requests')?.value ?? 0;
  const second = withCosts(profile, inputs, nodeLoad(traffic, meetings), requests);
  return {
    inputs: second.inputs,
    warnings: second.outside.map((what) => `calibration ${profile.name} is extrapolated: a node has ${what}`),
  };
}

function withCosts(
  profile: CalibrationProfile,
  inputs: PlanInputs,
  load: MediaLoad,
  requestsPerSecond: number,
): { readonly inputs: PlanInputs; readonly outside: readonly string[] } {
  const { costs, outside } = applyCalibration(profile, load, inputs.costs);
  const apiCosts = applyApiCalibration(profile, requestsPerSecond, inputs.apiCosts);
  return { inputs: { ...inputs, costs, apiCosts, calibration: profile.name }, outside };
}

/** What a node is loaded with that holds so many of the largest meeting. */
function nodeLoad({ largest }: Traffic, meetings: number): MediaLoad {
  const { participants, tracksOut, tracksIn, packetsOut, payloadOut, packetsIn } = largest;
  return {
    participants: meetings * participants.value,
    tracksOut: meetings * tracksOut.value,
    tracksIn: meetings * tracksIn.value,
    packetsOut: meetings * packetsOut.value,
    bitsOut: meetings * payloadOut.value,
    packetsIn: meetings * packetsIn.value,
  };
}
