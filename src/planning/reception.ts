import {
  bitsPerByte,
  meetingsPerPerson,
  oneself,
  overheadPerPacket,
  payloadPerFullPacket,
  payloadPerSilencePacket,
  silencePacketRate,
  tracksPerMicrophone,
  voicePacketRate,
} from './constants.ts';
import type { Layout } from './layout.ts';
import { derive, type Quantity, sum } from './quantity.ts';

/** Bits, packets and tracks that one person in a meeting receives. */
export interface Reception {
  readonly smallTiles: Quantity<'track/participant'>;
  readonly largeTiles: Quantity<'track/participant'>;
  readonly screenShares: Quantity<'track/participant'>;
  readonly voices: Quantity<'track/participant'>;
  readonly silentMicrophones: Quantity<'track/participant'>;
  readonly tracks: Quantity<'track/participant'>;
  readonly payload: Quantity<'bit/s/participant'>;
  readonly packets: Quantity<'packet/s/participant'>;
  readonly wire: Quantity<'bit/s/participant'>;
}

/** What a track of each kind carries once the codec has its say: the same for who sends it and who receives it. */
export interface TrackRates {
  readonly smallBits: Quantity<'bit/s/track'>;
  readonly smallPackets: Quantity<'packet/s/track'>;
  readonly largeBits: Quantity<'bit/s/track'>;
  readonly largePackets: Quantity<'packet/s/track'>;
  readonly screenBits: Quantity<'bit/s/track'>;
  readonly screenPackets: Quantity<'packet/s/track'>;
  readonly voiceBits: Quantity<'bit/s/track'>;
  readonly voicePackets: Quantity<'packet/s/track'>;
  readonly silenceBits: Quantity<'bit/s/track'>;
  readonly silencePackets: Quantity<'packet/s/track'>;
}

export function trackRatesOf(layout: Layout): TrackRates {
  const { codecFactor } = layout;
  const encoded = (id: string, title: string, bitrate: Quantity<'bit/s/track'>) =>
    derive(
      { id: `traffic.${id}-bitrate`, title: `bitrate of ${title}, as encoded`, unit: 'bit/s/track' },
      'bitrate * codecFactor',
      {
        bitrate,
        codecFactor,
      },
    );
  const fullPackets = (id: string, title: string, bits: Quantity<'bit/s/track'>) =>
    derive(
      { id: `traffic.${id}-packet-rate`, title: `packets a second of ${title}`, unit: 'packet/s/track' },
      'bits / bitsPerByte / payloadPerFullPacket',
      {
        bits,
        bitsPerByte,
        payloadPerFullPacket,
      },
    );
  const largeBits = encoded('large-tile', 'a large tile', layout.largeTileBitrate);
  const screenBits = encoded('screen-share', 'a shared screen', layout.screenShareBitrate);
  return {
    smallBits: encoded('small-tile', 'a small tile', layout.smallTileBitrate),
    smallPackets: layout.smallTilePacketRate,
    largeBits,
    largePackets: fullPackets('large-tile', 'a large tile', largeBits),
    screenBits,
    screenPackets: fullPackets('screen-share', 'a shared screen', screenBits),
    voiceBits: layout.voiceBitrate,
    voicePackets: voicePacketRate,
    silenceBits: SILENCE_BITRATE,
    silencePackets: silencePacketRate,
  };
}

const SILENCE_BITRATE = derive(
  { id: 'traffic.silence-bitrate', title: 'bitrate of a silent microphone', unit: 'bit/s/track' },
  'silencePacketRate * payloadPerSilencePacket * bitsPerByte',
  { silencePacketRate, payloadPerSilencePacket, bitsPerByte },
);

/**
 * What each person in a meeting of `participants` receives: what the layout wants, but never more than the others send. A camera
 * fills one tile, large or small, since an SFU forwards one layer of it to a receiver: 5 people see 4 tiles, one of them large.
 */
export function receptionOf(
  layout: Layout,
  rates: TrackRates,
  participants: Quantity<'participant/meeting'>,
): Reception {
  const others = derive(
    { id: 'traffic.person.others', title: 'others in the meeting', unit: 'participant/meeting' },
    'max(participants, oneself) - oneself',
    { participants, oneself },
  );
  const received = tracksReceived(layout, others);
  const { smallTiles, largeTiles, screenShares, voices, silentMicrophones } = received;
  const payload = derive(
    { id: 'traffic.person.payload', title: 'payload that a person receives', unit: 'bit/s/participant' },
    'smallTiles * smallBits + largeTiles * largeBits + screenShares * screenBits + voices * voiceBits + silentMicrophones * silenceBits',
    { ...received, ...rates },
  );
  const packets = derive(
    { id: 'traffic.person.packets', title: 'packets that a person receives', unit: 'packet/s/participant' },
    'smallTiles * smallPackets + largeTiles * largePackets + screenShares * screenPackets + voices * voicePackets + silentMicrophones * silencePackets',
    { ...received, ...rates },
  );
  return {
    ...received,
    tracks: sum(
      { id: 'traffic.person.tracks', title: 'tracks that a person receives', unit: 'track/participant' },
      [smallTiles, largeTiles, screenShares, voices, silentMicrophones],
    ),
    payload,
    packets,
    wire: derive(
      { id: 'traffic.person.wire', title: 'bits on the wire to a person', unit: 'bit/s/participant' },
      'payload + packets * overheadPerPacket * bitsPerByte',
      { payload, packets, overheadPerPacket, bitsPerByte },
    ),
  };
}

function tracksReceived(layout: Layout, others: Quantity<'participant/meeting'>) {
  const line = (id: string, title: string) =>
    ({
      id: `traffic.person.${id}`,
      title: `${title} that a person receives`,
      unit: 'track/participant',
    }) as const;
  const cameras = derive(line('cameras', 'at most the cameras'), 'others * camerasEach * meetingsPerPerson', {
    others,
    camerasEach: layout.cameras,
    meetingsPerPerson,
  });
  // Large first: who is on the large tile is not on a small one too.
  const largeTiles = derive(line('large-tiles', 'large tiles'), 'min(wanted, cameras)', {
    wanted: layout.largeTiles,
    cameras,
  });
  const ofOthers = (id: string, title: string, sent: Quantity<'track/meeting'>) =>
    derive(line(id, title), 'min(sent, others * each) * meetingsPerPerson', {
      sent,
      others,
      each: tracksPerMicrophone,
      meetingsPerPerson,
    });
  return {
    largeTiles,
    smallTiles: derive(line('small-tiles', 'small tiles'), 'min(wanted, cameras - largeTiles)', {
      wanted: layout.smallTiles,
      cameras,
      largeTiles,
    }),
    screenShares: ofOthers('screen-shares', 'shared screens', layout.screenShares),
    voices: ofOthers('voices', 'voices', layout.voices),
    silentMicrophones: derive(
      line('silent-microphones', 'silent microphones'),
      'others * silentEach * meetingsPerPerson',
      { others, silentEach: layout.silentMicrophones, meetingsPerPerson },
    ),
  };
}
