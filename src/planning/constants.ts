import { input, type Source } from './quantity.ts';

/** Factors between units, by definition. Nothing else in the model turns a bit into a byte or a byte into a GiB. */
export const bitsPerByte = input(
  { id: 'traffic.bits-per-byte', title: 'bits a byte', unit: 'bit/byte' },
  8,
  'defined',
);
export const bytesPerGB = input(
  { id: 'traffic.bytes-per-gb', title: 'bytes a GB', unit: 'byte/GB' },
  1e9,
  'defined',
);
export const bytesPerGiB = input(
  { id: 'traffic.bytes-per-gib', title: 'bytes a GiB', unit: 'byte/GiB' },
  2 ** 30,
  'defined',
);
export const secondsPerHour = input(
  { id: 'calendar.seconds-per-hour', title: 'seconds an hour', unit: 's/h' },
  3600,
  'defined',
);

/** Turns what is sent in a meeting into what each person there is sent. */
export const meetingsPerPerson = input(
  {
    id: 'layout.meetings-per-person',
    title: 'meetings that a person is in at a time',
    unit: 'meeting/participant',
  },
  1,
  'defined',
);
/** Nobody receives what they send themselves. */
export const oneself = input(
  {
    id: 'layout.oneself',
    title: 'the receiver, who is not sent what they send',
    unit: 'participant/meeting',
  },
  1,
  'defined',
);
export const tracksPerMicrophone = input(
  {
    id: 'layout.tracks-per-microphone',
    title: 'tracks of a person who speaks or shares a screen',
    unit: 'track/participant',
  },
  1,
  'defined',
);

export const joinsPerPerson = input(
  { id: 'demand.joins-per-person', title: 'joins of a person', unit: 'join/participant' },
  1,
  'defined',
);

const rfc = (number: number): Source => ({
  title: `RFC ${number}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}`,
  confidence: 'high',
});

/** IPv4 20 + UDP 8 + RTP 12 + header extensions about 8 + SRTP tag 10 = 58 bytes. */
export const overheadPerPacket = input(
  {
    id: 'traffic.overhead-per-packet',
    title: 'headers and tag around the payload of a packet',
    unit: 'byte/packet',
  },
  58,
  'assumed',
  [rfc(791), rfc(768), rfc(3550), rfc(3711)],
);

/** Large streams fill their packets: about 1,100 bytes of payload, below the 1,200 that WebRTC keeps to. */
export const payloadPerFullPacket = input(
  {
    id: 'traffic.payload-per-full-packet',
    title: 'payload of a packet of a large stream',
    unit: 'byte/packet',
  },
  1100,
  'assumed',
);

/** Opus frames of 20 ms: 1,000 / 20 = 50 packets a second. */
export const voicePacketRate = input(
  { id: 'traffic.voice-packet-rate', title: 'packets a second of a voice', unit: 'packet/s/track' },
  50,
  'defined',
  [rfc(7587)],
);

/** In silence Opus DTX refreshes the comfort noise every 400 ms: 1,000 / 400 = 2.5 packets a second, small ones. */
export const silencePacketRate = input(
  {
    id: 'traffic.silence-packet-rate',
    title: 'packets a second of a silent microphone',
    unit: 'packet/s/track',
  },
  2.5,
  'assumed',
  [rfc(7587)],
);
export const payloadPerSilencePacket = input(
  { id: 'traffic.payload-per-silence-packet', title: 'payload of a packet of silence', unit: 'byte/packet' },
  20,
  'assumed',
);
