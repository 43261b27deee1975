-- Who may enter a room: locked rooms, waiting rooms, rooms for the invited, breakout rooms, people removed for good. Still one call for a
-- seat, and still nothing of it reads `users`: the caller brings the name.

-- What joining asks about one person.
CREATE UNIQUE INDEX room_invitations_of_person ON room_invitations (room_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX room_waiting_by_time ON room_waiting (room_id, requested_at) WHERE status = 'waiting';

-- What gets somebody past a lock and a waiting room whatever their role is: they were let in before and come back from a breakout room.
CREATE FUNCTION returns_from_breakout(parent uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM breakout_assignments WHERE parent_room_id = parent AND user_id = person)
$$;

DROP FUNCTION join_room(uuid, uuid);

-- Takes a seat, or says why not. The outcome is
--   joined, present (was in already),
--   full, ended, missing, banned, locked, denied (by a moderator),
--   not-invited (the room is for those who are; or it is a breakout room of others),
--   password (room_password is the hash to check: call again with it as known_password),
--   waiting (noted in the waiting room).
-- What can be known without a lock is asked first and in one statement; joins of one room queue for its row only to count seats.
CREATE FUNCTION join_room(wanted_room uuid, entering_user uuid, entering_name text, known_password text)
RETURNS TABLE (outcome text, participant_id uuid, participant_role text, joined timestamptz,
               room_password text, host uuid, seats integer, seats_used integer, settings jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  known record;
  role_inside text;
  privileged boolean;
  room_status text;
BEGIN
  SELECT room.host_id, room.status, room.password, room.max_users, room.parent_room_id,
    seat.id AS seat_id, seat.role AS seat_role, seat.joined_at, seat.left_at, seat.banned_at,
    (SELECT jsonb_object_agg(setting_key, setting_value) FROM room_settings WHERE room_id = room.id) AS settings,
    (SELECT invitation.role FROM room_invitations AS invitation
     WHERE invitation.room_id = room.id AND invitation.user_id = entering_user) AS invited_role,
    (SELECT waiting.status FROM room_waiting AS waiting
     WHERE waiting.room_id = room.id AND waiting.user_id = entering_user) AS waiting_status,
    CASE WHEN room.parent_room_id IS NOT NULL THEN (
      -- A seat in the parent that was given back counts: media move to the breakout room and the parent's seat is freed.
      SELECT above.role FROM room_participants AS above
      WHERE above.room_id = room.parent_room_id AND above.user_id = entering_user AND above.banned_at IS NULL
        AND (above.role IN ('host', 'moderator') OR EXISTS (SELECT FROM breakout_assignments AS assigned
          WHERE assigned.parent_room_id = room.parent_room_id AND assigned.user_id = entering_user
            AND assigned.breakout_room_id = room.id))
    ) END AS parent_role
  INTO known
  FROM rooms AS room
  LEFT JOIN room_participants AS seat ON seat.room_id = room.id AND seat.user_id = entering_user
  WHERE room.id = wanted_room;

  IF NOT FOUND THEN
    outcome := 'missing';
    RETURN NEXT;
    RETURN;
  END IF;
  host := known.host_id;
  seats := known.max_users;
  settings := coalesce(known.settings, '{}');
  -- A role given in the room stays on coming back; an invitation or the parent's role counts for the first time.
  role_inside := CASE WHEN known.host_id = entering_user THEN 'host'
    ELSE coalesce(known.seat_role, known.invited_role, known.parent_role, 'participant') END;
  privileged := role_inside IN ('host', 'moderator');
  outcome := CASE
    WHEN known.status <> 'active' THEN 'ended'
    WHEN known.seat_id IS NOT NULL AND known.left_at IS NULL THEN 'present'
    WHEN known.banned_at IS NOT NULL THEN 'banned'
    WHEN known.parent_room_id IS NOT NULL AND known.parent_role IS NULL AND role_inside <> 'host' THEN 'not-invited'
    WHEN settings ->> 'access' = 'invited' AND NOT privileged AND known.parent_room_id IS NULL
      AND known.invited_role IS NULL AND known.seat_id IS NULL THEN 'not-invited'
    WHEN known.password IS NOT NULL AND role_inside <> 'host' AND known.password IS DISTINCT FROM known_password
      THEN 'password'
    WHEN settings ->> 'locked' = 'true' AND NOT privileged AND NOT returns_from_breakout(wanted_room, entering_user)
      THEN 'locked'
    WHEN settings ->> 'waitingRoom' = 'true' AND NOT privileged AND known.waiting_status IS DISTINCT FROM 'admitted'
      AND NOT returns_from_breakout(wanted_room, entering_user)
      THEN CASE known.waiting_status WHEN 'denied' THEN 'denied' ELSE 'waiting' END
  END;

  IF outcome = 'present' THEN
    participant_id := known.seat_id;
    participant_role := known.seat_role;
    joined := known.joined_at;
    seats_used := (SELECT count(*) FROM room_participants WHERE room_id = wanted_room AND left_at IS NULL);
  ELSIF outcome = 'password' THEN
    room_password := known.password;
  ELSIF outcome = 'waiting' THEN
    INSERT INTO room_waiting (room_id, user_id, display_name) VALUES (wanted_room, entering_user, entering_name)
    ON CONFLICT (room_id, user_id) DO UPDATE SET display_name = excluded.display_name;
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;

  -- Joins of one room queue here. NO KEY UPDATE leaves alone the foreign key checks of other rooms' rows. What was true above
  -- may have changed while waiting: the meeting may be over, and each statement below sees the seats taken since.
  SELECT status INTO room_status FROM rooms WHERE id = wanted_room FOR NO KEY UPDATE;
  SELECT count(*) INTO seats_used FROM room_participants
  WHERE room_id = wanted_room AND left_at IS NULL AND user_id <> entering_user;
  outcome := CASE
    WHEN room_status IS NULL THEN 'missing'
    WHEN room_status <> 'active' THEN 'ended'
    WHEN seats_used >= seats THEN 'full'
  END;
  IF outcome IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;

  WITH taken AS (
    -- A seat taken in another tab meanwhile stays as it is. One that a moderator has just closed for good stays closed.
    INSERT INTO room_participants AS existing (room_id, user_id, role, display_name)
    VALUES (wanted_room, entering_user, role_inside, entering_name)
    ON CONFLICT (room_id, user_id) DO UPDATE
      SET joined_at = CASE WHEN existing.left_at IS NULL THEN existing.joined_at ELSE now() END,
        left_at = NULL, display_name = excluded.display_name
      WHERE existing.banned_at IS NULL
    RETURNING id, role, joined_at
  ), stay AS (
    INSERT INTO meeting_history (room_id, user_id, joined_at)
    SELECT wanted_room, entering_user, taken.joined_at FROM taken
    ON CONFLICT (room_id, user_id) WHERE left_at IS NULL DO NOTHING
  )
  SELECT taken.id, taken.role, taken.joined_at INTO participant_id, participant_role, joined FROM taken;
  outcome := CASE WHEN participant_id IS NULL THEN 'banned' WHEN joined = now() THEN 'joined' ELSE 'present' END;
  seats_used := seats_used + 1;
  RETURN NEXT;
END
$$;

-- As before, but a token that outlives its seat brings nobody past a lock, a waiting room or a ban: then it returns barred. Those who
-- are to be sent away are full, ended and barred.
CREATE OR REPLACE FUNCTION media_joined(joined_room uuid, joined_user uuid, session_id text)
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
  IF seat.banned_at IS NOT NULL OR (
    seat.role NOT IN ('host', 'moderator') AND NOT returns_from_breakout(joined_room, joined_user) AND EXISTS (
      SELECT FROM room_settings AS setting
      WHERE setting.room_id = joined_room AND setting.setting_value = 'true' AND (setting.setting_key = 'locked'
        OR (setting.setting_key = 'waitingRoom' AND NOT EXISTS (SELECT FROM room_waiting AS waiting
          WHERE waiting.room_id = joined_room AND waiting.user_id = joined_user AND waiting.status = 'admitted')))
    )
  ) THEN
    RETURN 'barred';
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
