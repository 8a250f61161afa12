#!/bin/sh
# The Debian package: built by cpack, installed, used by a stranger's project, removed without a trace.
# Changes the system that it runs on, and needs root there: made for a fresh one, as run.sh sets it up.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/../.."
unset CMAKE_PREFIX_PATH PKG_CONFIG_PATH
. cmake/prepare.sh

fail() {
  echo "package.sh: $1" >&2
  exit 1
}
[ "$(id -u)" -eq 0 ] || fail "installing and removing a package needs root: run it in a fresh system"
! dpkg-query --show libeigeninit-dev >/dev/null 2>&1 ||
  fail "libeigeninit-dev is installed here already: remove it first"
prepare compiler cmake ninja-or-make Eigen3 pkg-config

build=$PWD/build/package
rm -rf "$build"

# Every name in the system's folders, but for what is no file of a package.
names() {
  find / -xdev \( -path "$PWD" -o -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var \) \
    -prune -o -print | sort
}

echo "== cpack"
cmake -S . -B "$build" -DEIGENINIT_BUILD_TESTS=OFF -DEIGENINIT_BUILD_EXAMPLES=OFF
(cd "$build" && umask 077 && cpack -G DEB)
deb=$(echo "$build"/*.deb)
version=$(dpkg-deb --field "$deb" Version)
[ "$deb" = "$build/libeigeninit-dev_${version}_all.deb" ] || fail "its name is $deb"
dpkg-deb --info "$deb"
dpkg-deb --contents "$deb"
! dpkg-deb --contents "$deb" | grep -v -e '^-rw-r--r-- root/root ' -e '^drwxr-xr-x root/root ' ||
  fail "these are not for everybody to read, and for root to write"

echo "== install"
names >"$build/before"
apt-get install -y --no-install-recommends "$deb"
names >"$build/installed"
comm -13 "$build/before" "$build/installed" >"$build/added"
[ -s "$build/added" ] || fail "it installs nothing"
! grep -v '^/usr/' "$build/added" || fail "these are outside /usr"
grep -qx /usr/share/doc/libeigeninit-dev/copyright "$build/added" || fail "its licence is missing"

echo "== find_package, without CMAKE_PREFIX_PATH"
cmake -S tests/consumer -B "$build/consumer" -DEIGENINIT_VERSION="$version"
grep '^eigeninit_DIR:PATH=/usr/share/cmake/eigeninit$' "$build/consumer/CMakeCache.txt" ||
  fail "find_package took another eigeninit than the package's"
cmake --build "$build/consumer" --target run_cxx17

echo "== pkg-config, without PKG_CONFIG_PATH"
sh tests/consumer/pkg_config.sh "${CXX:-c++}" tests/consumer "" "$version"

echo "== remove"
apt-get purge -y libeigeninit-dev
names >"$build/after"
diff "$build/before" "$build/after" || fail "the package leaves traces"
echo "package.sh: libeigeninit-dev $version installs, is found, and is removed without a trace"
