import type { ConfigValues } from '../../config.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type RoomFlags, roomRequest } from '../room/request.ts';
import type { RoomsRequest } from './plan.ts';

export interface RoomsFlags extends RoomFlags {
  readonly rooms?: number | undefined;
  readonly parallelism?: number | undefined;
}

/** The whole of the reference event, 100 rooms of 500: more in one test is a typing error, and seeding takes minutes. */
export const participantsMax = 50_000;

/** Flags over configuration, for many rooms; what cannot be is refused before anything is started. */
export function roomsRequest(
  flags: RoomsFlags,
  config: Pick<ConfigValues['loadtest'], 'room' | 'turn'>,
): RoomsRequest {
  const rooms = flags.rooms ?? 10;
  const parallelism = flags.parallelism ?? 1;
  // The configured number is that of the one large room of `loadtest room`.
  const each = roomRequest({ ...flags, participants: flags.participants ?? 50 }, config);
  if (rooms * each.participants > participantsMax) {
    throw refused(
      'too-many-participants',
      `${rooms} rooms of ${each.participants} are ${(rooms * each.participants).toLocaleString('en-US')} participants: ` +
        `accepted are at most ${participantsMax.toLocaleString('en-US')} in all, such as 100 rooms of 500`,
    );
  }
  if (parallelism > rooms) {
    throw refused(
      'impossible-parallelism',
      `${parallelism} processes for ${rooms} rooms: a room cannot be split, so accepted are at most as many processes as rooms`,
    );
  }
  return { ...each, rooms, parallelism, room: flags.room ?? 'Load test' };
}

const refused = (code: string, message: string): GomeetError =>
  new GomeetError(message, { exitCode: ExitCode.usage, code, hint: 'gomeet loadtest rooms --help' });
