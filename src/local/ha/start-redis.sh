#!/bin/sh
# Starts one Redis server in the part that the Sentinels have given it: sh start-redis.sh <redis-server> <settings> <own port> <first primary's port> <sentinel.conf …>
# A primary that was replaced while it was down must not come back as a second primary. Each Sentinel writes what it knows into its
# file before it acts on it; the one with the highest epoch knows the latest. Without any file it is the first start.
set -eu
umask 077
server=$1 settings=$2 own_port=$3 first_port=$4
shift 4

primary_port=$(
  for file in "$@"; do
    [ -s "$file" ] && awk '
      $1 == "sentinel" && $2 == "monitor" { port = $5 }
      $1 == "sentinel" && $2 == "config-epoch" { epoch = $4 }
      END { if (port != "") print epoch + 0, port }' "$file"
  done | sort -n | tail -1 | cut -d ' ' -f 2
) || true
primary_port=${primary_port:-$first_port}

running="$settings.running"
cat "$settings" >"$running"
if [ "$primary_port" != "$own_port" ]; then
  echo "replicaof 127.0.0.1 $primary_port" >>"$running"
fi
exec "$server" "$running"
