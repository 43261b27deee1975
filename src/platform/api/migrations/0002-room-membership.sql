-- Entering and leaving a room. They are functions because each is several statements that must see one another's
-- effects, and a function is one round trip. Under READ COMMITTED each statement of a volatile function takes a new
-- snapshot: the count below therefore sees every seat taken before the lock was granted. One statement with a CTE
-- would count in the snapshot from before the wait, and let two people into the last seat.

-- Takes a seat, or says why not: outcome is joined, present (was in already), full, ended or missing.
CREATE FUNCTION join_room(wanted_room uuid, entering_user uuid)
RETURNS TABLE (outcome text, participant_id uuid, participant_role text, joined timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  room rooms%ROWTYPE;
  seat room_participants%ROWTYPE;
BEGIN
  -- Joins of one room queue here. NO KEY UPDATE leaves alone the foreign key checks of other rooms' rows.
  SELECT * INTO room FROM rooms WHERE id = wanted_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'missing', NULL::uuid, NULL::text, NULL::timestamptz;
    RETURN;
  END IF;
  IF room.status <> 'active' THEN
    RETURN QUERY SELECT 'ended', NULL::uuid, NULL::text, NULL::timestamptz;
    RETURN;
  END IF;

  SELECT * INTO seat FROM room_participants WHERE room_id = wanted_room AND user_id = entering_user;
  IF FOUND AND seat.left_at IS NULL THEN
    RETURN QUERY SELECT 'present', seat.id, seat.role::text, seat.joined_at;
    RETURN;
  END IF;
  IF (SELECT count(*) FROM room_participants WHERE room_id = wanted_room AND left_at IS NULL) >= room.max_users THEN
    RETURN QUERY SELECT 'full', NULL::uuid, NULL::text, NULL::timestamptz;
    RETURN;
  END IF;

  INSERT INTO room_participants AS existing (room_id, user_id, role)
  VALUES (wanted_room, entering_user, CASE WHEN room.host_id = entering_user THEN 'host' ELSE 'participant' END)
  ON CONFLICT (room_id, user_id) DO UPDATE SET joined_at = now(), left_at = NULL
  RETURNING existing.* INTO seat;
  INSERT INTO meeting_history (room_id, user_id, joined_at) VALUES (wanted_room, entering_user, seat.joined_at)
  ON CONFLICT (room_id, user_id) WHERE left_at IS NULL DO NOTHING;
  RETURN QUERY SELECT 'joined', seat.id, seat.role::text, seat.joined_at;
END
$$;

-- Gives seats back: that of one user, or all that were taken up to a moment. Returns the users who left.
CREATE FUNCTION leave_room(left_room uuid, leaving_user uuid DEFAULT NULL, taken_until timestamptz DEFAULT 'infinity')
RETURNS SETOF uuid
LANGUAGE sql AS $$
  WITH gone AS (
    UPDATE room_participants SET left_at = now()
    WHERE room_id = left_room AND left_at IS NULL AND joined_at <= taken_until
      AND (leaving_user IS NULL OR user_id = leaving_user)
    RETURNING user_id
  ), closed AS (
    UPDATE meeting_history SET left_at = now()
    WHERE room_id = left_room AND left_at IS NULL AND user_id IN (SELECT user_id FROM gone)
  )
  SELECT user_id FROM gone
$$;

-- The media server reports a connection. It may be news of someone whom the API believed gone, or come after the report
-- of the same connection's end: that one is ignored. Returns the user if the report made them present.
CREATE FUNCTION media_joined(joined_room uuid, joined_user uuid, session_id text)
RETURNS SETOF uuid
LANGUAGE plpgsql AS $$
DECLARE
  seat room_participants%ROWTYPE;
BEGIN
  SELECT * INTO seat FROM room_participants WHERE room_id = joined_room AND user_id = joined_user FOR UPDATE;
  IF NOT FOUND OR seat.media_session IS NOT DISTINCT FROM session_id THEN
    RETURN;
  END IF;
  IF seat.left_at IS NULL THEN
    UPDATE room_participants SET media_session = session_id WHERE id = seat.id;
    RETURN;
  END IF;
  UPDATE room_participants SET media_session = session_id, joined_at = now(), left_at = NULL WHERE id = seat.id;
  INSERT INTO meeting_history (room_id, user_id, joined_at) VALUES (joined_room, joined_user, now())
  ON CONFLICT (room_id, user_id) WHERE left_at IS NULL DO NOTHING;
  RETURN NEXT joined_user;
END
$$;

-- The media server reports a connection's end. Only the end of the latest connection empties the seat.
-- Returns the user if it did.
CREATE FUNCTION media_left(left_room uuid, leaving_user uuid, session_id text)
RETURNS SETOF uuid
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE room_participants SET media_session = session_id
  WHERE room_id = left_room AND user_id = leaving_user AND (media_session IS NULL OR media_session = session_id);
  IF FOUND THEN
    RETURN QUERY SELECT leave_room(left_room, leaving_user);
  END IF;
END
$$;
