#!/bin/sh
# Takes a snapshot of Redis over the network (the server forks and streams it), checks that it is one, and copies it to the object store.
# Rooms live for hours: what is older than 14 days is of use to nobody. Keys come as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which
# s3cmd reads; they never stand in arguments.
set -eu
umask 077
export HOME=/work
REDISCLI_AUTH=$(cat /secrets/redis/password)
export REDISCLI_AUTH
s3() { s3cmd --host="$S3_HOST" --host-bucket="%(bucket)s.$S3_HOST" --no-progress "$@"; }
object="redis/$(date -u +%Y-%m-%dT%H-%M-%SZ).rdb"

# A replica is as good, and its fork delays nobody: the Sentinels name the primary, any other server is a replica.
server=${REDIS_HOST:-}
if [ -z "$server" ]; then
  primary=$(redis-cli -h redis-sentinel -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME gomeet | head -n 1)
  for candidate in redis-0.redis redis-1.redis redis-2.redis; do
    case $primary in "$candidate".*) continue ;; esac
    if redis-cli -h "$candidate" ROLE 2>/dev/null | grep -q '^connected'; then server=$candidate; break; fi
  done
  server=${server:-$primary}
fi

redis-cli -h "$server" -p "${REDIS_PORT:-6379}" ${REDIS_TLS:+--tls} --rdb /work/redis.rdb >/dev/null
redis-check-rdb /work/redis.rdb >/dev/null
bytes=$(stat -c %s /work/redis.rdb)
s3 put /work/redis.rdb "s3://$BUCKET/$object" >/dev/null
stored=$(s3 ls "s3://$BUCKET/$object" | awk '{ print $3 }')
if [ "$stored" != "$bytes" ]; then
  echo "{\"backup\":\"redis\",\"ok\":false,\"reason\":\"stored ${stored:-0} of $bytes bytes\"}"
  exit 1
fi

# Names begin with the day, and days sort as text.
oldest=$(date -u -d '14 days ago' +%Y-%m-%d)
s3 ls "s3://$BUCKET/redis/" | awk '{ print $4 }' | while read -r address; do
  day=${address##*/}
  if [ "$(printf '%s\n%s\n' "${day%%T*}" "$oldest" | sort | head -n 1)" != "$oldest" ]; then s3 del "$address" >/dev/null; fi
done
echo "{\"backup\":\"redis\",\"ok\":true,\"from\":\"$server\",\"bytes\":$bytes,\"object\":\"$object\"}"
