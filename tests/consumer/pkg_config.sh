#!/bin/sh
# A stranger's command line: pkg_config.sh <compiler> <sources> <folder of eigeninit.pc> <version>
# The folder is empty where pkg-config knows it. Ends with status 77 where it can't be tried.
#
# SPDX-License-Identifier: MIT
set -eu
compiler=$1 sources=$2 version=$4
PKG_CONFIG_PATH=$3${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH

skip() {
  echo "skipped: $1"
  exit 77
}
command -v pkg-config >/dev/null || skip "there is no pkg-config here"
pkg-config --exists eigen3 || skip "pkg-config knows no eigen3 here"

pkg-config --print-errors --exact-version="$version" eigeninit
program=$(mktemp)
trap 'rm -f "$program"' EXIT
set -x
# shellcheck disable=SC2046 # one word for each flag
"$compiler" -std=c++17 $(pkg-config --cflags eigeninit) \
  "$sources/main.cpp" "$sources/weights.cpp" -o "$program"
"$program"
