import type { Load } from '../load.ts';
import { otherPrograms } from '../other-programs.ts';
import { roomLimits } from '../room/limits.ts';
import { dataMethod, roomMethod } from '../room/load.ts';
import { lossTables } from '../room/loss-table.ts';
import { openFilesNeeded, parametersOf, type RoomProfile } from '../room/plan.ts';
import { sentCounts } from '../room/sent-counts.ts';
import { largestProcess, planRooms, type RoomsRequest } from './plan.ts';
import { roomSpread, roomTable } from './room-spread.ts';

/** Many rooms at once: each is a room of its own, with its own accounts, addresses, publishers and judgement. */
export function roomsLoad(request: RoomsRequest, profile: RoomProfile): Load {
  const participants = request.rooms * request.participants;
  return {
    kind: profile.kind,
    script: 'room.ts',
    parameters: parametersOf(request),
    kpis: profile.kpis,
    method: [...roomMethod, ...dataMethod(request), ...roomsMethod],
    subject: `${request.rooms} rooms of ${request.participants} participants`,
    accounts: participants,
    openFilesNeeded: openFilesNeeded(largestProcess(request)),
    countsAsked: {
      participantsRequested: participants,
      participantsJoined: 0,
      participantsReceiving: 0,
      rooms: 0,
    },
    plans: (world) => planRooms(request, profile, world).map((plan) => ({ ...plan })),
    counts: sentCounts,
    limits: (measured) => roomLimits(largestProcess(request), measured),
    findings: (measured) => [...otherPrograms(measured), ...roomSpread(measured.result.rooms)],
    tables: ({ result }) => [
      ...(result.rooms.length > 1 ? [roomTable(result.rooms)] : []),
      ...lossTables(result),
    ],
  };
}

/** What many rooms add to the method of one. */
const roomsMethod: Load['method'] = [
  'Rooms fill alike: the first of every room, then the second of every room. The join rate is over all rooms.',
  'Counts are sums over all rooms; bandwidth is that of the busiest room; every room is judged by itself in the table of rooms.',
];
