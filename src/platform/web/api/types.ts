/** Bodies of the API, in the words of its OpenAPI document. Times are RFC 3339, ids UUIDs. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emailVerified: boolean;
  readonly role: 'user' | 'admin';
  readonly avatarUrl: string | null;
  readonly createdAt: string;
}

export interface UserSettings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly resolution: 'auto' | '180p' | '360p' | '720p' | '1080p';
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly joinMuted: boolean;
  readonly joinCameraOff: boolean;
  readonly emailNotifications: boolean;
  readonly pushNotifications: boolean;
}

export interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly current: boolean;
}

export type Presence = 'online' | 'offline' | 'in-meeting';

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly avatarUrl: string | null;
}

export interface Contact extends Person {
  readonly presence: Presence;
  readonly createdAt: string;
}

export interface Notification {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isRead: boolean;
  readonly createdAt: string;
}

export type Role = 'host' | 'moderator' | 'participant' | 'observer';

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly hostId: string;
  readonly maxUsers: number;
  readonly hasPassword: boolean;
  readonly status: 'active' | 'ended' | 'cancelled';
  readonly persistent: boolean;
  readonly scheduledAt: string | null;
  readonly endsAt: string | null;
  readonly parentRoomId: string | null;
  readonly participantCount?: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface RoomSettings {
  readonly waitingRoom: boolean;
  readonly locked: boolean;
  readonly access: 'open' | 'invited';
  readonly joinMuted: 'auto' | 'always' | 'never';
  readonly joinCameraOff: 'auto' | 'always' | 'never';
  readonly screenShare: 'everyone' | 'moderators';
  readonly chat: 'everyone' | 'moderators' | 'off';
  readonly recording: 'host' | 'moderators';
}

export interface Participant {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly role: Role;
  readonly joinedAt: string;
}

export interface HistoryEntry {
  readonly userId: string;
  readonly name: string;
  readonly joinedAt: string;
  readonly leftAt: string | null;
  readonly durationSeconds: number | null;
  readonly recordingUrl: string | null;
}

export interface Invitation {
  readonly id: string;
  readonly userId: string | null;
  readonly email: string | null;
  readonly role: Role;
  readonly createdAt: string;
}

export interface Recording {
  readonly id: string;
  readonly roomId: string;
  readonly startedBy: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly sizeBytes: number | null;
  readonly contentType: string | null;
  readonly contentUrl: string | null;
  readonly error: string | null;
}

/** What a room of this size allows, decided by the server when somebody joins. */
export interface MediaPolicy {
  readonly autoSubscribe: boolean;
  readonly visibleTiles: { readonly desktop: number; readonly tablet: number; readonly phone: number };
  readonly lastN: number;
  readonly lastNLimits: readonly { readonly upTo: number; readonly lastN: number }[];
  readonly joinMuted: boolean;
  readonly joinCameraOff: boolean;
  readonly adaptiveStream: boolean;
  readonly dynacast: boolean;
  readonly simulcast: boolean;
  readonly maxResolution: string;
}

export type JoinAnswer =
  | {
      readonly status: 'joined';
      readonly participant: Participant;
      readonly livekit: { readonly url: string; readonly token: string };
      readonly media: MediaPolicy;
    }
  | { readonly status: 'waiting' };
