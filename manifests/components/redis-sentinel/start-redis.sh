#!/bin/sh
# Starts one server as what it should be. The rule that keeps data: nobody becomes primary while somebody else may be. Only redis-0 may
# begin by itself: after half a minute when it has no data, so that this is the first start; with data only after five minutes, in
# which the Sentinels, whose volumes remember the last primary, should have come back.
set -eu
umask 077
. /config/find-primary.sh
. /config/passwords.sh
me="$POD_NAME.redis.$NAMESPACE.svc.cluster.local"

cat /config/redis.conf >/run/redis/redis.conf
{
  accepted_passwords
  echo "masterauth $password"
  # Sentinel tells clients this name.
  echo "replica-announce-ip $me"
} >>/run/redis/redis.conf
export REDISCLI_AUTH="$password"

begin_after=6
if [ -e /data/appendonlydir ]; then begin_after=60; fi
attempts=0
while :; do
  primary=$(primary_by_sentinels)
  # When the Sentinels name this server, it was primary a moment ago and they have not replaced it: it goes on with its own file.
  if [ "$primary" = "$me" ]; then break; fi
  if [ -z "$primary" ]; then primary=$(primary_by_servers); fi
  if [ -n "$primary" ]; then
    echo "replicaof $primary 6379" >>/run/redis/redis.conf
    break
  fi
  attempts=$((attempts + 1))
  if [ "$POD_NAME" = redis-0 ] && [ "$attempts" -ge "$begin_after" ]; then break; fi
  echo "nobody is primary yet; asking again in 5 s ($attempts)"
  sleep 5
done
echo "starting as ${primary:+replica of }${primary:-the first primary}"
exec redis-server /run/redis/redis.conf
