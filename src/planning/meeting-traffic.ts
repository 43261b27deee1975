import { bitsPerByte, meetingsPerPerson, overheadPerPacket, tracksPerMicrophone } from './constants.ts';
import type { Layout } from './layout.ts';
import { derive, input, type Quantity, sum } from './quantity.ts';
import { type Reception, receptionOf, type TrackRates, trackRatesOf } from './reception.ts';

/** Traffic of one meeting at its media node: `out` is what the node sends. Payload is RTP payload; wire adds every header. */
export interface MeetingTraffic {
  readonly participants: Quantity<'participant/meeting'>;
  readonly person: Reception;
  readonly payloadOut: Quantity<'bit/s/meeting'>;
  readonly packetsOut: Quantity<'packet/s/meeting'>;
  readonly wireOut: Quantity<'bit/s/meeting'>;
  readonly tracksOut: Quantity<'track/meeting'>;
  readonly payloadIn: Quantity<'bit/s/meeting'>;
  readonly packetsIn: Quantity<'packet/s/meeting'>;
  readonly wireIn: Quantity<'bit/s/meeting'>;
  readonly tracksIn: Quantity<'track/meeting'>;
}

export function meetingTrafficOf(
  layout: Layout,
  participants: Quantity<'participant/meeting'>,
): MeetingTraffic {
  const rates = trackRatesOf(layout);
  const person = receptionOf(layout, rates, participants);
  return {
    participants,
    person,
    ...sentOut(participants, person),
    ...sentIn(layout, rates, participants, person),
  };
}

function sentOut(participants: Quantity<'participant/meeting'>, person: Reception) {
  const { payload, packets, wire, tracks } = person;
  return {
    payloadOut: derive(
      { id: 'traffic.meeting.payload-out', title: 'payload out of a meeting', unit: 'bit/s/meeting' },
      'participants * payload',
      { participants, payload },
    ),
    packetsOut: derive(
      { id: 'traffic.meeting.packets-out', title: 'packets out of a meeting', unit: 'packet/s/meeting' },
      'participants * packets',
      { participants, packets },
    ),
    wireOut: derive(
      { id: 'traffic.meeting.wire-out', title: 'bits on the wire out of a meeting', unit: 'bit/s/meeting' },
      'participants * wire',
      { participants, wire },
    ),
    tracksOut: derive(
      { id: 'traffic.meeting.tracks-out', title: 'tracks out of a meeting', unit: 'track/meeting' },
      'participants * tracks',
      { participants, tracks },
    ),
  };
}

function sentIn(
  layout: Layout,
  rates: TrackRates,
  participants: Quantity<'participant/meeting'>,
  person: Reception,
) {
  const cameras = derive(
    { id: 'traffic.meeting.cameras', title: 'cameras in a meeting', unit: 'track/meeting' },
    'participants * camerasEach',
    { participants, camerasEach: layout.cameras },
  );
  const sent = {
    ...(layout.isDynacast ? watchedLayers(participants, person, cameras) : allLayers(cameras)),
    ...microphonesAndScreens(layout, participants),
  };
  const named = {
    ...sent,
    ...rates,
    mediumBits: layout.mediumTileBitrate,
    mediumPackets: layout.mediumTilePacketRate,
  };
  const payloadIn = derive(
    { id: 'traffic.meeting.payload-in', title: 'payload into a meeting', unit: 'bit/s/meeting' },
    'smallLayers * smallBits + mediumLayers * mediumBits + largeLayers * largeBits + screens * screenBits + voices * voiceBits + silent * silenceBits',
    named,
  );
  const packetsIn = derive(
    { id: 'traffic.meeting.packets-in', title: 'packets into a meeting', unit: 'packet/s/meeting' },
    'smallLayers * smallPackets + mediumLayers * mediumPackets + largeLayers * largePackets + screens * screenPackets + voices * voicePackets + silent * silencePackets',
    named,
  );
  return {
    payloadIn,
    packetsIn,
    wireIn: derive(
      { id: 'traffic.meeting.wire-in', title: 'bits on the wire into a meeting', unit: 'bit/s/meeting' },
      'payloadIn + packetsIn * overheadPerPacket * bitsPerByte',
      { payloadIn, packetsIn, overheadPerPacket, bitsPerByte },
    ),
    tracksIn: sum(
      { id: 'traffic.meeting.tracks-in', title: 'tracks into a meeting', unit: 'track/meeting' },
      [cameras, sent.screens, sent.voices, sent.silent],
    ),
  };
}

const layerLine = (layer: string) =>
  ({
    id: `traffic.meeting.${layer}-layers`,
    title: `cameras that send their ${layer} layer`,
    unit: 'track/meeting',
  }) as const;

const NO_LAYERS = input(layerLine('medium'), 0, 'defined');
/** Who is on everybody's large tile sees somebody else there: two cameras send their large layer for one large tile. */
const SEEN_LARGE = input(
  { id: 'layout.cameras-per-large-tile', title: 'cameras that one large tile of everybody shows', unit: '1' },
  2,
  'assumed',
);

/**
 * With dynacast a camera sends the layers that somebody watches. People page through their small tiles, so every camera is taken to be
 * on somebody's page as soon as the tiles of all suffice for it; the large tile shows the same speaker to all.
 */
function watchedLayers(
  participants: Quantity<'participant/meeting'>,
  { smallTiles, largeTiles }: Reception,
  cameras: Quantity<'track/meeting'>,
) {
  return {
    smallLayers: derive(layerLine('small'), 'min(cameras, participants * smallTiles)', {
      cameras,
      participants,
      smallTiles,
    }),
    mediumLayers: NO_LAYERS,
    largeLayers: derive(layerLine('large'), 'min(cameras, seenLarge * largeTiles / meetingsPerPerson)', {
      cameras,
      seenLarge: SEEN_LARGE,
      largeTiles,
      meetingsPerPerson,
    }),
  };
}

function allLayers(cameras: Quantity<'track/meeting'>) {
  return {
    smallLayers: derive(layerLine('small'), 'cameras', { cameras }),
    mediumLayers: derive(layerLine('medium'), 'cameras', { cameras }),
    largeLayers: derive(layerLine('large'), 'cameras', { cameras }),
  };
}

function microphonesAndScreens(layout: Layout, participants: Quantity<'participant/meeting'>) {
  const line = (id: string, title: string) =>
    ({ id: `traffic.meeting.${id}`, title: `${title} in a meeting`, unit: 'track/meeting' }) as const;
  const atMostOneEach = (id: string, title: string, wanted: Quantity<'track/meeting'>) =>
    derive(line(id, title), 'min(wanted, participants * each)', {
      wanted,
      participants,
      each: tracksPerMicrophone,
    });
  return {
    screens: atMostOneEach('screen-shares', 'shared screens', layout.screenShares),
    voices: atMostOneEach('voices', 'voices', layout.voices),
    silent: derive(line('silent-microphones', 'silent microphones'), 'participants * silentEach', {
      participants,
      silentEach: layout.silentMicrophones,
    }),
  };
}
