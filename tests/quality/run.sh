#!/bin/sh
# How random the numbers are: the raw words through dieharder, and finished values at 10⁹ samples. By hand.
#
#   run.sh            some ten minutes: a selection of dieharder's tests
#   run.sh all        all of them: some hours
#
# Fails where a test fails. Installs dieharder where it is missing.
#
# SPDX-License-Identifier: MIT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
. cmake/prepare.sh
prepare compiler dieharder
eigen=${EIGEN:-/usr/include/eigen3}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

for program in words samples; do
  ${CXX:-c++} -std=c++17 -O2 -Iinclude -isystem "$eigen" "$here/$program.cpp" -o "$build/$program"
done

status=0
"$build/samples" || status=1

# Birthdays, 32×32 ranks, 6×8 ranks, bit streams, count-the-1s, minimal distance, 3-d spheres, squeeze, runs, craps,
# monobits, runs of bits, serial patterns; and, with the number of words that are looked at together, bit
# distributions, generalised minimal distances, lagged sums.
tests="0 2 3 4 8 11 12 13 15 16 100 101 102 200:1 200:4 200:8 201:2 201:3 201:4 201:5 203:1 203:8 203:32"
[ "${1:-}" != all ] || tests=all
: >"$build/results"
for test in $tests; do
  case $test in
    all) option=-a ;;
    *:*) option="-d ${test%:*} -n ${test#*:}" ;;
    *) option="-d $test" ;;
  esac
  # shellcheck disable=SC2086 # several words
  "$build/words" | dieharder -g 200 $option | grep -E 'PASSED|WEAK|FAILED' | tee "$build/result"
  if [ ! -s "$build/result" ]; then
    echo "dieharder $option: no result"
    status=1
  fi
  cat "$build/result" >>"$build/results"
done
echo "$(grep -c PASSED "$build/results") passed, $(grep -c WEAK "$build/results" || true) weak," \
  "$(grep -c FAILED "$build/results" || true) failed"
! grep -q FAILED "$build/results" || status=1
exit $status
