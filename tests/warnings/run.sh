#!/bin/sh
# That no header warns in a user's program, whatever its flags: compiles every header by itself, and at every
# level of optimisation everything.cpp, which uses every template.
#
#   run.sh                     c++
#   run.sh <compiler>...       for example g++-14 clang++-19
#   LEVELS="-O0 -O2" run.sh    some levels only; a level is minutes of one core
#
# EIGEN says where Eigen is; its own warnings do not count.
#
# SPDX-License-Identifier: MIT
set -u
cd "$(dirname "$0")/../.." || exit 1
eigen=${EIGEN:-/usr/include/eigen3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# compile <what> <arguments of the compiler>: says how many warnings there are, and the first ones.
compile() {
  what=$1
  shift
  # shellcheck disable=SC2086 # one word for each flag
  "$compiler" $flags "$@" 2>"$work/log" && ! grep -q 'warning:' "$work/log" && return
  echo "WARNS   $what: $(grep -c 'warning:' "$work/log") warnings, $(grep -c 'error:' "$work/log") errors"
  grep -E 'warning:|error:' "$work/log" | head -n 10
  failed=$((failed + 1))
}

[ $# -gt 0 ] || set -- c++
for compiler in "$@"; do
  version=$("$compiler" --version | head -n 1)
  flags="-std=c++17 $(tr '\n' ' ' <tests/warnings/flags) -Iinclude -isystem $eigen"
  case $version in
    *clang*) ;;
    *) flags="$flags -Wuseless-cast" ;;
  esac
  before=$failed
  for header in $(cd include && find eigeninit -name '*.hpp'); do
    echo "#include <$header>" >"$work/alone.cpp"
    compile "$header" -fsyntax-only "$work/alone.cpp"
  done
  for level in ${LEVELS:--O0 -O1 -O2 -O3}; do
    compile "everything.cpp at $level" "$level" -c tests/warnings/everything.cpp -o "$work/everything.o"
  done
  [ "$failed" -gt "$before" ] || echo "silent  $version, ${LEVELS:--O0 -O1 -O2 -O3}"
done
[ "$failed" -eq 0 ]
