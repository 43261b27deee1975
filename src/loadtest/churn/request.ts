import type { ConfigValues } from '../../config.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { ReconnectName } from '../room/plan.ts';
import { type RoomsFlags, roomsRequest } from '../rooms/request.ts';
import { type ChurnRequest, watchersOf } from './plan.ts';

export interface ChurnFlags extends RoomsFlags {
  readonly vanish?: number | undefined;
  readonly returnWithin?: number | undefined;
  readonly reconnect?: ReconnectName | undefined;
  readonly turnover?: number | undefined;
  readonly turnoverDuration?: number | undefined;
  readonly away?: number | undefined;
}

/**
 * Flags over defaults; a rate that the rooms have not enough people for is refused before anything starts. The defaults
 * give each percentile the 73 samples that it takes to bound a p95.
 */
export function churnRequest(
  flags: ChurnFlags,
  config: Pick<ConfigValues['loadtest'], 'room' | 'turn'>,
): ChurnRequest {
  const rooms = roomsRequest(
    { ...flags, rooms: flags.rooms ?? 1, participants: flags.participants ?? 300 },
    config,
  );
  const awaySeconds = flags.away ?? 3;
  const turns = Math.floor(watchersOf(rooms) / 2);
  // A smaller share of them is nobody.
  const leastPercent = Math.ceil(100 / watchersOf(rooms));
  // Each is away so long and needs a moment to leave and to come back; nobody leaves again before that.
  const accepted = Math.floor((60 * turns) / (awaySeconds + moveSeconds));
  const request: ChurnRequest = {
    ...rooms,
    vanishPercent: flags.vanish ?? Math.min(100, Math.max(30, leastPercent)),
    returnSeconds: flags.returnWithin ?? 5,
    reconnect: flags.reconnect ?? 'rejoin',
    turnoverPerMinute: flags.turnover ?? Math.min(240, accepted),
    turnoverSeconds: flags.turnoverDuration ?? 20,
    awaySeconds,
  };
  if (request.vanishPercent === 0 && request.turnoverPerMinute === 0) {
    throw refused(
      'nothing-churns',
      'nobody vanishes and nobody leaves: give --vanish or --turnover more than 0',
    );
  }
  if (turns < 1) {
    throw refused(
      'nobody-to-move',
      `${watchersOf(rooms)} of the participants have no camera: those who come and go are among them, so at least 2 are needed`,
    );
  }
  if (request.vanishPercent > 0 && request.vanishPercent < leastPercent) {
    throw refused(
      'nobody-vanishes',
      `--vanish ${request.vanishPercent}: that is not one of the ${watchersOf(rooms)} without a camera; accepted are 0, and ${leastPercent} to 100`,
    );
  }
  if (request.turnoverPerMinute > accepted) {
    throw refused(
      'impossible-rate',
      `${request.turnoverPerMinute} people a minute cannot leave and come back: ${turns} take turns and are away ${awaySeconds} s each, ` +
        `so accepted are at most ${accepted} a minute`,
    );
  }
  return request;
}

/** Leaving, and joining until the first frame, take less: joining is to take 2.5 s at most. */
const moveSeconds = 3;

const refused = (code: string, message: string): GomeetError =>
  new GomeetError(message, { exitCode: ExitCode.usage, code, hint: 'gomeet loadtest churn --help' });
