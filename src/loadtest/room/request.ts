import type { ConfigValues } from '../../config.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type LayoutName, layoutByName, layoutNames } from './layouts.ts';
import { type NetworkFace, withTurnServer } from './network.ts';
import { checkRoomRequest, type RoomRequest, type VideoCodec } from './plan.ts';

/** What the flags said; undefined where a flag was not given. */
export interface RoomFlags {
  readonly participants?: number | undefined;
  readonly publishers?: number | undefined;
  readonly microphones?: number | undefined;
  readonly layout?: LayoutName | undefined;
  readonly duration?: number | undefined;
  readonly joinRate?: number | undefined;
  readonly room?: string | undefined;
  readonly roomId?: string | undefined;
  readonly codec?: VideoCodec | undefined;
  readonly screenShares?: number | undefined;
  readonly speakerSeconds?: number | undefined;
  readonly dataUsers?: number | undefined;
  readonly dataRate?: number | undefined;
  readonly network?: readonly NetworkFace[] | undefined;
}

/** Flags over configuration; what no room can be is refused here, before anything is started. */
export function roomRequest(
  flags: RoomFlags,
  { room: config, turn }: Pick<ConfigValues['loadtest'], 'room' | 'turn'>,
): RoomRequest {
  const layout = flags.layout ?? config.layout;
  if (!isLayoutName(layout)) {
    throw new GomeetError(
      `loadtest.room.layout: unknown layout "${layout}"; accepted: ${layoutNames.join(', ')}`,
      {
        exitCode: ExitCode.usage,
        code: 'invalid-configuration',
        hint: 'gomeet config show --origin',
      },
    );
  }
  const participants = flags.participants ?? config.participants;
  // A request for fewer people than the configured publishers means "as many as there are", unless both were asked for.
  const { stage } = layoutByName(layout);
  const publishers = flags.publishers ?? Math.min(stage?.publishers ?? config.publishers, participants);
  const microphones = flags.microphones ?? Math.min(stage?.microphones ?? config.microphones, publishers);
  const screenShares = flags.screenShares ?? Math.min(stage?.screenShares ?? 0, publishers);
  const speakerSeconds = flags.speakerSeconds ?? stage?.speakerSeconds ?? 0;
  const request: RoomRequest = {
    participants,
    publishers,
    microphones,
    layout,
    durationSeconds: flags.duration ?? config.durationSeconds,
    joinRatePerSecond: flags.joinRate ?? config.joinRatePerSecond,
    room: flags.room ?? 'Load test',
    ...(flags.roomId && { roomId: flags.roomId }),
    ...(flags.codec && { codec: flags.codec }),
    ...(screenShares > 0 && { screenShares }),
    ...(speakerSeconds > 0 && { speakerSeconds }),
    ...dataMessages(flags),
    ...(flags.network && { faces: withTurnServer(flags.network, turn) }),
  };
  checkRoomRequest(request);
  return request;
}

function dataMessages({
  dataUsers,
  dataRate,
}: RoomFlags): Pick<RoomRequest, 'dataUsers' | 'dataMessagesPerSecond'> {
  if (dataUsers !== undefined) return { dataUsers, dataMessagesPerSecond: dataRate ?? 1 };
  if (dataRate === undefined) return {};
  throw new GomeetError(
    `--data-rate ${dataRate} without --data-users, where nobody sends messages; accepted: both, or neither`,
    {
      exitCode: ExitCode.usage,
      code: 'impossible-room',
      hint: `add --data-users, such as --data-users 10 --data-rate ${dataRate}`,
    },
  );
}

const isLayoutName = (name: string): name is LayoutName => (layoutNames as readonly string[]).includes(name);
