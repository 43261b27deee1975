import { type Signal, signal } from '@preact/signals';
import type { Role, Room, RoomSettings } from '../api/types.ts';

/** Why somebody is out of the meeting. */
export type Ending =
  | 'left'
  | 'ended'
  | 'removed'
  | 'banned'
  | 'denied'
  | 'elsewhere'
  | 'lost'
  | 'full'
  | 'locked'
  | 'not-found'
  | 'session-ended';

export interface Reaction {
  readonly id: number;
  readonly emoji: string;
  readonly name: string;
}

/** What is so in the room, beside who is in it and what was said. */
export interface MeetingState {
  readonly room: Signal<Room>;
  readonly role: Signal<Role>;
  /** Known once the room was joined. */
  readonly settings: Signal<RoomSettings | undefined>;
  readonly recording: Signal<boolean>;
  readonly recordingId: Signal<string | undefined>;
  readonly waitingCount: Signal<number>;
  readonly typing: Signal<readonly string[]>;
  readonly reactions: Signal<readonly Reaction[]>;
  readonly breakouts: Signal<{ readonly open: boolean; readonly yourRoomId: string | null }>;
  /** What moderators said to all breakout rooms. */
  readonly announcement: Signal<string | undefined>;
}

export const createMeetingState = (room: Room, role: Role): MeetingState => ({
  room: signal(room),
  role: signal(role),
  settings: signal(undefined),
  recording: signal(false),
  recordingId: signal(undefined),
  waitingCount: signal(0),
  typing: signal([]),
  reactions: signal([]),
  breakouts: signal({ open: false, yourRoomId: null }),
  announcement: signal(undefined),
});

export const isModerator = (role: Role): boolean => role === 'host' || role === 'moderator';

/** Whether somebody of one role may mute and remove somebody of another: nobody the host, and the host alone moderators. */
export const mayModerate = (own: Role, other: Role): boolean =>
  own === 'host' ? other !== 'host' : own === 'moderator' && !isModerator(other);

/** What the room lets this person do; the server decides, this hides buttons that it would refuse. */
export function allowances(role: Role, settings: RoomSettings | undefined) {
  const moderates = isModerator(role);
  const sends = role !== 'observer';
  return {
    moderates,
    media: sends,
    screen: sends && (moderates || settings?.screenShare !== 'moderators'),
    chat: sends && settings?.chat !== 'off' && (moderates || settings?.chat !== 'moderators'),
    recording: settings?.recording === 'host' ? role === 'host' : moderates,
    end: role === 'host',
  };
}
