import type { ConfigValues } from '../../config.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { LayoutName } from '../room/layouts.ts';
import { roomSeatsMax } from '../room/plan.ts';
import type { RoomsRequest } from '../rooms/plan.ts';
import { participantsMax, roomsRequest } from '../rooms/request.ts';
import type { SearchBounds } from './search.ts';

/** What can be made more of, from step to step. */
export const capacityDimensions = ['participants', 'rooms', 'publishers'] as const;
export type CapacityDimension = (typeof capacityDimensions)[number];

/** Where each search begins and may end unless told otherwise, and what stays the same from step to step. */
const defaults = {
  participants: { from: 50, to: roomSeatsMax, fixed: { rooms: 1 } },
  rooms: { from: 2, to: 1000, fixed: { participants: 20 } },
  publishers: { from: 2, to: 100, fixed: { rooms: 1, participants: 100 } },
} as const;

export interface CapacityFlags {
  readonly of?: CapacityDimension | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly maxSteps?: number | undefined;
  readonly stepDuration?: number | undefined;
  readonly participants?: number | undefined;
  readonly publishers?: number | undefined;
  readonly microphones?: number | undefined;
  readonly layout?: LayoutName | undefined;
  readonly joinRate?: number | undefined;
}

export interface CapacityRequest extends SearchBounds {
  readonly of: CapacityDimension;
  readonly stepSeconds: number;
  /** The rooms of a step with that many of what is searched for; refuses what no room can be. */
  at(load: number): RoomsRequest;
}

/** Flags over defaults. The smallest and the largest step are made at once, so that neither is refused half-way. */
export function capacityRequest(
  flags: CapacityFlags,
  config: Pick<ConfigValues['loadtest'], 'room' | 'turn'>,
): CapacityRequest {
  const of = flags.of ?? 'participants';
  const { fixed, ...range } = defaults[of];
  const from = flags.from ?? Math.min(range.from, flags.to ?? range.from);
  const to = flags.to ?? Math.max(from, Math.min(range.to, largestOf(of, flags.participants)));
  if (from > to) throw refused(`--from ${from} is more than --to ${to}: accepted is at most the same`);
  if (flags[of as keyof CapacityFlags] !== undefined) {
    throw refused(
      `--${of} ${flags[of as keyof CapacityFlags]}: that is what is searched for; give --from and --to`,
    );
  }
  const stepSeconds = flags.stepDuration ?? 10;
  const at = (load: number): RoomsRequest =>
    roomsRequest(
      { ...fixed, ...definedOf(flags), [of]: load, duration: stepSeconds, room: 'Capacity' },
      config,
    );
  const smallest = smallestOf(of, flags);
  const request = { of, from, to, smallest, maxSteps: flags.maxSteps ?? 8, stepSeconds, at };
  for (const load of [from, to]) at(load);
  return request;
}

/** As many as one test may have people for. */
function largestOf(of: CapacityDimension, participants: number | undefined): number {
  if (of === 'rooms')
    return Math.floor(participantsMax / (participants ?? defaults.rooms.fixed.participants));
  if (of === 'publishers') return participants ?? defaults.publishers.fixed.participants;
  return participantsMax;
}

/** Two of anything; a room also has a place for each camera that was asked for, and a camera for each microphone. */
function smallestOf(of: CapacityDimension, { publishers = 0, microphones = 0 }: CapacityFlags): number {
  if (of === 'rooms') return 2;
  return Math.max(2, of === 'participants' ? publishers : microphones);
}

function definedOf({
  participants,
  publishers,
  microphones,
  layout,
  joinRate,
}: CapacityFlags): CapacityFlags {
  return Object.fromEntries(
    Object.entries({ participants, publishers, microphones, layout, joinRate }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

const refused = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'impossible-search',
    hint: 'gomeet loadtest capacity --help',
  });
