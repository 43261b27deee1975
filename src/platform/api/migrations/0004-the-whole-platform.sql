-- Accounts that can be confirmed, locked and forgotten; conversations, invitations, waiting rooms, breakout rooms, recordings and
-- notifications.
--
-- Data belongs either to an account or to a room. What belongs to an account lives in one database, the directory. What belongs to a
-- room (rooms, room_*, meeting_history, recordings, breakout_assignments) may live in another, the shard of the room's bucket, so
-- nothing of a room refers to `users` by a foreign key: names are copied when somebody joins, and forgetting an account is an act of
-- the API. Every shard has all tables; those of accounts stay empty outside the directory.

-- ── accounts ──

ALTER TABLE users
  ADD COLUMN role varchar(20) NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  ADD COLUMN failed_logins integer NOT NULL DEFAULT 0,
  ADD COLUMN locked_until timestamptz,
  ADD COLUMN password_changed_at timestamptz;
-- Searching by the beginning of a name or an address; text_pattern_ops makes LIKE 'ada%' use the index whatever the collation is.
CREATE INDEX users_by_name ON users (lower(first_name || ' ' || last_name) text_pattern_ops);
CREATE INDEX users_by_last_name ON users (lower(last_name) text_pattern_ops);
CREATE INDEX users_by_email_prefix ON users (email text_pattern_ops);

-- A session is a family of refresh tokens: `token` is the digest of its newest one, `previous_token` of the one before.
ALTER TABLE user_sessions
  ADD COLUMN previous_token varchar(255) UNIQUE,
  ADD COLUMN rotated_at timestamptz,
  ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN ends_at timestamptz, -- however often it is refreshed; expires_at moves on with each use
  ADD COLUMN revoked_at timestamptz,
  ADD COLUMN revoked_because varchar(50);

-- Tokens sent by e-mail: SHA-256 of each, once and for a while.
CREATE TABLE one_time_tokens (
  digest varchar(64) PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  purpose varchar(30) NOT NULL CHECK (purpose IN ('verify-email', 'reset-password')),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id, purpose);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);

CREATE TABLE user_avatars (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  content bytea NOT NULL,
  content_type varchar(50) NOT NULL,
  digest varchar(64) NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE user_contacts (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  contact_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, contact_id),
  CHECK (user_id <> contact_id)
);
CREATE INDEX user_contacts_by_contact ON user_contacts (contact_id);

CREATE TABLE user_settings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  setting_key varchar(100) NOT NULL,
  setting_value jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, setting_key)
);

CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  type varchar(50) NOT NULL,
  title varchar(255) NOT NULL,
  message text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  is_read boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notifications_by_user ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE NOT is_read;

-- What a browser gave for web push. The subscription holds keys, so it is encrypted; its digest finds it again.
CREATE TABLE push_subscriptions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint_digest varchar(64) NOT NULL UNIQUE,
  subscription text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id);

CREATE TABLE webhooks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  url text NOT NULL,
  secret text NOT NULL, -- encrypted: it signs what is delivered
  events text[] NOT NULL,
  active boolean NOT NULL DEFAULT true,
  failures integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhooks_by_user ON webhooks (user_id, created_at DESC, id DESC);

-- What must reach the outside, written in the transaction of what caused it, delivered afterwards and repeated until it arrives.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind varchar(20) NOT NULL CHECK (kind IN ('email', 'push', 'webhook')),
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  payload jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  last_error text
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE finished_at IS NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_id uuid, -- stays when the account is forgotten
  action varchar(60) NOT NULL,
  subject_type varchar(30),
  subject_id uuid,
  outcome varchar(20) NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  ip_address text, -- encrypted
  request_id uuid,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_by_time ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at DESC);
CREATE INDEX audit_log_by_subject ON audit_log (subject_id, at DESC);

-- Answers to requests with an Idempotency-Key, for a day.
CREATE TABLE idempotency_keys (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key varchar(255) NOT NULL,
  request_digest varchar(64) NOT NULL,
  status integer, -- null while the first request is being answered
  headers jsonb,
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- ── rooms ──

ALTER TABLE rooms
  DROP CONSTRAINT rooms_host_id_fkey,
  ADD COLUMN ends_at timestamptz,
  ADD COLUMN persistent boolean NOT NULL DEFAULT false, -- ending its meeting leaves the room open for the next
  ADD COLUMN parent_room_id uuid REFERENCES rooms (id) ON DELETE CASCADE, -- set: this is a breakout room
  ADD CONSTRAINT rooms_end_after_start CHECK (ends_at > scheduled_at);
CREATE INDEX rooms_by_parent ON rooms (parent_room_id) WHERE parent_room_id IS NOT NULL;
CREATE INDEX rooms_by_start ON rooms (scheduled_at) WHERE scheduled_at IS NOT NULL AND status = 'active';

ALTER TABLE room_participants
  DROP CONSTRAINT room_participants_user_id_fkey,
  ADD COLUMN display_name varchar(201) NOT NULL DEFAULT '', -- as it was on joining
  ADD COLUMN banned_at timestamptz; -- removed for good: joining again is refused
UPDATE room_participants SET display_name = concat_ws(' ', users.first_name, users.last_name)
FROM users WHERE users.id = room_participants.user_id;

ALTER TABLE meeting_history DROP CONSTRAINT meeting_history_user_id_fkey;

CREATE TABLE room_settings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  setting_key varchar(100) NOT NULL,
  setting_value jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (room_id, setting_key)
);

-- To an account, or to an address that has none yet.
CREATE TABLE room_invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid,
  email varchar(255) NOT NULL,
  role varchar(50) NOT NULL DEFAULT 'participant' CHECK (role IN ('moderator', 'participant', 'observer')),
  invited_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (room_id, email)
);
CREATE INDEX room_invitations_by_user ON room_invitations (user_id, created_at DESC) WHERE user_id IS NOT NULL;
CREATE INDEX room_invitations_by_email ON room_invitations (email) WHERE user_id IS NULL;

CREATE TABLE room_waiting (
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  display_name varchar(201) NOT NULL,
  status varchar(20) NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'admitted', 'denied')),
  requested_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  decided_by uuid,
  PRIMARY KEY (room_id, user_id)
);

CREATE TABLE breakout_assignments (
  parent_room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  breakout_room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (parent_room_id, user_id)
);
CREATE INDEX breakout_assignments_by_room ON breakout_assignments (breakout_room_id);

CREATE TABLE recordings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  started_by uuid NOT NULL,
  engine varchar(20) NOT NULL CHECK (engine IN ('egress', 'recorder')),
  engine_id varchar(255),
  status varchar(20) NOT NULL DEFAULT 'starting'
    CHECK (status IN ('starting', 'recording', 'processing', 'ready', 'failed')),
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  duration_ms integer,
  size_bytes bigint,
  content_type varchar(50),
  location text, -- where the engine put it
  error text
);
CREATE INDEX recordings_by_room ON recordings (room_id, started_at DESC, id DESC);
CREATE INDEX recordings_by_starter ON recordings (started_by, started_at DESC, id DESC);
CREATE UNIQUE INDEX recordings_one_at_a_time ON recordings (room_id) WHERE status IN ('starting', 'recording');

-- The number of a room's newest message. Whoever writes locks this row, so numbers are given without gaps and in the order of commit.
CREATE TABLE room_sequences (
  room_id uuid PRIMARY KEY REFERENCES rooms (id) ON DELETE CASCADE,
  last_sequence bigint NOT NULL
);

-- A partition for each month, so that old conversations are dropped and not deleted. A partitioned table's key holds its partition
-- column, so that (room_id, sequence) is unique is the doing of room_sequences, not of an index.
CREATE TABLE room_messages (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  sequence bigint NOT NULL,
  user_id uuid NOT NULL,
  display_name varchar(201) NOT NULL,
  message text NOT NULL,
  message_type varchar(20) NOT NULL DEFAULT 'text' CHECK (message_type IN ('text', 'system')),
  client_id varchar(64), -- given by the sender: the same one again is the same message
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (room_id, sequence, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX room_messages_by_client_id ON room_messages (room_id, user_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX room_messages_by_author ON room_messages (user_id);
-- Whatever has no month of its own: a clock far off must not cost a message.
CREATE TABLE room_messages_other PARTITION OF room_messages DEFAULT;

-- Makes the partitions of this month and the next ones. It may be called as often as one likes, by several at once.
CREATE FUNCTION ensure_message_partitions(months_ahead integer DEFAULT 3) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_message_partitions'));
  FOR step IN 0..months_ahead LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF room_messages FOR VALUES FROM (%L) TO (%L)',
      'room_messages_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'), month,
      ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
    month := ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  END LOOP;
END
$$;
SELECT ensure_message_partitions();

-- Which of 64 buckets a room is in: the low six bits of its id's first byte. Ids are random, so buckets are equally full.
CREATE FUNCTION bucket_of(room uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (get_byte(uuid_send(room), 0) & 63)::smallint $$;

-- Which shard has which bucket; only the directory's copy counts. Shard 0 is the directory itself.
CREATE TABLE shard_buckets (
  bucket smallint PRIMARY KEY CHECK (bucket BETWEEN 0 AND 63),
  shard smallint NOT NULL DEFAULT 0 CHECK (shard BETWEEN 0 AND 63)
);
INSERT INTO shard_buckets (bucket) SELECT generate_series(0, 63);
