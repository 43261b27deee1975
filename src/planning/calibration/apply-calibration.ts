import type { MediaCosts } from '../media-costs.ts';
import { type Basis, input, type Quantity, type Source } from '../quantity.ts';
import { type CalibrationProfile, type FittedCost, type MediaLoad, outsideOf } from './profile.ts';

/** Costs that a profile puts in the place of the prior's. */
export interface CalibratedMedia {
  readonly costs: MediaCosts;
  /** What lies outside the range of the runs, in words; empty: everything was measured. */
  readonly outside: readonly string[];
}

/**
 * The costs of a profile for one media server under `load`. Inside the range of its runs they are measured and carry the
 * error of runs left out of the fit; outside they are extrapolated, and nothing says that they err by less than the prior does.
 */
export function applyCalibration(
  profile: CalibrationProfile,
  load: MediaLoad,
  prior: MediaCosts,
): CalibratedMedia {
  const outside = outsideOf(profile.media.range, load);
  const basis: Basis = outside.length === 0 ? 'measured' : 'extrapolated';
  const sources = [sourceOf(profile)];
  const { cpu, memory, join } = profile.media;
  const replaced = <Unit extends string>(
    quantity: Quantity<Unit>,
    fitted: FittedCost | undefined,
  ): Quantity<Unit> => input(lineOf(quantity), fitted?.value ?? 0, basis, sources);
  const known = <Unit extends string>(
    quantity: Quantity<Unit>,
    fitted: FittedCost | undefined,
  ): Quantity<Unit> =>
    fitted === undefined ? quantity : input(lineOf(quantity), fitted.value, basis, sources);
  const error = Math.max(
    cpu.leaveOneOutError ?? prior.relativeError.value,
    basis === 'measured' ? 0 : prior.relativeError.value,
  );
  return {
    outside,
    costs: {
      // A term that the fit dropped costs nothing in its model: the prior's figure would be counted twice.
      idle: replaced(prior.idle, cpu.costs.idle),
      perParticipant: replaced(prior.perParticipant, cpu.costs.participants),
      perTrackOut: replaced(prior.perTrackOut, cpu.costs.tracksOut),
      perTrackIn: replaced(prior.perTrackIn, cpu.costs.tracksIn),
      perPacketOut: replaced(prior.perPacketOut, cpu.costs.packetsOut),
      perBitOut: replaced(prior.perBitOut, cpu.costs.bitsOut),
      perPacketIn: replaced(prior.perPacketIn, cpu.costs.packetsIn),
      perJoin: known(prior.perJoin, join?.perJoin),
      memoryPerParticipant: known(prior.memoryPerParticipant, memory?.costs.participants),
      memoryPerTrack: known(prior.memoryPerTrack, memory?.costs.tracksOut),
      relativeError: input(lineOf(prior.relativeError), error, basis, sources),
    },
  };
}

/** Without the value, the sources and the range of the prior. */
const lineOf = <Unit extends string>({ id, title, unit }: Quantity<Unit>) => ({ id, title, unit });

export function sourceOf({ name, machine, asOf, media }: CalibrationProfile): Source {
  return {
    title: `calibration ${name}: ${media.cpu.runs.length} runs on ${machine.cpus} cores of ${machine.cpuModel}`,
    asOf,
    confidence: 'high',
  };
}
