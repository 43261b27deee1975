import { z } from 'zod';
import type { Role } from '../permissions.ts';

const automatic = z.enum(['auto', 'always', 'never']);

/** How a room is run. Only what differs from these defaults is stored, a row for each. */
const shape = {
  waitingRoom: z.boolean().describe('Newcomers wait until a moderator lets them in'),
  locked: z.boolean().describe('Nobody new comes in, but hosts and moderators'),
  access: z.enum(['open', 'invited']).describe('Who may know of the room and join it'),
  joinMuted: automatic.describe('auto: in rooms of more than 50'),
  joinCameraOff: automatic.describe('auto: in rooms of more than 100'),
  screenShare: z.enum(['everyone', 'moderators']),
  chat: z.enum(['everyone', 'moderators', 'off']),
  recording: z.enum(['host', 'moderators']).describe('Who may start and stop recordings'),
};

export const roomSettingsSchema = z.object(shape).meta({ id: 'RoomSettings' });

/** Any of the settings, as a request gives them. */
export const settingChangesSchema = z.strictObject(shape).partial();

export type RoomSettings = z.output<typeof roomSettingsSchema>;
export type SettingChanges = z.output<typeof settingChangesSchema>;

export const defaultRoomSettings: RoomSettings = {
  waitingRoom: false,
  locked: false,
  access: 'open',
  joinMuted: 'auto',
  joinCameraOff: 'auto',
  screenShare: 'everyone',
  chat: 'everyone',
  recording: 'moderators',
};

/** @param stored the rows of a room, by key. A key or value that this version does not know counts as not stored. */
export function readRoomSettings(stored: Readonly<Record<string, unknown>>): RoomSettings {
  const known = Object.entries(stored).filter(
    ([key, value]) => key in shape && shape[key as keyof typeof shape].safeParse(value).success,
  );
  return { ...defaultRoomSettings, ...Object.fromEntries(known) };
}

/** Whether somebody of this role may share a screen in a room run this way. */
export function mayShareScreen(role: Role, { screenShare }: Pick<RoomSettings, 'screenShare'>): boolean {
  if (role === 'observer') return false;
  return screenShare === 'everyone' || role === 'host' || role === 'moderator';
}
