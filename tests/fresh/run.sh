#!/bin/sh
# The README's two commands as a newcomer gives them: on a minimal Debian that debootstrap makes for the
# purpose, in a clone of what is committed. Ends with what was run, how long it took and what was
# installed; fails where a command does, where a compiler or CMake warns, and without network.
#
#   sh tests/fresh/run.sh [bookworm|trixie|sid]      (trixie)
#
# With EIGENINIT_SHORT_TESTS=1 the tests are those of tests/run.sh with it.
#
# Needs root, since it mounts and changes root; 3 GB in ${TMPDIR:-/var/tmp}; and a machine whose own apt
# sources have the release. Where they are is asked of apt and told to the new system, but not printed.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/../.."
suite=${1:-trixie}

refuse() {
  echo "tests/fresh/run.sh: $1" >&2
  exit 1
}
case $suite in
  bookworm | trixie | sid) ;;
  *) refuse "there is no release '$suite' here; say bookworm, trixie or sid." ;;
esac
[ "$(id -u)" -eq 0 ] || refuse "it makes a system of its own and needs root; start it with sudo."
command -v apt-get >/dev/null || refuse "it needs a machine with apt-get."
. cmake/prepare.sh
prepare debootstrap git
git() { command git -c safe.directory='*' "$@"; } # the clone may belong to whom sudo was called by
commit=$(git log -1 --format='%h, %s') || refuse "it tests what is committed, and this is no clone."

work=$(mktemp -d "${TMPDIR:-/var/tmp}/eigeninit-fresh.XXXXXX")
root=$work/root
clone=$root/root/eigeninit
child=
exec 3>&1 4>&2
# Ends what runs inside, waits until all of it has let go of the output, and removes the system.
clean() {
  [ -z "$child" ] || kill -KILL "$child" || :
  exec >&3 2>&4
  wait
  rm -rf --one-file-system "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# apart <command>: with mounts and processes of its own, which end with it however it ends. It runs in
# the background, as a trap would wait for what runs in the foreground.
apart() {
  unshare --mount --pid --fork --kill-child --mount-proc "$@" &
  child=$!
  status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

# inside <command>: in the new system, where nothing of this shell's environment is known.
inside() {
  # shellcheck disable=SC2016 # these are the inner shell's
  apart sh -c 'mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' \
    "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
    ${EIGENINIT_SHORT_TESTS:+EIGENINIT_SHORT_TESTS=1} \
    ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} "$@"
}

# Where this machine's apt gets packages from, one address a line. apt itself reads its sources, in
# whichever format they are.
archives() {
  apt-get --print-uris update | sed -n "s,^'\(.*/\)dists/.*/InRelease' .*,\1,p" |
    while read -r address; do
      case $address in
        http://* | https://*) echo "$address" ;;
        mirror+file:*) # a file of addresses
          file=${address#mirror+file:}
          sed -n -e 's,[[:space:]].*,,' -e 's,/*$,/,' -e '/^https*:/p' "${file%/}"
          ;;
      esac
    done | sort -u
}

# This machine's settings of apt that say how to reach a mirror.
reaching() {
  apt-config dump | grep -E '^Acquire::(Check-|([a-z]+::)?(Proxy|Retries|Timeout|Verify))' || :
}
eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
[ "${http_proxy:-}" != DIRECT ] || http_proxy=
[ "${https_proxy:-}" != DIRECT ] || https_proxy=
export http_proxy https_proxy # for debootstrap

mirror=
for address in $(archives); do
  if /usr/lib/apt/apt-helper download-file "${address}dists/$suite/InRelease" "$work/InRelease" \
    >/dev/null 2>&1; then
    mirror=${address%/}
    break
  fi
done
[ "$mirror" ] || refuse "none of this machine's apt sources gives Debian's $suite: is there a network?
Nothing was tested."

# From here on all output passes a filter that leaves the mirror's address out.
host=${mirror#*://}
host=${host%%/*}
mkfifo "$work/output"
sed -u -e "s|$mirror|<mirror>|g" -e "s|$host|<mirror>|g" <"$work/output" | tee "$work/log" &
exec >"$work/output" 2>&1

failed=
# try <command> <how it is run...>: notes what came of it and how many seconds it took.
try() {
  name=$1
  shift
  echo "==== $name"
  begin=$(date +%s)
  verdict=passed
  "$@" || verdict=FAILED failed=1
  echo "$verdict $(($(date +%s) - begin)) $name" >>"$work/results"
  [ "$verdict" = passed ]
}

case $mirror in
  https://*) also=--include=ca-certificates ;;
  *) also= ;;
esac
# shellcheck disable=SC2086 # nothing or one word
try "debootstrap --variant=minbase $suite" \
  apart debootstrap --variant=minbase --force-check-gpg $also "$suite" "$root" "$mirror" ||
  {
    tail -n 5 "$root/debootstrap/debootstrap.log" || :
    refuse "there is no system to test on."
  }
cp /etc/hosts "$root/etc/hosts"
reaching >"$root/etc/apt/apt.conf.d/99this-machine"
git clone --quiet --no-hardlinks . "$clone"
chroot "$root" apt-mark showmanual | sort >"$work/before"
packages_before=$(chroot "$root" dpkg-query -W | wc -l)

# The first block of commands in the README, each line as it stands there.
awk '/^```/ { if (inside) exit; inside = $0 == "```sh"; next } inside' "$clone/README.md" >"$work/commands"
[ "$(grep -c '^sh ' "$work/commands")" -eq 2 ] || refuse "the README does not begin with two commands."
echo "sh tests/fresh/package.sh" >>"$work/commands"
while read -r line; do
  # shellcheck disable=SC2016 # these are the inner shell's
  try "$line" inside sh -c 'cd /root/eigeninit && exec sh -c "$0"' "$line" || :
done <"$work/commands"

chroot "$root" apt-mark showmanual | sort >"$work/after"
exec >&3 2>&4
wait

# section <command>: what it printed.
section() {
  awk -v title="==== $1" '/^==== / { inside = $0 == title; next } inside' "$work/log"
}
echo "
Debian $(cat "$root/etc/debian_version") ($suite), $jobs processors; $commit"
while read -r verdict seconds name; do
  installing=$(section "$name" | awk '/^Installing took / { sum += $3 } END { print sum + 0 }')
  printf '  %-32s %s in %d s, of which %d s installing' \
    "$(echo "$name" | sed 's/ *#.*//')" "$verdict" "$seconds" "$installing"
  section "$name" | sed -n 's/^\(.*% tests passed.*\)/; \1/p' | tr -d '\n'
  echo
done <"$work/results"
echo "Installed, with $(($(chroot "$root" dpkg-query -W | wc -l) - packages_before)) packages in all:"
comm -13 "$work/before" "$work/after" | while read -r package; do
  # shellcheck disable=SC2016 # these are dpkg-query's
  chroot "$root" dpkg-query -W -f '  ${Package} ${Version}\n' "$package"
done
if grep -E '\[-W[a-z]|CMake (Deprecation )?Warning' "$work/log" >"$work/warnings"; then
  failed=1
  echo "Warnings, of which a newcomer should see none:"
  sort "$work/warnings" | uniq -c
fi
[ -z "$failed" ]
