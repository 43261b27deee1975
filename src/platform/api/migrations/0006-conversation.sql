-- Speaking in a room, and the second wall around what was said.

-- Takes lines of a room's conversation: each gets the room's next number, in the order given. All that decides whether a person
-- may speak is looked at under the same lock, so no line is taken after the decision to remove somebody or to end is committed.
-- `lines` is [{userId, text, clientId?}, …]. A row comes back for each: outcome is said, not-in-room, observer, chat-off,
-- moderators-only, ended or missing; numbers, id and time only with said. A line whose clientId its author used in the last
-- week is that line again, whatever its author may say now: it gets the old numbers, and `replayed`.
CREATE FUNCTION say_in_room(spoken_room uuid, lines jsonb)
RETURNS TABLE (outcome text, line_sequence bigint, line_id uuid, sent_at timestamptz, author text, replayed boolean)
LANGUAGE plpgsql AS $$
DECLARE
  newest bigint;
  before bigint;
  room rooms%ROWTYPE;
  chat_for text;
  line jsonb;
  seat room_participants%ROWTYPE;
BEGIN
  -- Whoever speaks in this room queues here until the one before has committed.
  SELECT last_sequence INTO newest FROM room_sequences WHERE room_id = spoken_room FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO room_sequences (room_id, last_sequence) SELECT id, 0 FROM rooms WHERE id = spoken_room
    ON CONFLICT (room_id) DO NOTHING;
    SELECT last_sequence INTO newest FROM room_sequences WHERE room_id = spoken_room FOR UPDATE;
  END IF;
  before := newest;
  SELECT * INTO room FROM rooms WHERE id = spoken_room;
  chat_for := coalesce((SELECT setting_value #>> '{}' FROM room_settings
    WHERE room_id = spoken_room AND setting_key = 'chat'), 'everyone');

  FOR line IN SELECT jsonb_array_elements(lines) LOOP
    IF line ->> 'clientId' IS NOT NULL THEN
      -- A week is two partitions at most, and the index holds only lines with such an id.
      SELECT 'said', message.sequence, message.id, message.created_at, message.display_name, true
      INTO outcome, line_sequence, line_id, sent_at, author, replayed
      FROM room_messages AS message
      WHERE message.room_id = spoken_room AND message.user_id = (line ->> 'userId')::uuid
        AND message.client_id = line ->> 'clientId' AND message.created_at > now() - interval '7 days';
      IF FOUND THEN
        RETURN NEXT;
        CONTINUE;
      END IF;
    END IF;

    SELECT * INTO seat FROM room_participants
    WHERE room_id = spoken_room AND user_id = (line ->> 'userId')::uuid AND left_at IS NULL AND banned_at IS NULL;
    outcome := CASE
      WHEN room.id IS NULL THEN 'missing'
      WHEN room.status <> 'active' THEN 'ended'
      WHEN seat.id IS NULL THEN 'not-in-room'
      WHEN seat.role = 'observer' THEN 'observer'
      WHEN chat_for = 'off' THEN 'chat-off'
      WHEN chat_for = 'moderators' AND seat.role = 'participant' THEN 'moderators-only'
      ELSE 'said'
    END;
    line_sequence := NULL;
    line_id := NULL;
    sent_at := NULL;
    author := NULL;
    replayed := false;
    IF outcome = 'said' THEN
      newest := newest + 1;
      line_sequence := newest;
      author := seat.display_name;
      -- Read under the lock, so that times rise with the numbers; now() is when the transaction began to wait for it.
      INSERT INTO room_messages (room_id, sequence, user_id, display_name, message, client_id, created_at)
      VALUES (spoken_room, newest, seat.user_id, author, line ->> 'text', line ->> 'clientId', clock_timestamp())
      RETURNING id, created_at INTO line_id, sent_at;
    END IF;
    RETURN NEXT;
  END LOOP;

  IF newest > before THEN
    UPDATE room_sequences SET last_sequence = newest WHERE room_id = spoken_room;
  END IF;
END
$$;

-- ── the second wall ──
-- The API asks can() before it reads a conversation. Then it reads as gomeet_member on behalf of one account, so that a statement
-- that asks for too much finds nothing of rooms that are not that account's. Owners of tables and superusers pass policies, and
-- the API writes as one; it becomes gomeet_member for the length of a transaction. Roles belong to the whole server: an
-- administrator may have made this one beforehand, and another database of the same server may be making it now.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gomeet_member') THEN
    CREATE ROLE gomeet_member NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'gomeet_member', 'MEMBER') THEN
    EXECUTE format('GRANT gomeet_member TO %I', current_user);
  END IF;
END
$$;

-- The rooms of the account that the transaction reads for: those it owns, and those where it had a seat and was not removed for
-- good. It runs as its owner: as the reader it would ask the policy that asks it. Without an account there are none.
CREATE FUNCTION rooms_of_member() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT room_id FROM room_participants
  WHERE user_id = nullif(current_setting('app.user_id', true), '')::uuid AND banned_at IS NULL
  UNION
  SELECT id FROM rooms WHERE host_id = nullif(current_setting('app.user_id', true), '')::uuid
$$;

GRANT SELECT ON room_messages, room_participants TO gomeet_member;
ALTER TABLE room_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE room_participants ENABLE ROW LEVEL SECURITY;
-- IN (SELECT …) runs once for a statement; a function of the row would run once for each of up to 500 rows.
CREATE POLICY messages_of_own_rooms ON room_messages FOR SELECT TO gomeet_member
  USING (room_id IN (SELECT rooms_of_member()));
CREATE POLICY seats_in_own_rooms ON room_participants FOR SELECT TO gomeet_member
  USING (room_id IN (SELECT rooms_of_member()));
