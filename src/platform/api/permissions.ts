/** What a person is in a room. An observer sees and hears, and sends nothing. */
export type Role = 'host' | 'moderator' | 'participant' | 'observer';

/** How an account stands to a room. */
export interface Standing {
  /** Runs the platform. */
  readonly admin: boolean;
  /** Owns the room, be it inside or not. */
  readonly owner: boolean;
  /** What they are in the room, if they are in it now. */
  readonly role: Role | undefined;
  /** Was in the room, and was not removed for good. */
  readonly former: boolean;
  readonly invited: boolean;
  /** Whether the room lets in whoever knows its id. */
  readonly open: boolean;
}

type Capacity = 'admin' | 'owner' | Exclude<Role, 'host'> | 'former' | 'invited' | 'anyone';

const inside: readonly Capacity[] = ['owner', 'moderator', 'participant', 'observer'];
const moderators: readonly Capacity[] = ['owner', 'moderator'];

/** Who may do what to a room. The settings of a room narrow some of these: see rooms/room-settings.ts. */
const allowed = {
  view: ['admin', ...inside, 'former', 'invited', 'anyone'],
  join: [...inside, 'former', 'invited', 'anyone'],
  update: ['owner'],
  delete: ['admin', 'owner'],
  end: ['admin', 'owner'],
  'list-participants': ['admin', ...inside],
  'read-history': ['admin', ...inside, 'former'],
  'enter-signaling': inside,
  'read-messages': [...inside, 'former'],
  chat: ['owner', 'moderator', 'participant'],
  'share-screen': ['owner', 'moderator', 'participant'],
  'read-settings': ['admin', ...inside],
  'update-settings': moderators,
  invite: moderators,
  admit: moderators,
  moderate: moderators,
  'change-roles': ['owner'],
  'see-breakouts': inside,
  'manage-breakouts': moderators,
  record: moderators,
  'read-recordings': [...inside, 'former'],
  'delete-recordings': ['admin', 'owner'],
} as const satisfies Record<string, readonly Capacity[]>;

export type RoomAction = keyof typeof allowed;

function capacitiesOf(standing: Standing): Capacity[] {
  const { admin, owner, role, former, invited, open } = standing;
  return [
    ...(admin ? (['admin'] as const) : []),
    ...(owner ? (['owner'] as const) : []),
    ...(role !== undefined && role !== 'host' ? [role] : []),
    ...(former ? (['former'] as const) : []),
    ...(invited ? (['invited'] as const) : []),
    ...(open ? (['anyone'] as const) : []),
  ];
}

/** The one place that decides whether an account may do something to a room. */
export function can(standing: Standing, action: RoomAction): boolean {
  const permitted: readonly Capacity[] = allowed[action];
  return capacitiesOf(standing).some((capacity) => permitted.includes(capacity));
}

export function maySendMedia(role: Role): boolean {
  return role !== 'observer';
}
