#!/bin/sh
# Starts one Sentinel. What it has learned (epoch, primary, the other Sentinels) it writes into its configuration, which therefore is
# kept on its volume; only a new one asks who is primary.
set -eu
umask 077
. /config/find-primary.sh
. /config/passwords.sh
me="$POD_NAME.redis-sentinel-nodes.$NAMESPACE.svc.cluster.local"
export REDISCLI_AUTH="$password"
configuration=/data/sentinel.conf

if [ ! -s "$configuration" ]; then
  while :; do
    primary=$(primary_by_sentinels)
    if [ -z "$primary" ]; then primary=$(primary_by_servers); fi
    if [ -n "$primary" ]; then break; fi
    echo "nobody is primary yet; asking again in 2 s"
    sleep 2
  done
  cat /config/sentinel.conf >"$configuration.new"
  {
    echo "sentinel announce-ip $me"
    # Two of three must agree that the primary is away, and a majority elects who replaces it.
    echo "sentinel monitor gomeet $primary 6379 2"
    # The default of 30 s would be 30 s of a meeting in which nobody can join; below 5 s a slow fork would look like death.
    echo "sentinel down-after-milliseconds gomeet 5000"
    echo "sentinel failover-timeout gomeet 15000"
    echo "sentinel parallel-syncs gomeet 1"
  } >>"$configuration.new"
  mv "$configuration.new" "$configuration"
fi
# Passwords may have been rotated since: they are written anew at every start.
grep -v -e '^requirepass ' -e '^user ' -e '^sentinel auth-pass ' -e '^sentinel sentinel-pass ' "$configuration" >"$configuration.new"
{
  accepted_passwords
  echo "sentinel sentinel-pass $password"
  echo "sentinel auth-pass gomeet $password"
} >>"$configuration.new"
mv "$configuration.new" "$configuration"
exec redis-sentinel "$configuration"
