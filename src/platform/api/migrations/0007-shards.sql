-- Rooms over several databases. The directory's shard_buckets says which shard has which of the 64 buckets; every shard knows itself
-- which buckets are its own and refuses a write to any other, so that a router with an old map can lose nothing. In one database none
-- of this runs: the triggers stay disabled until set_up_shard() enables them.

-- A bucket is settled, or moves to `moving_to`, or has moved and is still to be deleted at `moved_from`.
ALTER TABLE shard_buckets
  ADD COLUMN moving_to smallint CHECK (moving_to BETWEEN 0 AND 63),
  ADD COLUMN moved_from smallint CHECK (moved_from BETWEEN 0 AND 63),
  ADD CONSTRAINT shard_buckets_one_step CHECK (moving_to IS NULL OR moved_from IS NULL);

-- Which shard this database is; no row where nothing is sharded.
CREATE TABLE shard_self (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  shard smallint NOT NULL CHECK (shard BETWEEN 0 AND 63)
);

CREATE TABLE owned_buckets (
  bucket smallint PRIMARY KEY CHECK (bucket BETWEEN 0 AND 63),
  changes_logged boolean NOT NULL DEFAULT false -- a copy is being made: what changes meanwhile is written down
);

-- Rooms that changed while their bucket was copied. Appended to and never updated, so that writers do not wait for one another.
CREATE TABLE bucket_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bucket smallint NOT NULL,
  room_id uuid NOT NULL,
  messages_rewritten boolean NOT NULL -- lines were changed or deleted, not only added
);
CREATE INDEX bucket_changes_by_bucket ON bucket_changes (bucket, id);

-- Whoever writes to a bucket shares its lock until the transaction ends; the moment in which a bucket changes its shard takes it alone.
-- 26479 is the class of these locks: 0x676f, the letters "go".
CREATE FUNCTION hold_bucket(held smallint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(26479, held);
  -- A statement of its own, so that its snapshot is taken after the wait.
  PERFORM FROM owned_buckets WHERE bucket = held;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'bucket % is not on this shard', held USING ERRCODE = 'SB001';
  END IF;
END
$$;

CREATE FUNCTION fence_bucket() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  room uuid;
  held smallint;
  is_logged boolean;
  -- 'move': the program that copies and deletes. 'skip': a change on every shard, which leaves alone what a shard does not own.
  fence text := current_setting('gomeet.fence', true);
BEGIN
  -- A branch is compiled when it first runs, so the columns that a table lacks are never looked for.
  IF TG_OP = 'DELETE' THEN
    IF TG_TABLE_NAME = 'rooms' THEN room := OLD.id;
    ELSIF TG_TABLE_NAME = 'breakout_assignments' THEN room := OLD.parent_room_id;
    ELSE room := OLD.room_id;
    END IF;
  ELSE
    IF TG_TABLE_NAME = 'rooms' THEN room := NEW.id;
    ELSIF TG_TABLE_NAME = 'breakout_assignments' THEN room := NEW.parent_room_id;
    ELSE room := NEW.room_id;
    END IF;
  END IF;
  IF fence IS DISTINCT FROM 'move' THEN
    held := bucket_of(room);
    PERFORM pg_advisory_xact_lock_shared(26479, held);
    SELECT changes_logged INTO is_logged FROM owned_buckets WHERE bucket = held;
    IF NOT FOUND THEN
      IF fence = 'skip' THEN
        RETURN NULL;
      END IF;
      RAISE EXCEPTION 'bucket % is not on this shard', held USING ERRCODE = 'SB001';
    END IF;
    IF is_logged THEN
      INSERT INTO bucket_changes (bucket, room_id, messages_rewritten)
      VALUES (held, room, TG_ARGV[0] = 'messages' AND TG_OP <> 'INSERT');
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$;

-- Every table of rooms has this trigger; one that a later migration adds gets it there.
CREATE FUNCTION fence_table(fenced regclass, content text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER fence_bucket BEFORE INSERT OR UPDATE OR DELETE ON %s
    FOR EACH ROW EXECUTE FUNCTION fence_bucket(%L)', fenced, content);
  IF NOT EXISTS (SELECT FROM shard_self) THEN
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER fence_bucket', fenced);
  END IF;
END
$$;
SELECT fence_table(name) FROM unnest(ARRAY['rooms', 'room_participants', 'meeting_history', 'room_settings', 'room_invitations',
  'room_waiting', 'breakout_assignments', 'recordings', 'room_sequences']::regclass[]) AS name;
SELECT fence_table('room_messages', 'messages');

-- Makes this database a shard. Again with the same number changes nothing; another number is refused.
CREATE FUNCTION set_up_shard(wanted smallint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  present smallint;
  fenced regclass;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('set_up_shard'));
  SELECT shard INTO present FROM shard_self;
  IF present = wanted THEN
    RETURN;
  ELSIF present IS NOT NULL THEN
    RAISE EXCEPTION 'this database is shard %, not %', present, wanted;
  END IF;
  INSERT INTO shard_self (shard) VALUES (wanted);
  IF wanted = 0 THEN
    INSERT INTO owned_buckets (bucket) SELECT bucket FROM shard_buckets WHERE shard = 0;
  ELSIF EXISTS (SELECT FROM rooms) THEN
    RAISE EXCEPTION 'shard % must begin empty, but this database has rooms', wanted;
  END IF;
  FOR fenced IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'fence_bucket' AND tgparentid = 0 LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER fence_bucket', fenced);
  END LOOP;
  -- Only here: in one database nobody asks for a bucket.
  CREATE INDEX rooms_by_bucket ON rooms (bucket_of(id));
END
$$;

-- The partition of one month (in UTC), given by any of its days. What has no month of its own goes to room_messages_other.
CREATE FUNCTION make_message_partition(any_day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  month timestamp := date_trunc('month', any_day::timestamp);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_message_partitions'));
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF room_messages FOR VALUES FROM (%L) TO (%L)',
    'room_messages_' || to_char(month, 'YYYY_MM'), month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
END
$$;

CREATE OR REPLACE FUNCTION ensure_message_partitions(months_ahead integer DEFAULT 3) RETURNS void
LANGUAGE sql AS $$
  SELECT make_message_partition(((now() AT TIME ZONE 'UTC')::date + make_interval(months => step))::date)
  FROM generate_series(0, months_ahead) AS step
$$;

-- Drops the months that ended before a moment: their conversations are gone at once, without a row being deleted. Returns what it dropped.
CREATE FUNCTION drop_message_partitions(ended_before timestamptz) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
  partition text;
BEGIN
  FOR partition IN
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'room_messages'::regclass AND relname ~ '^room_messages_\d{4}_\d{2}$'
      AND to_timestamp(right(relname, 7), 'YYYY_MM')::timestamp + interval '1 month' <= ended_before AT TIME ZONE 'UTC'
    ORDER BY relname
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    RETURN NEXT partition;
  END LOOP;
  DELETE FROM room_messages_other WHERE created_at < ended_before;
END
$$;

-- Times of statements, for the metrics. It is an extension that only a superuser may create, and not every server has it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements') THEN
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'pg_stat_statements needs a superuser to create it; its metrics stay empty';
END
$$;

-- When each periodic job last began: of several processes, the one that holds the row does the job.
CREATE TABLE job_runs (
  name varchar(60) PRIMARY KEY,
  began_at timestamptz NOT NULL DEFAULT '-infinity'
);
