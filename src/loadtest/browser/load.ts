import type { KpiId } from '../../results/kpi.ts';
import type { Load } from '../load.ts';
import { roomLoad } from '../room/load.ts';
import type { BrowserRequest } from './request.ts';

const kpis: readonly KpiId[] = [
  'browsers-joined',
  'browser-time-to-join',
  'browser-time-to-first-frame',
  'glass-to-glass-latency-p95',
  'browser-frozen-time',
  'participants-joined',
  'packets-delivered',
  'packet-loss',
  'video-latency-p95',
];

/** Seconds between two browsers that join: one that starts its codecs must not delay the next. */
export const joinIntervalSeconds = 1;

/** The room of light participants that the browsers sit in: one camera and one microphone, everyone else listens. */
export function browserLoad(request: BrowserRequest, roomId: string | null): Load {
  const room = {
    participants: request.participants,
    publishers: 1,
    microphones: 1,
    layout: 'grid-25',
    durationSeconds: request.durationSeconds,
    joinRatePerSecond: 10,
    room: 'Browser test',
  } as const;
  // The browsers join while the room settles, and bandwidth estimation then takes them about five seconds.
  const settleSeconds = request.browsers * joinIntervalSeconds + 6;
  const kind = 'loadtest browser';
  const load = roomLoad(room, { kind, kpis, settleSeconds, decryptedShare: 0.5 });
  return {
    ...load,
    parameters: { ...request },
    subject: `${request.browsers} browsers and ${request.participants} participants`,
    countsAsked: { ...load.countsAsked, browsersRequested: request.browsers, browsersJoined: 0 },
    method: [...load.method, ...browserMethod],
    // Most of the CPU is the browsers', so it tells nothing of how many light participants the machine could carry.
    limits: () => [],
    plans: (world) => load.plans(world).map((plan) => ({ ...plan, room: { name: room.room, id: roomId } })),
  };
}

const browserMethod = [
  'Glass to glass: each browser paints the time into its picture as black and white blocks with a checksum, in place of a camera; every other browser reads it off the frame that it shows. Both clocks are that of this machine; the sensor of a camera and the panel of a display come on top.',
  'The pictures of browsers go to browsers alone, so that the light participants know every frame that they receive.',
  'The moment at which the last packet of a frame arrived parts its way in two. Before it, encoding and sending queue are counters of the sending browser (WebRTC statistics), and the rest is capture, network and media server; after it, jitter buffer and decoding are counters of the receiving one, and the rest is the wait for the display. Parts are means, which add up.',
] as const;
