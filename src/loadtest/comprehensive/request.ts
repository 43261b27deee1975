import type { ConfigValues } from '../../config.ts';
import { type ApiRequest, apiRequest } from '../api/request.ts';
import type { RoomsRequest } from '../rooms/plan.ts';
import { roomsRequest } from '../rooms/request.ts';
import { connectionsPerProcess, type WebSocketRequest, webSocketRequest } from '../websocket/request.ts';

/** The event that the platform is planned for: 100 meetings of 500, with 1,000 journeys through the API a second. */
const reference = { rooms: 100, participants: 500, journeysPerSecond: 1000 } as const;

export interface ComprehensiveFlags {
  readonly scale?: number | undefined;
  readonly duration?: number | undefined;
}

/** Everything at once: what each kind of load is asked, at one scale of the reference event. */
export interface ComprehensiveRequest {
  readonly scale: number;
  readonly holdSeconds: number;
  /** From the common start to the hold: by then everyone has come. */
  readonly rampSeconds: number;
  readonly rooms: RoomsRequest;
  readonly crowd: WebSocketRequest;
  readonly api: ApiRequest;
}

/** Sockets of a participant in a room, with a reserve for publishers: signaling, LiveKit's signalling, media. */
const filesPerParticipant = 4;

/**
 * The reference event made smaller: both its sides, rooms and people in each, shrink by the root of the scale, so that
 * many rooms of many people stay that. As many WebSockets follow the chats as there are people in the rooms.
 */
export function comprehensiveRequest(
  flags: ComprehensiveFlags,
  config: Pick<ConfigValues['loadtest'], 'room' | 'turn'>,
): ComprehensiveRequest {
  const scale = flags.scale ?? 0.01;
  const holdSeconds = flags.duration ?? 60;
  const side = Math.sqrt(scale);
  const roomCount = Math.max(1, Math.round(reference.rooms * side));
  const participants = Math.max(2, Math.round(reference.participants * side));
  const people = roomCount * participants;
  const rooms = roomsRequest(
    {
      rooms: roomCount,
      participants,
      parallelism: Math.min(roomCount, Math.ceil((people * filesPerParticipant) / connectionsPerProcess)),
      duration: holdSeconds,
      room: 'Comprehensive',
    },
    config,
  );
  const rampSeconds = rampSecondsOf(rooms);
  // On a busy machine the hold of the rooms begins late: the others are held for so much longer.
  const lateSeconds = Math.ceil(10 + rampSeconds / 2);
  return {
    scale,
    holdSeconds,
    rampSeconds,
    rooms,
    crowd: webSocketRequest({
      connections: people,
      roomsOf: participants,
      duration: holdSeconds + lateSeconds,
      // A little sooner than the rooms, so that it has settled when their hold begins.
      rate: Math.max(1, Math.ceil(people / (rampSeconds - 4))),
    }),
    api: apiRequest({
      rate: Math.max(1, Math.round(reference.journeysPerSecond * scale)),
      // People walk through the API all the while that others come, and until the rooms have been held.
      duration: rampSeconds + holdSeconds + lateSeconds,
    }),
  };
}

/** Signing in at 20 a second, opening rooms and joining at the join rate, settling, and two seconds to spare. */
function rampSecondsOf({ rooms, participants, joinRatePerSecond }: RoomsRequest): number {
  const people = rooms * participants;
  return Math.ceil(people / 20 + (rooms + people) / joinRatePerSecond + 6 + 2);
}
