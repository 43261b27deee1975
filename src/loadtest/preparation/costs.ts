/** What one unit of load costs, and where the figure is from. */
export interface Cost {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  readonly unit: 's' | 'bytes' | 'count';
  readonly provenance: 'measured' | 'assumed';
  readonly source: string;
}

/**
 * Packets a second to each participant: an Opus track is 50 (20 ms each), a camera in a small tile, 320 × 180 at
 * 130 kbit/s, is about 17. Nobody sees more cameras than the 25 tiles of the default layout.
 */
export function packetsPerSecond(room: {
  readonly publishers: number;
  readonly microphones: number;
}): number {
  return 50 * room.microphones + 17 * Math.min(room.publishers, 25);
}

/** How often a member of a room hears a message: one each 10 s in a room. */
export const messagesPerSocketPerSecond = 0.1;

/** Costs on one machine, where the platform and the generator share the cores. */
export const costs = {
  mediaPacketCpu: {
    id: 'media-packet-cpu',
    title: 'CPU of platform and generator for each packet to a participant',
    // 41,800 packets/s took about half of two cores, which is one core: 1 s / 41,800 = 24 µs.
    value: 24e-6,
    unit: 's',
    provenance: 'measured',
    source: 'docs/decisions.md, 7',
  },
  subscriberMemory: {
    id: 'subscriber-memory',
    title: 'memory of the generator for each participant',
    value: 74_000,
    unit: 'bytes',
    provenance: 'measured',
    source: 'docs/decisions.md, 21',
  },
  mediaServerMemory: {
    id: 'media-server-memory',
    title: 'memory of livekit-server for each participant',
    value: 1_000_000,
    unit: 'bytes',
    provenance: 'assumed',
    source: 'a peer connection of pion with its goroutines and buffers',
  },
  mediaOpenFiles: {
    id: 'media-open-files',
    title: 'open files of livekit-server for each participant: signalling, and media both ways',
    value: 3,
    unit: 'count',
    provenance: 'assumed',
    source: 'as many sockets as the generator opens for one: src/loadtest/room/plan.ts',
  },
  socketMemory: {
    id: 'socket-memory',
    title: 'memory of API and generator for each WebSocket',
    value: 20_000,
    unit: 'bytes',
    provenance: 'assumed',
    source: 'the limits of both KPIs of memory per connection, 10 KB on each side',
  },
  messageCpu: {
    id: 'message-cpu',
    title: 'CPU of API and generator for each message delivered, pings included',
    value: 50e-6,
    unit: 's',
    provenance: 'assumed',
    source: 'two system calls and one JSON document on either side',
  },
  journeyCpu: {
    id: 'journey-cpu',
    title: 'CPU of platform and generator for each journey through the API',
    // 10 journeys/s: API 24 %, LiveKit and Redis 2 %, generator 3 % of a core; PostgreSQL's backends, not sampled, about 6 %.
    value: 35e-3,
    unit: 's',
    provenance: 'measured',
    source: 'docs/decisions.md, 28',
  },
} as const satisfies Readonly<Record<string, Cost>>;
