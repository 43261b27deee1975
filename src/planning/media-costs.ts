import type { Quantity, Range } from './quantity.ts';

/**
 * What a media server spends, in core-seconds: the model that `calibrate` fits and `plan` uses. The prior stands until
 * a calibration profile replaces it. CPU of a node is the sum of
 * `idle + participants * perParticipant + tracksOut * perTrackOut + tracksIn * perTrackIn + packetsOut * perPacketOut + bitsOut * perBitOut + packetsIn * perPacketIn`.
 */
export interface MediaCosts {
  readonly perPacketOut: Quantity<'core*s/packet'>;
  /** Of the payload: headers cost per packet. */
  readonly perBitOut: Quantity<'core*s/bit'>;
  readonly perPacketIn: Quantity<'core*s/packet'>;
  /** Standing costs, which the published benchmark cannot tell apart: 0 in the prior, fitted by `calibrate`. */
  readonly idle: Quantity<'core/node'>;
  readonly perParticipant: Quantity<'core/participant'>;
  /** Of a track that one participant receives. */
  readonly perTrackOut: Quantity<'core/track'>;
  /** Of a track that somebody sends. */
  readonly perTrackIn: Quantity<'core/track'>;
  readonly perJoin: Quantity<'core*s/join'>;
  readonly memoryPerParticipant: Quantity<'byte/participant'>;
  readonly memoryPerTrack: Quantity<'byte/track'>;
  /**
   * Relative error that a prediction of CPU carries. It is a factor either way, since a prior may miss by more than 100 %:
   * 1.2 means that the truth lies between predicted / 2.2 and predicted × 2.2; 0.05 means about ± 5 %.
   */
  readonly relativeError: Quantity<'1'>;
}

/** What a prediction may have to be multiplied by, for an error as `relativeError` states it. */
export function errorFactors(relativeError: number): Range {
  return { low: 1 / (1 + relativeError), mode: 1, high: 1 + relativeError };
}
