import type { Role } from '../permissions.ts';

/** Why the server closes a WebSocket: the HTTP status of the same fault, plus 4000. */
export const CloseCode = {
  malformed: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  notFound: 4404,
  tooLate: 4408,
  tooManyMessages: 4429,
  /** Registered: the server restarts, come back. */
  restart: 1012,
  /** Registered: what the server needs is away for a moment, try again later. */
  unavailable: 1013,
  /** Registered: the server failed. */
  internal: 1011,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

interface Person {
  readonly userId: string;
  readonly name: string;
}

/** A person in a room. */
export interface Attendee extends Person {
  readonly role: Role;
  /** Path of the account's picture; left out for the many who have none. */
  readonly avatarUrl?: string;
}

/** What a person shows of themselves; everybody starts with nothing on. */
export interface PersonState {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hand: boolean;
}

/** What is no longer as it was for one person. */
export type PersonChange = { readonly userId: string; readonly role?: Role } & Partial<PersonState>;

type MediaKind = 'audio' | 'video' | 'screen';

/** One line of a room's conversation. */
export interface ChatLine {
  /** Counts the lines of its room from 1, without gaps: whoever misses a number has missed a line. */
  readonly sequence: number;
  readonly id: string;
  readonly from: Person;
  readonly text: string;
  readonly kind: 'text' | 'system';
  /** When the server took it, RFC 3339. */
  readonly sentAt: string;
}

export interface Reaction {
  readonly userId: string;
  readonly emoji: string;
}

/** The settings of a room, as GET /rooms/{roomId}/settings gives them. */
export type Settings = Readonly<Record<string, unknown>>;
type Answer = { ref?: string | undefined };

export type ServerMessage =
  | ({ type: 'authenticated'; userId: string } & Answer)
  | ({
      type: 'joined';
      roomId: string;
      role: Role;
      participantId: string | null;
      participantCount: number;
      /** Lines after this one follow by themselves, each once and in order. */
      lastSequence: number;
      states: PersonChange[];
      settings: Settings;
      recording: boolean;
    } & Answer)
  | ({ type: 'left'; roomId: string } & Answer)
  | { type: 'presence'; roomId: string; joined: Attendee[]; left: string[]; changed: PersonChange[] }
  /** Presence was left out while this client read slowly: it should read the list of participants again. */
  | { type: 'presence_missed'; roomId: string }
  | ({ type: 'chat_message'; roomId: string } & ChatLine)
  | ({ type: 'chat_accepted'; roomId: string; sequence: number; clientId?: string | undefined } & Answer)
  | ({ type: 'resynced'; roomId: string; after: number; lastSequence: number; complete: boolean } & Answer)
  | { type: 'typing'; roomId: string; userIds: string[] }
  | { type: 'reactions'; roomId: string; items: Reaction[] }
  | { type: 'muted'; roomId: string; kind: MediaKind; by: string }
  | { type: 'removed'; roomId: string; banned: boolean }
  | { type: 'role_changed'; roomId: string; role: Role }
  | { type: 'room_updated'; roomId: string; settings?: Settings; room?: object }
  | ({ type: 'waiting'; roomId: string; count?: number } & Answer)
  | { type: 'admitted' | 'denied'; roomId: string }
  | { type: 'recording'; roomId: string; active: boolean; recordingId: string | null }
  | { type: 'breakouts'; roomId: string; open: boolean; yourRoomId: string | null }
  | { type: 'breakout_message'; roomId: string; text: string }
  | { type: 'notification'; id: string; title: string; message: string; data: object }
  | { type: 'room_ended'; roomId: string }
  | { type: 'reconnect'; afterMs: number }
  | ({ type: 'error'; code: string; message: string } & Answer);

/** What workers tell one another about a room. */
export type RoomEvent =
  | ({ type: 'joined' } & Attendee)
  | { type: 'left'; userId: string }
  /** A worker that begins to hear the room asks the others for the states of the people whom they hold. */
  | { type: 'asking' }
  | { type: 'states'; changes: PersonChange[] }
  | { type: 'typing'; userId: string; active: boolean }
  | { type: 'reaction'; userId: string; emoji: string }
  /** Lines that are in the database. */
  | { type: 'chat'; lines: ChatLine[] }
  /**
   * The user has no seat any more: whichever worker holds their sockets takes them out of the room. Without `banned` they
   * gave it back themselves; with it a moderator took it, for now or for good.
   */
  | { type: 'removed'; userId: string; banned?: boolean }
  | { type: 'muted'; userId: string; kind: MediaKind; by: string }
  | { type: 'role'; userId: string; role: Role }
  | { type: 'settings'; settings?: Settings; room?: object }
  /** So many wait to be let in; moderators are told. */
  | { type: 'waiting'; count: number }
  | { type: 'admission'; userId: string; admitted: boolean }
  | { type: 'recording'; active: boolean; recordingId: string | null }
  /** Breakout rooms are open or closed; the room of each person who was sent to one. */
  | { type: 'breakouts'; open: boolean; assignments: Readonly<Record<string, string>> }
  | { type: 'broadcast'; text: string }
  | { type: 'ended' };
