import type { Quantity } from './quantity.ts';

/**
 * What a media server spends, in core-seconds: the model that `calibrate` fits and `plan` uses. The prior stands until
 * a calibration profile replaces it.
 */
export interface MediaCosts {
  readonly perPacketOut: Quantity<'core*s/packet'>;
  readonly perBitOut: Quantity<'core*s/bit'>;
  readonly perPacketIn: Quantity<'core*s/packet'>;
  readonly perJoin: Quantity<'core*s/join'>;
  readonly memoryPerParticipant: Quantity<'byte/participant'>;
  readonly memoryPerTrack: Quantity<'byte/track'>;
  /** Relative error that a prediction of CPU carries: 0.5 is ± 50 %. */
  readonly relativeError: Quantity<'1'>;
}
