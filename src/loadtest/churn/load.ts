import type { KpiId } from '../../results/kpi.ts';
import type { Load } from '../load.ts';
import { parametersOf, type RoomProfile } from '../room/plan.ts';
import { loadTestProfile } from '../room/profiles.ts';
import { roomsLoad } from '../rooms/load.ts';
import { churnFindings } from './findings.ts';
import { type ChurnRequest, planChurn } from './plan.ts';

/** Rooms in which people leave and join late, then a share of them is lost at once and comes back. */
export function churnLoad(request: ChurnRequest): Load {
  const profile = churnProfile(request);
  const rooms = roomsLoad(request, profile);
  return {
    ...rooms,
    script: 'churn.ts',
    parameters: parametersOf(request),
    method: [...rooms.method, ...churnMethod, stormMethods[request.reconnect], ...feltMethod],
    countsAsked: { ...rooms.countsAsked, participantsVanished: 0, participantsRejoined: 0 },
    plans: (world) => planChurn(request, profile, world).map((plan) => ({ ...plan })),
    findings: (measured) => [
      ...churnFindings(measured.result, request.reconnect),
      ...(rooms.findings?.(measured) ?? []),
    ],
  };
}

/** What a room is judged by, and on top of it how people came back and what the others felt of it. */
function churnProfile(request: ChurnRequest): RoomProfile {
  const storm: readonly KpiId[] =
    request.vanishPercent > 0 ? ['participants-rejoined', 'time-to-rejoin-p95'] : [];
  const turnover: readonly KpiId[] =
    request.turnoverPerMinute > 0 ? ['late-joiners-joined', 'time-to-join-late-p95'] : [];
  const room = loadTestProfile('loadtest churn', request);
  return {
    ...room,
    kpis: [...storm, ...turnover, 'stayed-packet-loss', 'stayed-without-freeze', ...room.kpis],
  };
}

const churnMethod: Load['method'] = [
  'Publishers stay. Of those who only watch, every second one takes turns: it leaves in good order at its intended moment and joins late after its time away.',
];

/** What the storm takes from people, and how they get it back. */
const stormMethods: Readonly<Record<ChurnRequest['reconnect'], string>> = {
  rejoin:
    'Then the storm: a share of those who watch loses every socket at once, without goodbye, as after the death of a node, and all come back evenly within the time asked for. The outage counts from the loss.',
  resume:
    'Then the storm: a share of those who watch loses LiveKit’s signalling at once, as after the restart of a proxy, while media go on; all resume evenly within the time asked for, and join anew where the server has forgotten them. They are back with the first packet after the ICE restart; the outage counts from the beginning of the resume.',
};

const feltMethod: Load['method'] = [
  'Time to rejoin and time to join late count from the intended moment of coming back; who joins anew is back with the first whole video frame.',
  'Loss and freezes of those who stayed are measured while the others move; afterwards everyone is held and measured as in any room.',
];
