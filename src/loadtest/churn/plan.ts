import type { LoadWorld } from '../load.ts';
import type { ReconnectName, RoomPlan, RoomProfile } from '../room/plan.ts';
import { planRooms, type RoomsRequest } from '../rooms/plan.ts';

/** Rooms in which people come and go. */
export interface ChurnRequest extends RoomsRequest {
  /** Of those without a camera: lost at once and without goodbye. */
  readonly vanishPercent: number;
  /** What those who vanish lose, and so how they come back. */
  readonly reconnect: ReconnectName;
  /** All who vanished come back within this time, evenly. */
  readonly returnSeconds: number;
  /** People over all rooms who leave in good order each minute, before the storm. */
  readonly turnoverPerMinute: number;
  readonly turnoverSeconds: number;
  /** After so long those who left join late. */
  readonly awaySeconds: number;
}

/** The plans of the rooms with what happens in them; each process has its share of those who come and go. */
export function planChurn(
  request: ChurnRequest,
  profile: RoomProfile,
  world: LoadWorld,
): readonly RoomPlan[] {
  return planRooms(request, profile, world).map((plan) => ({
    ...plan,
    churn: {
      turnoverPerSecond: ((request.turnoverPerMinute / 60) * (plan.rooms ?? 1)) / request.rooms,
      turnoverSeconds: request.turnoverSeconds,
      awaySeconds: request.awaySeconds,
      vanishShare: request.vanishPercent / 100,
      returnSeconds: request.returnSeconds,
      reconnect: request.reconnect,
    },
  }));
}

/** Those without a camera: they may vanish, and every second of them takes turns in leaving. */
export const watchersOf = ({ rooms, participants, publishers }: RoomsRequest): number =>
  rooms * (participants - publishers);
