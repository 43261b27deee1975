import type { Quantity } from './quantity.ts';

/**
 * What a media server spends, in core-seconds: the model that `calibrate` fits and `plan` uses. The prior stands until
 * a calibration profile replaces it. CPU of a node is the sum of
 * `idle + participants * perParticipant + tracksOut * perTrackOut + packetsOut * perPacketOut + bitsOut * perBitOut + packetsIn * perPacketIn`.
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
  readonly perJoin: Quantity<'core*s/join'>;
  readonly memoryPerParticipant: Quantity<'byte/participant'>;
  readonly memoryPerTrack: Quantity<'byte/track'>;
  /** Relative error that a prediction of CPU carries: 0.5 is ± 50 %. */
  readonly relativeError: Quantity<'1'>;
}
