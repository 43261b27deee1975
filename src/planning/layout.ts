import type { Event } from './event.ts';
import { input, type Quantity, type Range, type Source } from './quantity.ts';

/** What each person sees and hears, as quantities that formulas can name. */
export interface Layout {
  readonly smallTiles: Quantity<'track/participant'>;
  readonly smallTileBitrate: Quantity<'bit/s/track'>;
  readonly smallTilePacketRate: Quantity<'packet/s/track'>;
  readonly largeTiles: Quantity<'track/participant'>;
  readonly largeTileBitrate: Quantity<'bit/s/track'>;
  readonly mediumTileBitrate: Quantity<'bit/s/track'>;
  readonly mediumTilePacketRate: Quantity<'packet/s/track'>;
  readonly voices: Quantity<'track/meeting'>;
  readonly voiceBitrate: Quantity<'bit/s/track'>;
  readonly silentMicrophones: Quantity<'track/participant'>;
  readonly screenShares: Quantity<'track/meeting'>;
  readonly screenShareBitrate: Quantity<'bit/s/track'>;
  readonly cameras: Quantity<'track/participant'>;
  /** Bits of the codec for one bit of VP8 at the same quality. */
  readonly codecFactor: Quantity<'1'>;
  readonly isDynacast: boolean;
}

const CLIENT_DEFAULTS: Source = {
  title: 'livekit-client, defaults of the presets (VP9 × 0.85, AV1 × 0.7, 360p 450 kbit/s)',
  url: 'https://github.com/livekit/client-sdk-js',
  asOf: '2026-11-20',
  confidence: 'medium',
};
const CODEC_FACTORS = { vp8: 1, h264: 1, vp9: 0.85, av1: 0.7 } as const;

export function layoutOf(event: Event): Layout {
  const { layout } = event;
  const codecFactor = input(
    { id: 'layout.codec-factor', title: `bits of ${event.codec} for one of vp8`, unit: '1' },
    CODEC_FACTORS[event.codec],
    'listed',
    [CLIENT_DEFAULTS],
  );
  return {
    smallTiles: given('small-tiles', 'small tiles wanted', 'track/participant', layout.smallTiles),
    smallTileBitrate: bitrate('small-tile-bitrate', 'bitrate of a small tile', layout.smallTileKbps),
    smallTilePacketRate: given(
      'small-tile-packet-rate',
      'packets a second of a small tile',
      'packet/s/track',
      layout.smallTilePacketsPerSecond,
    ),
    largeTiles: given('large-tiles', 'large tiles wanted', 'track/participant', layout.largeTiles),
    largeTileBitrate: bitrate('large-tile-bitrate', 'bitrate of a large tile', layout.largeTileKbps),
    mediumTileBitrate: MEDIUM_BITRATE,
    mediumTilePacketRate: MEDIUM_PACKET_RATE,
    voices: given('voices', 'open microphones at once', 'track/meeting', layout.voices),
    voiceBitrate: bitrate('voice-bitrate', 'bitrate of a voice', layout.voiceKbps),
    silentMicrophones: given(
      'silent-microphones',
      'open but silent microphones a person',
      'track/participant',
      layout.silentMicrophones,
    ),
    screenShares: given('screen-shares', 'shared screens at once', 'track/meeting', layout.screenShares),
    screenShareBitrate: bitrate('screen-share-bitrate', 'bitrate of a shared screen', layout.screenShareKbps),
    cameras: given('cameras', 'cameras that are on, a person', 'track/participant', event.cameras),
    codecFactor,
    isDynacast: event.dynacast,
  };
}

/** Nobody sees the middle layer in this model; without dynacast it is sent to the server all the same. */
const MEDIUM_BITRATE = input(
  { id: 'layout.medium-tile-bitrate', title: 'bitrate of the middle layer (360p)', unit: 'bit/s/track' },
  450_000,
  'listed',
  [CLIENT_DEFAULTS],
);
const MEDIUM_PACKET_RATE = input(
  {
    id: 'layout.medium-tile-packet-rate',
    title: 'packets a second of the middle layer',
    unit: 'packet/s/track',
  },
  60,
  'assumed',
);

function given<Unit extends string>(id: string, title: string, unit: Unit, value: number | Range) {
  return input({ id: `layout.${id}`, title, unit }, value, 'given');
}

/** An event states kbit/s; the model reckons in bit/s. */
function bitrate(id: string, title: string, kbps: number | Range): Quantity<'bit/s/track'> {
  const value =
    typeof kbps === 'number'
      ? kbps * 1000
      : { low: kbps.low * 1000, mode: kbps.mode * 1000, high: kbps.high * 1000 };
  return given(id, title, 'bit/s/track', value);
}
