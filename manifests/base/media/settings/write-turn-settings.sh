#!/bin/sh
# Puts coturn's configuration together in memory: a secret on a command line could be read by everybody on the node.
# TURN_EXTERNAL_IP is empty where the node bears its public address itself, as at DigitalOcean; `detect` asks a public resolver for it, where
# the node is behind one-to-one NAT; else it is that address.
set -eu
umask 077
case "$TURN_EXTERNAL_IP" in
  "") mapping="" ;;
  detect) mapping="external-ip=$(detect-external-ip --ipv4)/$NODE_IP" ;;
  *) mapping="external-ip=$TURN_EXTERNAL_IP/$NODE_IP" ;;
esac
{
  cat /etc/turn/turnserver.conf
  echo "realm=turn.$DOMAIN"
  echo "$mapping"
  echo "static-auth-secret=$(cat /etc/turn-secret/secret)"
} >/run/turn/turnserver.conf
