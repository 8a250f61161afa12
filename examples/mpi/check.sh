#!/bin/sh
# check.sh <sharded> [number of processes]…: the file and the fingerprint are those of one process, by every
# way of cutting, for 2, 3, 4 and 7 processes unless numbers are given.
#
# SPDX-License-Identifier: MIT
set -eu
program=$1
shift
[ $# -gt 0 ] || set -- 2 3 4 7
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# As root, as in a container, and with more processes than cores.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_NUM_THREADS=1
run() {
  mpirun --oversubscribe ${MPIRUN_FLAGS:-} -n "$1" "$program" "$2" "$folder/$3"
}
alone=$(run 1 rows alone)
echo "1 process: $alone"
for processes in "$@"; do
  for cut in rows columns grid; do
    together=$(run "$processes" "$cut" together)
    [ "$together" = "$alone" ] || { echo "$processes processes, $cut: $together"; exit 1; }
    cmp "$folder/alone" "$folder/together"
    rm "$folder/together"
  done
  echo "$processes processes: the same fingerprint and the same file, by rows, by columns and by a grid"
done
