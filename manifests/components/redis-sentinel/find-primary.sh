# Sourced by the start scripts. Says who is primary, on standard output: first what the Sentinels say, else what the servers say of
# themselves. Nothing when nobody knows. The password comes in REDISCLI_AUTH, which redis-cli reads; it never stands in arguments.
servers() { for ordinal in 0 1 2; do echo "redis-$ordinal.redis"; done; }
sentinels() { for ordinal in 0 1 2; do echo "redis-sentinel-$ordinal.redis-sentinel-nodes"; done; }

# The Sentinels of more than half must agree: one alone, cut off, may still name a primary that the others have replaced. What is not the
# name of a server is no vote: redis-cli prints errors (of a wrong password, of a Sentinel that starts) where an answer would be.
primary_by_sentinels() {
  for host in $(sentinels); do
    timeout 3 redis-cli -h "$host" -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME gomeet 2>/dev/null | head -n 1
  done | grep -x "redis-[0-9]*\.redis\.$NAMESPACE\.svc\.cluster\.local" | sort | uniq -c | while read -r votes name; do
    if [ "$votes" -ge 2 ]; then echo "$name"; fi
  done
}

primary_by_servers() {
  for host in $(servers); do
    if timeout 3 redis-cli -h "$host" -p 6379 ROLE 2>/dev/null | head -n 1 | grep -q '^master$'; then
      echo "$host.$NAMESPACE.svc.cluster.local"
    fi
  done | head -n 1
}
