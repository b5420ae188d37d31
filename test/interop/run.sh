#!/usr/bin/env bash
# The tests against real programs: Kamailio, baresip, linphone, sipp and slapd of this Debian, and Asterisk of Debian sid
# in a root of its own (Debian 12 has none). Installs what is missing, so it wants root: apt, debootstrap and chroot need it.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH" DEBIAN_FRONTEND=noninteractive

packages=(kamailio kamailio-tls-modules kamailio-websocket-modules kamailio-presence-modules sip-tester baresip-core linphone-cli
  slapd debootstrap)
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/usher"
root="$cache/asterisk-sid"

if [ "$(id -u)" != 0 ]; then
  echo "npm run test:interop must run as root: it starts Asterisk in a root of its own, and installs what is missing:" >&2
  echo "  apt-get install --no-install-recommends ${packages[*]}" >&2
  exit 1
fi

install_packages() {
  # Freshly installed services must not start: Kamailio and slapd would listen on every interface.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  apt-get -q update || echo 'apt-get update failed; going on with the lists that are there' >&2
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${packages[@]}"
}

# The marker is written last, so that a root whose making was interrupted is made again.
make_asterisk_root() {
  local mirror
  mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sed -n 1p)"
  mkdir -p "$cache"
  rm -rf --one-file-system "$root"
  if ! debootstrap --variant=minbase --include=asterisk,ca-certificates sid "$root" \
    "${mirror:-http://deb.debian.org/debian/}" >"$cache/debootstrap.log" 2>&1; then
    tail -n 30 "$cache/debootstrap.log" >&2
    return 1
  fi
  touch "$root/.complete"
}

dpkg-query -W -f '${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -c '^installed$' |
  grep -qx "${#packages[@]}" || install_packages
mkdir -p "$cache"
(
  flock 9
  [ -e "$root/.complete" ] || make_asterisk_root || { sleep 5 && make_asterisk_root; }
) 9>"$cache/lock"

USHER_ASTERISK_ROOT="$root" timeout --foreground 780 \
  mocha --no-config --forbid-only --timeout 30000 'test/interop/*.test.ts'
