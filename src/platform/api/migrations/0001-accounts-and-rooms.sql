-- Accounts and their sessions, rooms, who is in them now, and who was.

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email varchar(255) NOT NULL UNIQUE,
  password varchar(255) NOT NULL, -- an Argon2id hash in PHC form
  first_name varchar(100) NOT NULL,
  last_name varchar(100) NOT NULL,
  avatar text,
  status varchar(50) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'banned')),
  email_verified boolean NOT NULL DEFAULT false,
  last_login timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE user_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token varchar(255) NOT NULL UNIQUE, -- SHA-256 of the token, never the token
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ip_address inet,
  user_agent text
);
CREATE INDEX user_sessions_by_user ON user_sessions (user_id);
CREATE INDEX user_sessions_by_expiry ON user_sessions (expires_at);

CREATE TABLE rooms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name varchar(255) NOT NULL,
  description text,
  host_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  password varchar(255), -- an Argon2id hash in PHC form
  max_users integer NOT NULL DEFAULT 10 CHECK (max_users > 0),
  status varchar(50) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended', 'cancelled')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  scheduled_at timestamptz
);
CREATE INDEX rooms_by_host ON rooms (host_id, created_at DESC);

-- One row for each person who was ever in a room: coming back reopens it. It is present while left_at is null.
CREATE TABLE room_participants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  joined_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  role varchar(50) NOT NULL DEFAULT 'participant'
    CHECK (role IN ('host', 'moderator', 'participant', 'observer')),
  -- The media connection that the media server last reported for this person. It tells the end of an old connection
  -- from the end of the one that replaced it.
  media_session varchar(255),
  UNIQUE (room_id, user_id)
);
CREATE INDEX room_participants_present ON room_participants (room_id, joined_at, id) WHERE left_at IS NULL;
CREATE INDEX room_participants_by_user ON room_participants (user_id);

-- One row for each stay, where room_participants has one for each person.
CREATE TABLE meeting_history (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  joined_at timestamptz NOT NULL,
  left_at timestamptz,
  duration integer GENERATED ALWAYS AS (extract(epoch FROM left_at - joined_at)::integer) STORED, -- seconds
  recording_url text
);
CREATE INDEX meeting_history_by_room ON meeting_history (room_id, joined_at DESC);
CREATE INDEX meeting_history_by_user ON meeting_history (user_id, joined_at DESC);
CREATE UNIQUE INDEX meeting_history_open_stay ON meeting_history (room_id, user_id) WHERE left_at IS NULL;
