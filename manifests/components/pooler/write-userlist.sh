#!/bin/sh
# PgBouncer reads passwords from a file: with SCRAM it needs them in clear, to log in at the server. The file is in memory, and for
# its owner alone. A quotation mark is doubled, as PgBouncer reads it.
set -eu
umask 077
# In a setting the name stands as it is.
printf 'stats_users = %s\n' "$(cat /secrets/username)" >/run/pgbouncer/stats.ini
quoted() { printf '"%s"' "$(cat "$1" | sed 's/"/""/g')"; }
printf '%s %s\n' "$(quoted /secrets/username)" "$(quoted /secrets/password)" >/run/pgbouncer/userlist.txt
