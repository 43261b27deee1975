-- media_joined reopened a seat without asking whether the meeting goes on and a seat is free: a token outlives the seat it
-- was given for, so whoever had left could come back past max_users. It now says which of the two forbids it.
-- Its arguments stay, and callers from before this migration ignore what it returns, so they go on working.
DROP FUNCTION media_joined(uuid, uuid, text);

-- The media server reports a connection. It may be news of someone whom the API believed gone, or come after the report
-- of the same connection's end. Returns present (had a seat), reopened (has one again), full or ended (may not be
-- there), or unknown (never had a seat, or this connection has ended: nothing changes).
CREATE FUNCTION media_joined(joined_room uuid, joined_user uuid, session_id text)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  room rooms%ROWTYPE;
  seat room_participants%ROWTYPE;
BEGIN
  -- Nearly every report is of someone who has just joined: that needs no lock on the room.
  UPDATE room_participants SET media_session = session_id
  WHERE room_id = joined_room AND user_id = joined_user AND left_at IS NULL;
  IF FOUND THEN
    RETURN 'present';
  END IF;

  -- The room before the seat, as join_room locks them: two that lock in one order cannot deadlock.
  SELECT * INTO room FROM rooms WHERE id = joined_room FOR NO KEY UPDATE;
  SELECT * INTO seat FROM room_participants WHERE room_id = joined_room AND user_id = joined_user FOR UPDATE;
  IF NOT FOUND OR seat.media_session IS NOT DISTINCT FROM session_id THEN
    RETURN 'unknown';
  END IF;
  IF seat.left_at IS NULL THEN
    UPDATE room_participants SET media_session = session_id WHERE id = seat.id;
    RETURN 'present';
  END IF;
  IF room.status <> 'active' THEN
    RETURN 'ended';
  END IF;
  IF (SELECT count(*) FROM room_participants WHERE room_id = joined_room AND left_at IS NULL) >= room.max_users THEN
    RETURN 'full';
  END IF;

  UPDATE room_participants SET media_session = session_id, joined_at = now(), left_at = NULL WHERE id = seat.id;
  INSERT INTO meeting_history (room_id, user_id, joined_at) VALUES (joined_room, joined_user, now())
  ON CONFLICT (room_id, user_id) WHERE left_at IS NULL DO NOTHING;
  RETURN 'reopened';
END
$$;
