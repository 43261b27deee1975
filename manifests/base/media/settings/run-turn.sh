#!/bin/sh
# Runs coturn, which reads its certificate when it starts and when it is told to. cert-manager puts a new one in 30 days before the old one
# ends; restarting for that would cut every call that is relayed.
set -eu
certificate=/etc/turn-tls/tls.crt
seen() { cksum 2>/dev/null <"$certificate" || echo none; }

# Before the server reads it: one that changes in between is read twice, and none is missed.
known=$(seen)
turnserver -c /run/turn/turnserver.conf &
server=$!

# The kubelet brings a changed Secret within two minutes.
watch_certificate() {
  while sleep 30; do
    now=$(seen)
    if [ "$now" = "$known" ]; then continue; fi
    echo "the certificate has changed"
    # Without one it does not listen for TLS at all, and only a new start makes it.
    if [ "$known" = none ]; then kill -TERM "$server"; else kill -USR2 "$server"; fi
    known=$now
  done
}
watch_certificate &
watcher=$!

trap 'kill -TERM "$server"' TERM INT
status=0
wait "$server" || status=$?
# A signal to this script ends the first wait before the server has ended.
if kill -0 "$server" 2>/dev/null; then wait "$server" || status=$?; fi
kill "$watcher" 2>/dev/null || true
exit "$status"
