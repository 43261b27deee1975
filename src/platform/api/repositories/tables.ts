import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../permissions.ts';

type Defaulted<T> = ColumnType<T, T | undefined, T>;
/** Given as text, because pg would turn an array into an array of PostgreSQL. */
type Json<T> = ColumnType<T, string | undefined, string>;

/** The columns that this code reads and writes; migrations/ holds the tables themselves. */
export interface Tables {
  // ── of accounts ──
  users: {
    id: Generated<string>;
    email: string;
    password: string;
    first_name: string;
    last_name: string;
    avatar: string | null;
    status: Defaulted<'active' | 'inactive' | 'banned'>;
    role: Defaulted<'user' | 'admin'>;
    email_verified: Defaulted<boolean>;
    failed_logins: Defaulted<number>;
    locked_until: Date | null;
    password_changed_at: Date | null;
    last_login: Date | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  user_sessions: {
    id: Generated<string>;
    user_id: string;
    token: string;
    previous_token: string | null;
    rotated_at: Date | null;
    last_used_at: Generated<Date>;
    expires_at: Date;
    ends_at: Date | null;
    revoked_at: Date | null;
    revoked_because: string | null;
    created_at: Generated<Date>;
    ip_address: string | null;
    user_agent: string | null;
  };
  one_time_tokens: {
    digest: string;
    user_id: string;
    purpose: 'verify-email' | 'reset-password';
    expires_at: Date;
    used_at: Date | null;
    created_at: Generated<Date>;
  };
  user_avatars: {
    user_id: string;
    content: Buffer;
    content_type: string;
    digest: string;
    updated_at: Generated<Date>;
  };
  user_contacts: { user_id: string; contact_id: string; created_at: Generated<Date> };
  user_settings: {
    id: Generated<string>;
    user_id: string;
    setting_key: string;
    setting_value: Json<unknown>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  notifications: {
    id: Generated<string>;
    user_id: string;
    type: string;
    title: string;
    message: string;
    data: Json<Record<string, unknown>>;
    is_read: Defaulted<boolean>;
    created_at: Generated<Date>;
  };
  push_subscriptions: {
    id: Generated<string>;
    user_id: string;
    endpoint_digest: string;
    subscription: string;
    created_at: Generated<Date>;
  };
  webhooks: {
    id: Generated<string>;
    user_id: string;
    url: string;
    secret: string;
    events: string[];
    active: Defaulted<boolean>;
    failures: Defaulted<number>;
    created_at: Generated<Date>;
  };
  outbox: {
    id: Generated<string>;
    kind: 'email' | 'push' | 'webhook';
    user_id: string | null;
    payload: Json<Record<string, unknown>>;
    attempts: Defaulted<number>;
    next_attempt_at: Generated<Date>;
    created_at: Generated<Date>;
    finished_at: Date | null;
    last_error: string | null;
  };
  audit_log: {
    id: Generated<string>;
    at: Generated<Date>;
    actor_id: string | null;
    action: string;
    subject_type: string | null;
    subject_id: string | null;
    outcome: 'done' | 'refused' | 'failed';
    ip_address: string | null;
    request_id: string | null;
    details: Json<Record<string, unknown>>;
  };
  idempotency_keys: {
    user_id: string;
    key: string;
    request_digest: string;
    status: number | null;
    headers: Json<Record<string, string>> | null;
    body: Json<unknown> | null;
    created_at: Generated<Date>;
  };
  shard_buckets: {
    bucket: number;
    shard: number;
    moving_to: number | null;
    moved_from: number | null;
  };

  // ── of rooms ──
  rooms: {
    id: Generated<string>;
    name: string;
    description: string | null;
    host_id: string;
    password: string | null;
    max_users: number;
    status: Defaulted<'active' | 'ended' | 'cancelled'>;
    persistent: Defaulted<boolean>;
    parent_room_id: string | null;
    scheduled_at: Date | null;
    ends_at: Date | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    ended_at: Date | null;
  };
  room_participants: {
    id: Generated<string>;
    room_id: string;
    user_id: string;
    display_name: Defaulted<string>;
    joined_at: Generated<Date>;
    left_at: Date | null;
    banned_at: Date | null;
    role: Defaulted<Role>;
    media_session: string | null;
  };
  meeting_history: {
    id: Generated<string>;
    room_id: string;
    user_id: string;
    joined_at: Date;
    left_at: Date | null;
    duration: ColumnType<number | null, never, never>;
    recording_url: string | null;
  };
  room_settings: {
    id: Generated<string>;
    room_id: string;
    setting_key: string;
    setting_value: Json<unknown>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  room_invitations: {
    id: Generated<string>;
    room_id: string;
    user_id: string | null;
    email: string;
    role: Defaulted<Exclude<Role, 'host'>>;
    invited_by: string;
    created_at: Generated<Date>;
  };
  room_waiting: {
    room_id: string;
    user_id: string;
    display_name: string;
    status: Defaulted<'waiting' | 'admitted' | 'denied'>;
    requested_at: Generated<Date>;
    decided_at: Date | null;
    decided_by: string | null;
  };
  breakout_assignments: {
    parent_room_id: string;
    user_id: string;
    breakout_room_id: string;
    created_at: Generated<Date>;
  };
  recordings: {
    id: Generated<string>;
    room_id: string;
    started_by: string;
    engine: 'egress' | 'recorder';
    engine_id: string | null;
    status: Defaulted<'starting' | 'recording' | 'processing' | 'ready' | 'failed'>;
    started_at: Generated<Date>;
    ended_at: Date | null;
    duration_ms: number | null;
    size_bytes: ColumnType<string | null, number | null, number | null>;
    content_type: string | null;
    location: string | null;
    error: string | null;
  };
  room_sequences: { room_id: string; last_sequence: ColumnType<string, number, number> };
  room_messages: {
    id: Generated<string>;
    room_id: string;
    sequence: ColumnType<string, number, never>;
    user_id: string;
    display_name: string;
    message: string;
    message_type: Defaulted<'text' | 'system'>;
    client_id: string | null;
    created_at: Generated<Date>;
  };
}
