import type { LoadWorld } from '../load.ts';
import {
  planRoom,
  type RoomPlan,
  type RoomProfile,
  type RoomRequest,
  type RoomsInOneProcess,
  signInRatePerSecond,
} from '../room/plan.ts';

/** Many rooms alike, side by side; what `RoomRequest` says holds for each, but the join rate, which is over all. */
export interface RoomsRequest extends RoomRequest {
  readonly rooms: number;
  /** Generator processes; each has whole rooms. */
  readonly parallelism: number;
}

/** The rooms of one generator process: so many from that number on, counted from 1. */
interface Segment {
  readonly firstRoom: number;
  readonly rooms: number;
}

/** Splits rooms over processes without overlap; the first ones have one room more where it does not come out even. */
export function segmentsOf({
  rooms,
  parallelism,
}: Pick<RoomsRequest, 'rooms' | 'parallelism'>): readonly Segment[] {
  return Array.from({ length: parallelism }, (_, i) => {
    const before = Math.floor((rooms * i) / parallelism);
    const after = Math.floor((rooms * (i + 1)) / parallelism);
    return { firstRoom: before + 1, rooms: after - before };
  });
}

/**
 * The plan of each process. Accounts and source addresses go on where the process before ends, rates are split in
 * proportion to the rooms, and all begin at the same moment.
 */
export function planRooms(
  request: RoomsRequest,
  profile: RoomProfile,
  world: LoadWorld,
): readonly RoomPlan[] {
  const whole = planRoom(request, profile, world);
  return segmentsOf(request).map(({ firstRoom, rooms }) => {
    const participantsBefore = (firstRoom - 1) * request.participants;
    const share = rooms / request.rooms;
    return {
      ...whole,
      rooms,
      firstRoom,
      startAt: request.parallelism > 1 ? world.startAt : 0,
      accounts: { ...whole.accounts, first: whole.accounts.first + participantsBefore },
      sourceAddresses: whole.sourceAddresses && {
        first: plusAddress(whole.sourceAddresses.first, participantsBefore),
      },
      signInRatePerSecond: signInRatePerSecond * share,
      joinRatePerSecond: request.joinRatePerSecond * share,
    };
  });
}

/** The IPv4 address so many after this one. */
export function plusAddress(address: string, offset: number): string {
  const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** What the process with most rooms holds. */
export function largestProcess(request: RoomsRequest): RoomsInOneProcess {
  const rooms = Math.max(...segmentsOf(request).map((segment) => segment.rooms));
  const { participants, publishers, dataUsers = 0 } = request;
  return {
    participants: rooms * participants,
    publishers: rooms * publishers,
    dataUsers: rooms * dataUsers,
  };
}
