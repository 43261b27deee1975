#!/bin/sh
# Starts livekit-server when Redis takes writes: sh start-livekit.sh <redis-cli> <name of the set> <ports of the Sentinels, separated by commas> <livekit-server …>
# It writes its own registration first and ends at once, with exit code 0, where that is refused; a primary refuses writes until a
# replica follows it, which after a cold start takes a moment longer than to answer. After some 10 s it is started all the same.
# The password is in REDISCLI_AUTH.
set -eu
cli=$1 set_name=$2 sentinels=$3
shift 3

takes_writes() {
  for sentinel in $(echo "$sentinels" | tr ',' ' '); do
    primary_port=$("$cli" -p "$sentinel" SENTINEL get-master-addr-by-name "$set_name" 2>/dev/null | tail -1)
    if "$cli" -p "${primary_port:-0}" INFO replication 2>/dev/null | grep -q '^min_slaves_good_slaves:[1-9]'; then
      return 0
    fi
  done
  return 1
}

left=40
while [ "$left" -gt 0 ] && ! takes_writes; do
  left=$((left - 1))
  sleep 0.2
done
unset REDISCLI_AUTH
exec "$@"
