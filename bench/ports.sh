#!/bin/sh
# What the execution ports of processors allow: the two loops of each kernel, that which makes words and that
# which makes values of them, simulated by llvm-mca, beside the cycles that their busiest ports need at least.
# Arguments choose the fills; all four are
#
#   bench/ports.sh uniform/float normal/float truncated_normal/float normal/double
#
# Columns: cycles for an element as simulated, the bound, their ratio, what the bound comes from (ports, or
# the width in which micro-operations are dispatched; for words + for values), instructions and
# micro-operations for an element. Rows "here" are measured on this machine instead, beside the bound for its model.
#
# CXX chooses the compiler for this machine's family. For the other one it is g++ for AArch64, or for x86-64.
# The loops stay in build/ports.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
mca=llvm-mca-19  # 14, Debian's default, has no models of alderlake, znver4 and the Neoverse processors
here=$(uname -m)
there=$([ "$here" = x86_64 ] && echo aarch64 || echo x86_64)
prepare compiler cmake Eigen3 "$mca" "$there-linux-gnu-g++"
eigen=${EIGEN:-/usr/include/eigen3}
work=build/ports
mkdir -p "$work"

# Which processors have an instruction set.
processors() {
  case $1 in
    avx2) echo haswell skylake alderlake znver2 znver3 znver4 ;;
    avx512) echo skylake-avx512 icelake-server sapphirerapids znver4 ;;
    neon) echo cortex-a72 neoverse-n1 neoverse-v2 apple-m1 ;;
  esac
}

# whose <processor>: whose model simulate() has used, where llvm-mca has none of the processor's own.
whose() {
  case $1:$(sed -n 's/^\[0[.0]*\] *- //p' "$work/tables") in
    cortex-a57:* | cyclone:* | znver4:*) ;;
    *:A57*) echo "model of Cortex-A57" ;;
    *:Cy*) echo "model of Apple A7" ;;
    *:Zn4*) echo "model of znver4" ;;
  esac
}

# simulate <loop> <architecture> <processor>: sets cycles, uops, instructions and bound, of one turn, and
# limit, what the bound comes from. Fails where there is no model.
simulate() {
  set -- "$@" "$mca -mtriple=$2-linux-gnu -mcpu=$3 -instruction-info=0"
  $4 -resource-pressure=0 -iterations=500 "$1" >"$work/simulated" 2>"$work/errors" || return 1
  ! grep -q "not a recognized processor" "$work/errors" || return 1
  $4 -instruction-tables "$1" >"$work/tables" 2>/dev/null || return 1
  # shellcheck disable=SC2046 # words
  set -- $(awk -f bench/port_bound.awk "$work/tables") $(awk '
    /^Iterations/ { n = $2 } /^Instructions/ { i = $2 } /^Total Cycles/ { c = $3 } /^Total uOps/ { u = $3 }
    /^Dispatch Width/ { print c / n, u / n, i / n, u / n / $3 }' "$work/simulated")
  cycles=$3 uops=$4 instructions=$5
  bound=$1 limit=$2
  if awk "BEGIN { exit !($6 > $1) }"; then bound=$6 limit=dispatch; fi
}

# simulate_both <architecture> <processor>: the same for an element, whose words one loop makes, and another
# its value. Their bounds add up, and so do their limits.
simulate_both() {
  simulate "$words_loop" "$@" || return 1
  of_words="$cycles $uops $instructions $bound" limit_of_words=$limit
  simulate "$values_loop" "$@" || return 1
  # shellcheck disable=SC2046,SC2086 # words
  set -- $(echo $of_words $cycles $uops $instructions $bound | awk -v n="$words_made" -v w="$words" -v m="$values_made" \
    '{ for (i = 1; i <= 4; ++i) print $i * w / n + $(i + 4) / m }')
  cycles=$1 uops=$2 instructions=$3 bound=$4 limit=$limit_of_words+$limit
}

# row <cycles> <what> <set> <name> <processor>, the rest being as simulate_both() has set it.
row() {
  awk -v c="$1" -v b="$bound" -v i="$instructions" -v u="$uops" -v limit="$limit" \
    -v what="$2" -v set="$3" -v name="$4" -v note="$(whose "$5")" 'BEGIN {
    printf "%-24s %-7s %-22s %7.3f %7.3f %6.2f  %-20s %6.2f %6.2f%s\n",
      what, set, name, c, b, c / b, limit, i, u, note ? "  " note : "" }'
}

echo "Compiler  $("${CXX:-c++}" --version | head -n 1); $("$there-linux-gnu-g++" --version | head -n 1)"
echo "Models    $("$mca" --version | sed -n 's/^ *//; /version/p' | head -n 1)"
host=$("$mca" --version | sed -n 's/.*Host CPU: *//p')
echo
printf '%-24s %-7s %-22s %7s %7s %6s  %-20s %6s %6s\n' \
  "for an element" set processor cycles bound ratio limit instr. uops
[ $# -gt 0 ] || set -- uniform/float normal/float truncated_normal/float normal/double
for what in "$@"; do
  initializer=${what%/*} scalar=${what#*/}
  for architecture in x86_64 aarch64; do
    compiler=$([ "$architecture" = "$here" ] && echo "${CXX:-c++}" || echo "$architecture-linux-gnu-g++")
    file=$work/$initializer-$scalar-$architecture
    nice -n 10 "$compiler" -std=c++17 -O2 -DNDEBUG "-DINITIALIZER=$initializer" "-DSCALAR=$scalar" \
      -Iinclude -isystem "$eigen" -S bench/ports.cpp -o "$file.s"
    [ "$architecture" != "$here" ] || "$compiler" "$file.s" -o "$file"
    for set in $([ "$architecture" = x86_64 ] && echo avx2 avx512 || echo neon); do
      words_loop=$work/$initializer-$scalar-$set.words.s values_loop=$work/$initializer-$scalar-$set.values.s
      if ! awk -v "set=$set" -v of=words -f bench/hot_loop.awk "$file.s" >"$words_loop" ||
        ! awk -v "set=$set" -v of=values -f bench/hot_loop.awk "$file.s" >"$values_loop"; then
        echo "$what $set: a loop is missing in $file.s" >&2
        continue
      fi
      size=4 words=1
      [ "$scalar" != double ] || size=8 words=2
      read -r _ bytes _ <"$values_loop"
      values_made=$((bytes / size))
      read -r _ bytes multiplied <"$words_loop"
      words_made=$((bytes / 4))
      # Philox makes 4 words of 20 products, of which a schedule saves two. Anything else would mean that this
      # is not the loop, or that rounds are not unrolled in it.
      if [ $((multiplied * 2)) -ne $((words_made * 9)) ]; then
        echo "$what $set: suspicious: $multiplied products in a turn for $words_made words, see $words_loop" >&2
      fi
      for processor in $(processors "$set"); do
        if simulate_both "$architecture" "$processor"; then
          row "$cycles" "$what" "$set" "$processor" "$processor"
        else
          printf '%-24s %-7s %-22s no model\n' "$what" "$set" "$processor"
        fi
      done
      # Fails where this processor does not have the set.
      if [ "$architecture" = "$here" ] && simulate_both "$here" "$host" &&
        measured=$(EIGENINIT_INSTRUCTION_SET=$set "$file" 2>/dev/null); then
        row "$(echo "$measured" | awk '{ print $1 * $2 }')" \
          "$what" "$set" "here ($host)" "$host"
      fi
    done
  done
done
