#!/bin/sh
# Could the database be brought back to five minutes ago? That needs a base backup of the last day and WAL archived since. Reads what
# the archive holds, not what the database believes that it sent.
set -eu
export HOME=/tmp
age() {
  newest=$(rclone lsf --recursive --files-only --format t "store:$BUCKET/postgres/postgres/$1" | sort | tail -n 1)
  if [ -n "$newest" ]; then echo $(($(date +%s) - $(date -d "$newest" +%s))); else echo 999999999; fi
}

base=$(age base)
wal=$(age wals)
ok=true
# A day and two hours: yesterday's may have begun at this hour and taken its time. WAL is sent every five minutes at the latest.
if [ "$base" -gt 93600 ] || [ "$wal" -gt 900 ]; then ok=false; fi
echo "{\"backup\":\"postgres\",\"ok\":$ok,\"newestBaseSeconds\":$base,\"newestWalSeconds\":$wal}"
[ "$ok" = true ]
