#!/bin/sh
# Programs whose objects are compiled with different flags: the linker takes inline functions from
# the object that comes first, and no object may get a function that was compiled for another one.
#
#   run.sh            g++
#   run.sh all        g++ and clang++
#
# Each program is linked in both orders. What the plainly compiled object does runs on a Nehalem,
# by qemu-x86_64, where an instruction of AVX is illegal; what both objects do together runs here
# as far as this processor has the instructions. Needs x86-64, and qemu-user. EIGEN says where Eigen
# is, INCLUDE where the library is.
#
# SPDX-License-Identifier: MIT
set -u
here=$(cd "$(dirname "$0")" && pwd)
include=${INCLUDE:-$here/../../include}
eigen=${EIGEN:-/usr/include/eigen3}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
jobs=$(getconf _NPROCESSORS_ONLN)
started=0

# judge <what> <expected> <command...>: the last line that the command prints, or its exit status
# where it prints nothing, is what is expected.
judge() {
  what=$1 wanted=$2
  shift 2
  "$@" >"$own/out" 2>&1
  status=$?
  got=$(tail -n 1 "$own/out")
  [ "$got" ] || got=$status
  if [ "$got" = "$wanted" ]; then
    echo "passed  $what"
  else
    echo "FAILED  $what: $got, not $wanted"
  fi
}

compile() { # compile <source> <object> <flags>
  # shellcheck disable=SC2086 # one word for each flag
  $compiler -std=c++17 $3 -I"$include" -isystem "$eigen" -c "$here/$1.cpp" -o "$2"
}

# The library's functions in an object that could stand in for those of another one.
without_name() {
  nm "$1" | awk '$2 ~ /[WVu]/ { print $3 }' | grep -E '^_ZZ?NK?9eigeninit' |
    grep -v -e 'v[0-9]*_[0-9]' -e '^_ZN9eigeninit8internal7process' | c++filt | head -n 1
}

# Functions of one name in both objects, other than Eigen's: what is left to the linker's choice.
shared_functions() {
  for object in "$@"; do nm "$object" | awk '$2 ~ /[WVu]/ { print $3 }' | sort -u; done | sort |
    uniq -d | grep -v -e '^_ZN9eigeninit8internal7process' -e '^_ZNK\{0,1\}5Eigen' -e '^DW\.ref' | c++filt |
    head -n 1
}

has_processor() { # has_processor <feature in /proc/cpuinfo, or nothing>
  [ -z "$1" ] || grep -qw "$1" /proc/cpuinfo
}

# judge_program <how it was made> <what it needs of the processor>
judge_program() {
  judge "$1, on a Nehalem" "$expected" qemu-x86_64 -cpu Nehalem "$own/program"
  if has_processor "$2"; then
    judge "$1: both objects" 0 "$own/program" both
  else
    echo "skipped $1: both objects: this processor has no $2"
  fi
}

# judge_flags <flags of the other object> [<what they need of the processor>]
judge_flags() {
  if ! compile other "$own/other.o" "$1"; then
    echo "FAILED  $compiler $1: does not compile"
    return
  fi
  nm "$own/other.o" | grep -q eigeninit || echo "FAILED  $compiler $1: no functions are found"
  judge "$compiler $1: all functions carry the name" 0 without_name "$own/other.o"
  judge "$compiler $1: no function is shared" 0 shared_functions "$build/main.o" "$own/other.o"
  case $1 in *openmp*) link=-fopenmp ;; *) link= ;; esac
  for order in "$build/main.o $own/other.o" "$own/other.o $build/main.o"; do
    # shellcheck disable=SC2086
    $compiler $order $link -o "$own/program" || echo "FAILED  $compiler $1: does not link"
    case $order in "$own"*) how="other $1 first" ;; *) how="then other $1" ;; esac
    how="$compiler -O2, $how"
    judge_program "$how" "${2:-}"
    case $1 in
      *no-exceptions*)
        # The shell says in standard error that the program aborted.
        judge "$how: refusal" 0 sh -c "exec 2>/dev/null; '$own/program' refusal 2>&1 |
          grep -qx 'uniform: low 1 is above high -1; pass them in order'"
        ;;
      *openmp*) judge "$how: threads" "1 2" env OMP_NUM_THREADS=2 "$own/program" threads ;;
    esac
  done
}

# The other object as a shared library that hides its symbols: one choice of the instruction set.
judge_shared_library() {
  compile other "$own/other.o" "-O2 -mavx2 -mfma -fPIC -fvisibility=hidden" &&
    $compiler -shared "$own/other.o" -o "$own/libother.so" &&
    $compiler "$build/main.o" "$own/libother.so" -Wl,-rpath,"$own" -o "$own/program" ||
    echo "FAILED  $compiler: no shared library"
  judge_program "$compiler -O2, a shared library with -mavx2 and hidden symbols" avx2
}

# start <function> <arguments...>: beside others, as many as there are processors, in a folder of
# its own.
start() {
  started=$((started + 1))
  own=$build/$started
  mkdir "$own"
  { "$@"; echo "ended"; } >"$own/verdicts" 2>&1 &
  [ $((started % jobs)) -ne 0 ] || wait
}

compilers=g++
[ "${1:-}" != all ] || compilers="g++ clang++"
for compiler in $compilers; do
  compile main "$build/main.o" -O2 && compile other "$build/plain.o" -O2 &&
    $compiler "$build/main.o" "$build/plain.o" -o "$build/plain" && expected=$("$build/plain") ||
    exit 1
  start judge_flags "-O2 -mfma -mavx2" avx2
  start judge_flags "-O0 -mavx2" avx2
  start judge_flags "-O2 -mavx512f -mfma" avx512f
  start judge_flags "-O2 -march=native"
  start judge_flags "-O2 -fno-exceptions"
  start judge_flags "-O2 -fopenmp"
  start judge_shared_library
  wait
done
cat "$build"/*/verdicts | grep -v '^ended'
count() {
  cat "$build"/*/verdicts | grep -c "^$1"
}
echo "$(count passed) passed, $(count FAILED) failed, $(count skipped) skipped"
[ "$(count FAILED)" -eq 0 ] && [ "$(count ended)" -eq "$started" ]
