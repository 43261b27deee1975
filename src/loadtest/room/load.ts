import type { Load } from '../load.ts';
import { otherPrograms } from '../other-programs.ts';
import { roomLimits } from './limits.ts';
import { lossTables } from './loss-table.ts';
import { openFilesNeeded, parametersOf, planRoom, type RoomProfile, type RoomRequest } from './plan.ts';
import { sentCounts } from './sent-counts.ts';

/** One room: everyone signs in, joins, receives and leaves. */
export function roomLoad(request: RoomRequest, profile: RoomProfile): Load {
  return {
    kind: profile.kind,
    script: 'room.ts',
    parameters: parametersOf(request),
    kpis: profile.kpis,
    method: [...roomMethod, ...dataMethod(request)],
    subject: `${request.participants} participants`,
    accounts: request.participants,
    openFilesNeeded: openFilesNeeded(request),
    countsAsked: {
      participantsRequested: request.participants,
      participantsJoined: 0,
      participantsReceiving: 0,
      rooms: 0,
    },
    plans: (world) => [{ ...planRoom(request, profile, world) }],
    counts: sentCounts,
    limits: (measured) => roomLimits(request, measured),
    findings: otherPrograms,
    tables: ({ result }) => lossTables(result),
  };
}

/** How data messages are measured, where there are any. */
export function dataMethod({ dataUsers = 0, dataMessagesPerSecond }: RoomRequest): Load['method'] {
  if (dataUsers === 0) return [];
  return [
    `${dataUsers} people of a room send ${dataMessagesPerSecond} data messages a second each to one another over SCTP, reliable and lossy ones in turn; latency counts from the intended moment of sending to the kernel time of the last datagram.`,
    'After the hold the messages stop, and those under way are waited for: a reliable one that is then missing is lost.',
  ];
}

/** How any load with rooms is measured. */
export const roomMethod: Load['method'] = [
  'Every participant signs in, joins and opens a WebSocket through the API, from a source address of its own, under the limits of production.',
  'Time to join and time to first frame count from the intended moment of the join schedule, so a generator that lags cannot hide waiting.',
  'Latency is one-way, for every packet: from the intended send time, carried in the abs-capture-time header extension, to the kernel time of arrival. Sender and receivers share one clock.',
  'A track counts as received when at least 99 % of the packets that its publisher sent on the asked layer, during the hold phase, arrived.',
];
