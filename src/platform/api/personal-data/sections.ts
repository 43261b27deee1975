/** Rows of one table that belong to a person: what an export shows of them. The names are constants, never input. */
export interface Section {
  readonly name: string;
  readonly table: string;
  /** The column that says whose the row is. */
  readonly owner: string;
  /** Unique for one owner and not a time: whatever is read as text compares as it is. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** What belongs to an account. Digests, hashes and keys are left out: they are secrets, and say nothing about anybody. */
export const accountSections: readonly Section[] = [
  {
    name: 'account',
    table: 'users',
    owner: 'id',
    key: ['id'],
    columns: [
      'id',
      'email',
      'first_name',
      'last_name',
      'avatar',
      'status',
      'role',
      'email_verified',
      'last_login',
      'password_changed_at',
      'created_at',
      'updated_at',
    ],
  },
  {
    name: 'settings',
    table: 'user_settings',
    owner: 'user_id',
    key: ['setting_key'],
    columns: ['setting_key', 'setting_value', 'updated_at'],
  },
  {
    name: 'contacts',
    table: 'user_contacts',
    owner: 'user_id',
    key: ['contact_id'],
    columns: ['contact_id', 'created_at'],
  },
  {
    name: 'sessions',
    table: 'user_sessions',
    owner: 'user_id',
    key: ['id'],
    columns: ['id', 'created_at', 'last_used_at', 'expires_at', 'revoked_at', 'ip_address', 'user_agent'],
  },
  {
    name: 'notifications',
    table: 'notifications',
    owner: 'user_id',
    key: ['id'],
    columns: ['id', 'type', 'title', 'message', 'data', 'is_read', 'created_at'],
  },
  {
    name: 'pushSubscriptions',
    table: 'push_subscriptions',
    owner: 'user_id',
    key: ['id'],
    columns: ['id', 'created_at'],
  },
  {
    name: 'webhooks',
    table: 'webhooks',
    owner: 'user_id',
    key: ['id'],
    columns: ['id', 'url', 'events', 'active', 'created_at'],
  },
];

/** What belongs to rooms, on whichever shard they are. */
export const roomSections: readonly Section[] = [
  {
    name: 'rooms',
    table: 'rooms',
    owner: 'host_id',
    key: ['id'],
    columns: ['id', 'name', 'description', 'status', 'scheduled_at', 'ends_at', 'created_at', 'ended_at'],
  },
  {
    name: 'seats',
    table: 'room_participants',
    owner: 'user_id',
    key: ['id'],
    columns: ['room_id', 'display_name', 'role', 'joined_at', 'left_at', 'banned_at'],
  },
  {
    name: 'stays',
    table: 'meeting_history',
    owner: 'user_id',
    key: ['id'],
    columns: ['room_id', 'joined_at', 'left_at', 'duration'],
  },
  {
    name: 'messages',
    table: 'room_messages',
    owner: 'user_id',
    key: ['room_id', 'sequence'],
    columns: ['room_id', 'sequence', 'display_name', 'message', 'created_at'],
  },
  {
    name: 'invitations',
    table: 'room_invitations',
    owner: 'user_id',
    key: ['id'],
    columns: ['id', 'room_id', 'email', 'role', 'created_at'],
  },
  {
    name: 'waiting',
    table: 'room_waiting',
    owner: 'user_id',
    key: ['room_id'],
    columns: ['room_id', 'display_name', 'status', 'requested_at', 'decided_at'],
  },
  {
    name: 'recordings',
    table: 'recordings',
    owner: 'started_by',
    key: ['id'],
    columns: ['id', 'room_id', 'status', 'started_at', 'ended_at', 'duration_ms', 'size_bytes'],
  },
];
