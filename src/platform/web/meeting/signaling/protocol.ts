import type { Role, RoomSettings } from '../../api/types.ts';

/** The messages of `/ws` as a meeting in the browser uses them. Media is negotiated with LiveKit, not here. */
export type ClientMessage =
  | { type: 'authenticate'; ticket: string }
  | { type: 'join_room'; roomId: string; lastSequence?: number }
  | { type: 'wait_room'; roomId: string }
  | { type: 'leave_room' }
  | { type: 'chat'; text: string; clientId: string }
  | { type: 'resync'; after: number }
  | { type: 'typing'; active: boolean }
  | { type: 'hand'; raised: boolean }
  | { type: 'reaction'; emoji: string }
  | { type: 'mute'; muted: boolean }
  | { type: 'video'; enabled: boolean }
  | { type: 'screen_share'; active: boolean }
  | ({ type: 'quality' } & QualityFigures);

export type MediaKind = 'audio' | 'video' | 'screen';

/** What this viewer saw and heard, since it last said so. Figures that nothing was received for are left out. */
export interface QualityFigures {
  readonly rttMs?: number;
  readonly jitterMs?: number;
  readonly lossRatio?: number;
  readonly freezeRatio?: number;
  readonly framesPerSecond?: number;
  /** Of the largest picture received, such as `1280x720`. */
  readonly resolution?: string;
  readonly concealmentRatio?: number;
  readonly joinMs?: number;
  readonly firstFrameMs?: number;
}

export interface ChatLine {
  /** Counts the lines of its room from 1 without gaps. */
  readonly sequence: number;
  readonly id: string;
  readonly from: { readonly userId: string; readonly name: string };
  readonly text: string;
  readonly sentAt: string;
}

/** One person's state, as far as it is not what everybody starts with. */
interface PersonState {
  readonly userId: string;
  readonly audio?: boolean;
  readonly video?: boolean;
  readonly screen?: boolean;
  readonly hand?: boolean;
  readonly role?: Role;
}

interface Joined {
  readonly type: 'joined';
  readonly roomId: string;
  readonly role: Role;
  readonly participantCount: number;
  readonly lastSequence: number;
  readonly states: readonly PersonState[];
  readonly settings: RoomSettings;
  readonly recording: boolean;
}

export interface Presence {
  readonly type: 'presence';
  readonly roomId: string;
  readonly joined: readonly { userId: string; name: string; role: Role; avatarUrl?: string | null }[];
  readonly left: readonly string[];
  readonly changed: readonly PersonState[];
}

export type ServerMessage =
  | { type: 'authenticated'; userId: string }
  | Joined
  | { type: 'left'; roomId: string }
  | Presence
  /** Presence was left out while this client read slowly. */
  | { type: 'presence_missed'; roomId: string }
  | ({ type: 'chat_message'; roomId: string } & ChatLine)
  | { type: 'chat_accepted'; roomId: string; sequence: number; clientId?: string }
  | { type: 'resynced'; roomId: string; after: number; lastSequence: number; complete: boolean }
  | { type: 'typing'; roomId: string; userIds: readonly string[] }
  | { type: 'reactions'; roomId: string; items: readonly { userId: string; emoji: string }[] }
  | { type: 'muted'; roomId: string; kind: MediaKind; by: string }
  | { type: 'removed'; roomId: string; banned: boolean }
  | { type: 'role_changed'; roomId: string; role: Role }
  | { type: 'room_updated'; roomId: string; settings?: RoomSettings; room?: { name: string } }
  /** For moderators with their number; without it the answer to whoever waits. */
  | { type: 'waiting'; roomId: string; count?: number }
  | { type: 'admitted'; roomId: string }
  | { type: 'denied'; roomId: string }
  | { type: 'recording'; roomId: string; active: boolean; recordingId: string | null }
  | { type: 'breakouts'; roomId: string; open: boolean; yourRoomId: string | null }
  | { type: 'breakout_message'; roomId: string; text: string }
  | { type: 'notification'; id: string; title: string; message: string }
  | { type: 'room_ended'; roomId: string }
  | { type: 'reconnect'; afterMs: number }
  | { type: 'error'; code: string; message: string; ref?: string };
