import { allocatableOf } from './allocatable.ts';
import type { Choices } from './choices.ts';
import type { MediaCosts } from './media-costs.ts';
import type { MeetingTraffic } from './meeting-traffic.ts';
import type { NodeSize } from './node-size.ts';
import { derive, input, type Quantity, type Source } from './quantity.ts';

/** What a media node may run out of, in the order in which the table shows it. */
export const LIMITS = ['cpu', 'network', 'packets', 'tracks', 'memory'] as const;
export type Limit = (typeof LIMITS)[number];

/** Something of a media node for each limit: how much there is, or how much a meeting takes. */
interface Amounts<Per extends string> {
  readonly cpu: Quantity<`core/${Per}`>;
  readonly network: Quantity<`bit/s/${Per}`>;
  readonly packets: Quantity<`packet/s/${Per}`>;
  readonly tracks: Quantity<`track/${Per}`>;
  readonly memory: Quantity<`byte/${Per}`>;
}
export type NodeLimits = Amounts<'node'>;
export type MeetingNeeds = Amounts<'meeting'>;

/** The most that anybody has shown on one node, which is no limit that a provider states: LiveKit's benchmark on 16 cores. */
const audioRow: Source = {
  title: 'LiveKit’s benchmark, audio: 959,461 packets/s and 30,010 tracks in and out on 16 cores at 80 % CPU',
  url: 'https://docs.livekit.io/transport/self-hosting/benchmark',
  asOf: '2026-11-20',
  confidence: 'medium',
};
/** 959,461 / 16 = 59,966. */
const PACKETS_PER_CORE = input(
  {
    id: 'media.packets-per-core',
    title: 'packets a second, in and out, that a core has carried',
    unit: 'packet/s/core',
  },
  959_461 / 16,
  'assumed',
  [audioRow],
);
/**
 * 30,010 / 16 = 1,876. LiveKit's own `limit.num_tracks` (off unless set; 400 a core and at most 8,000 where it is) would refuse every
 * meeting of 500 with 29 tracks each, 15,003 tracks, on a node of any size: it guards placement and measures nothing.
 */
const TRACKS_PER_CORE = input(
  { id: 'media.tracks-per-core', title: 'tracks, in and out, that a core has carried', unit: 'track/core' },
  30_010 / 16,
  'assumed',
  [audioRow],
);

interface KnownLimits {
  readonly idle: MediaCosts['idle'];
  readonly targets: Choices['targets'];
  readonly limits: NodeLimits | null;
}
/** Draws ask for the limits of every size again and again, and change nothing that these are made of. */
const known = new WeakMap<NodeSize, KnownLimits>();

/** What a node of this size may be loaded with; null where the provider does not say how fast its network card is. */
export function nodeLimits(size: NodeSize, costs: MediaCosts, choices: Choices): NodeLimits | null {
  const { idle } = costs;
  const { targets } = choices;
  const before = known.get(size);
  if (before?.idle === idle && before.targets === targets) return before.limits;
  const limits = limitsOf(size, costs, choices);
  known.set(size, { idle, targets, limits });
  return limits;
}

function limitsOf(size: NodeSize, costs: MediaCosts, choices: Choices): NodeLimits | null {
  if (size.network === null) return null;
  const { cores, memory, network } = size;
  const allocatable = allocatableOf('media', size);
  const target = (id: string, title: string, value: number) =>
    input({ id: `media.target.${id}`, title: `share of ${title} to use`, unit: '1' }, value, 'given');
  return {
    cpu: derive(
      { id: 'media.node.cpu', title: 'cores of a media node to use', unit: 'core/node' },
      'min(cores * cpuTarget, allocatable) - idle',
      {
        cores,
        cpuTarget: target('cpu', 'the cores', choices.targets.cpu),
        allocatable: allocatable.cores,
        idle: costs.idle,
      },
    ),
    network: derive(
      { id: 'media.node.network', title: 'network of a media node to use', unit: 'bit/s/node' },
      'network * networkTarget',
      { network, networkTarget: target('network', 'the network card', choices.targets.network) },
    ),
    packets: derive(
      { id: 'media.node.packets', title: 'packets a second of a media node', unit: 'packet/s/node' },
      'cores * packetsPerCore',
      { cores, packetsPerCore: PACKETS_PER_CORE },
    ),
    tracks: derive(
      { id: 'media.node.tracks', title: 'tracks of a media node', unit: 'track/node' },
      'cores * tracksPerCore',
      { cores, tracksPerCore: TRACKS_PER_CORE },
    ),
    memory: derive(
      { id: 'media.node.memory', title: 'memory of a media node to use', unit: 'byte/node' },
      'min(memory * memoryTarget, allocatable)',
      {
        memory,
        memoryTarget: target('memory', 'the memory', choices.targets.memory),
        allocatable: allocatable.memory,
      },
    ),
  };
}

/** What one meeting takes from its node. The card sends and receives at once: the busier direction counts. */
export function meetingNeeds(meeting: MeetingTraffic, costs: MediaCosts): MeetingNeeds {
  const { participants, packetsOut, packetsIn, payloadOut, wireOut, wireIn, tracksOut, tracksIn } = meeting;
  const { memoryPerParticipant, memoryPerTrack } = costs;
  const { perPacketOut, perBitOut, perPacketIn, perParticipant, perTrackOut, perTrackIn } = costs;
  return {
    cpu: derive(
      { id: 'media.meeting.cpu', title: 'cores that a meeting takes', unit: 'core/meeting' },
      'participants * perParticipant + tracksOut * perTrackOut + tracksIn * perTrackIn + packetsOut * perPacketOut + payloadOut * perBitOut + packetsIn * perPacketIn',
      {
        participants,
        perParticipant,
        tracksOut,
        perTrackOut,
        tracksIn,
        perTrackIn,
        packetsOut,
        perPacketOut,
        payloadOut,
        perBitOut,
        packetsIn,
        perPacketIn,
      },
    ),
    network: derive(
      { id: 'media.meeting.network', title: 'network that a meeting takes', unit: 'bit/s/meeting' },
      'max(wireOut, wireIn)',
      { wireOut, wireIn },
    ),
    packets: derive(
      { id: 'media.meeting.packets', title: 'packets of a meeting, in and out', unit: 'packet/s/meeting' },
      'packetsOut + packetsIn',
      { packetsOut, packetsIn },
    ),
    tracks: derive(
      { id: 'media.meeting.tracks', title: 'tracks of a meeting, in and out', unit: 'track/meeting' },
      'tracksOut + tracksIn',
      { tracksOut, tracksIn },
    ),
    memory: derive(
      { id: 'media.meeting.memory', title: 'memory that a meeting takes', unit: 'byte/meeting' },
      'participants * memoryPerParticipant + tracksOut * memoryPerTrack',
      { participants, memoryPerParticipant, tracksOut, memoryPerTrack },
    ),
  };
}
