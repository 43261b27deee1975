import type { ConfigValues } from '../../config.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type LayoutName, layoutNames } from './layouts.ts';
import { checkRoomRequest, type RoomRequest } from './plan.ts';

/** What the flags said; undefined where a flag was not given. */
export interface RoomFlags {
  readonly participants?: number | undefined;
  readonly publishers?: number | undefined;
  readonly microphones?: number | undefined;
  readonly layout?: LayoutName | undefined;
  readonly duration?: number | undefined;
  readonly joinRate?: number | undefined;
  readonly room?: string | undefined;
}

/** Flags over configuration; what no room can be is refused here, before anything is started. */
export function roomRequest(flags: RoomFlags, config: ConfigValues['loadtest']['room']): RoomRequest {
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
  const publishers = flags.publishers ?? Math.min(config.publishers, participants);
  const request: RoomRequest = {
    participants,
    publishers,
    microphones: flags.microphones ?? Math.min(config.microphones, publishers),
    layout,
    durationSeconds: flags.duration ?? config.durationSeconds,
    joinRatePerSecond: flags.joinRate ?? config.joinRatePerSecond,
    room: flags.room ?? 'Load test',
  };
  checkRoomRequest(request);
  return request;
}

const isLayoutName = (name: string): name is LayoutName => (layoutNames as readonly string[]).includes(name);
