-- Whoever comes back within a second, as from a breakout room, takes their seat before the media server has reported the
-- end of their former connection. That report must not empty the seat that they have taken anew.

-- A seat taken anew has no connection yet: its former one, which stays known after its end, is not this one's.
CREATE FUNCTION forget_former_media() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.media_session := NULL;
  RETURN NEW;
END
$$;

CREATE TRIGGER room_participants_taken_anew
BEFORE UPDATE OF left_at ON room_participants
FOR EACH ROW
WHEN (OLD.left_at IS NOT NULL AND NEW.left_at IS NULL AND NEW.media_session IS NOT DISTINCT FROM OLD.media_session)
EXECUTE FUNCTION forget_former_media();

-- As before, but a seat without a connection is emptied only by one that began after it was taken: any other is a former
-- one's. The function of three arguments stays for workers that were started before this migration.
CREATE FUNCTION media_left(left_room uuid, leaving_user uuid, session_id text, began timestamptz)
RETURNS SETOF uuid
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE room_participants SET media_session = session_id
  WHERE room_id = left_room AND user_id = leaving_user
    AND (media_session = session_id OR media_session IS NULL AND began >= joined_at);
  IF FOUND THEN
    RETURN QUERY SELECT leave_room(left_room, leaving_user);
  END IF;
END
$$;
