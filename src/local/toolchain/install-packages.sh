#!/bin/sh
# Installs Debian or Ubuntu packages for `gomeet setup`, as root: sh install-packages.sh postgresql redis-server …
# The packages bring daemons that they would start and enable. gomeet starts its own, so none of theirs may
# run: while this script works, policy-rc.d forbids every start, and PostgreSQL makes no cluster. What the script
# puts there for that it takes away again, however it ends.
set -eu

root=${DESTDIR:-}                    # for tests
apt_get=${APT_GET:-apt-get}          # for tests
mark='# written by gomeet setup while it installs packages'
policy=$root/usr/sbin/policy-rc.d
cluster=$root/etc/postgresql-common/createcluster.d/gomeet.conf

clean_up() {
  if grep -qsF "$mark" "$policy"; then rm -f "$policy"; fi
  rm -f "$cluster"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# Someone else's policy stays in force; one that a killed run of this script left is replaced.
if [ ! -e "$policy" ] || grep -qsF "$mark" "$policy"; then
  mkdir -p "$(dirname "$policy")"
  printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
  chmod 755 "$policy"
fi
mkdir -p "$(dirname "$cluster")"
printf '%s\ncreate_main_cluster = false\n' "$mark" >"$cluster"

new=
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || new="$new $package"
done

export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
"$apt_get" update
"$apt_get" -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"

# Not at the next boot either; a daemon that was there before is its owner's affair.
if [ -z "$root" ] && command -v systemctl >/dev/null; then
  for package in $new; do
    case $package in
      postgresql | redis-server | patroni | pgbouncer | haproxy | coturn | prometheus | prometheus-* | nftables)
        systemctl disable "$package" || true ;;
      etcd-server) systemctl disable etcd || true ;;
    esac
  done
fi
