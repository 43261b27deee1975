#!/bin/sh
# Takes a snapshot of Redis over the network (the server forks and streams it), checks that it is one, and copies it to the object store.
# Rooms live for hours: what is older than 14 days is of use to nobody. rclone reads the store's keys from RCLONE_CONFIG_STORE_…, so
# they never stand in arguments.
set -eu
umask 077
export HOME=/scratch
REDISCLI_AUTH=$(cat /secrets/redis/password)
export REDISCLI_AUTH
object="redis/$(date -u +%Y-%m-%dT%H-%M-%SZ).rdb"

# A replica is as good, and its fork delays nobody: the Sentinels name the primary, any other server is a replica.
primary=$(redis-cli -h redis-sentinel -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME gomeet | head -n 1)
server=$primary
for candidate in redis-0.redis redis-1.redis redis-2.redis; do
  case $primary in "$candidate".*) continue ;; esac
  if redis-cli -h "$candidate" ROLE 2>/dev/null | grep -q '^connected'; then server=$candidate; fi
done

redis-cli -h "$server" --rdb /scratch/redis.rdb >/dev/null
redis-check-rdb /scratch/redis.rdb >/dev/null
bytes=$(stat -c %s /scratch/redis.rdb)
rclone copyto /scratch/redis.rdb "store:$BUCKET/$object"
stored=$(rclone size --json "store:$BUCKET/$object" | sed 's/.*"bytes":\([0-9]*\).*/\1/')
if [ "$stored" != "$bytes" ]; then
  echo "{\"backup\":\"redis\",\"ok\":false,\"reason\":\"stored $stored of $bytes bytes\"}"
  exit 1
fi
rclone delete --min-age 14d "store:$BUCKET/redis"
echo "{\"backup\":\"redis\",\"ok\":true,\"from\":\"$server\",\"bytes\":$bytes,\"object\":\"$object\"}"
