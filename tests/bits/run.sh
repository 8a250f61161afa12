#!/bin/sh
# The same bits from every compiler, flag and processor: builds bits.cpp in many ways and compares what it
# prints with golden.txt; torch.cpp, which compares PyTorch's numbers by itself; and manifest.cpp, which
# compares a model's manifest.
#
#   run.sh            a few minutes: g++ and clang++ with flags that tempt them, AArch64 and s390x
#   run.sh all        every compiler and processor that Debian has tools for
#
# What is missing is said and counted as skipped. Needs qemu-user and cross compilers for other processors
# (Debian: qemu-user g++-aarch64-linux-gnu g++-s390x-linux-gnu, and for all: clang-19
# g++-riscv64-linux-gnu g++-powerpc64le-linux-gnu g++-i686-linux-gnu). EIGEN says where Eigen is.
#
# SPDX-License-Identifier: MIT
set -u
here=$(cd "$(dirname "$0")" && pwd)
eigen=${EIGEN:-/usr/include/eigen3}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
jobs=$(getconf _NPROCESSORS_ONLN)
started=0

# judge_bits <name> <command...>: runs the program, which must print golden.txt.
judge_bits() {
  name=$1
  shift
  if "$@" >"$own/out" 2>"$own/err" && cmp -s "$own/out" "$here/golden.txt"; then
    echo "same     $name: $(tail -n 1 "$own/err")"
  else
    echo "DIFFERS  $name: $(tail -n 1 "$own/err")"
    diff "$here/golden.txt" "$own/out" | head -n 6
  fi
}

# judge_torch <name> <command...>: runs the program, which must find PyTorch's numbers.
judge_torch() {
  name=$1
  shift
  if "$@" "$here/../data/torch_golden_public.txt" >"$own/out" 2>"$own/err"; then
    echo "same     torch, $name: $(cut -d , -f 1-3 "$own/out" | paste -s -d ';')"
  else
    echo "DIFFERS  torch, $name"
    head -n 6 "$own/out" "$own/err"
  fi
}

# judge_manifest <name> <command...>: runs the program, which must make the recorded manifest.
judge_manifest() {
  name=$1
  shift
  if "$@" "$here/../data/manifest.json" >"$own/out" 2>"$own/err"; then
    echo "same     manifest, $name: $(tail -n 1 "$own/err")"
  else
    echo "DIFFERS  manifest, $name"
    head -n 6 "$own/out" "$own/err"
  fi
}

# check <compiler> <flags> [<command that runs the program>]
check() {
  start bits "$@"
}
check_torch() {
  start torch "$@"
}
check_manifest() {
  start manifest "$@"
}

# start <program> <compiler> <flags> [<command that runs it>]: beside others, as many as there are
# processors, in a folder of its own.
start() {
  started=$((started + 1))
  own=$build/$started
  mkdir "$own"
  build_and_judge "$@" >"$own/verdict" &
  [ $((started % jobs)) -ne 0 ] || finish
}

build_and_judge() {
  program=$1
  shift
  if ! command -v "$1" >/dev/null; then
    echo "skipped  $1 $2: no $1"
  elif [ "${3:-}" ] && ! command -v "${3%% *}" >/dev/null; then
    echo "skipped  $1 $2: no ${3%% *}"
  elif ! $1 -std=c++17 $2 -I"$here/../../include" -isystem "$eigen" "$here/$program.cpp" \
    -o "$own/program" 2>"$own/err"; then
    echo "DIFFERS  $1 $2: does not compile"
    head -n 5 "$own/err"
  else
    "judge_$program" "$1 $2 ${3:-}" ${3:-} "$own/program"
  fi
}

# finish: waits for what was started, and shows the verdicts.
finish() {
  wait
  for verdict in "$build"/*/verdict; do
    [ -e "$verdict" ] || continue
    cat "$verdict"
    cat "$verdict" >>"$build/verdicts"
    rm -r "$(dirname "$verdict")"
  done
}

check g++ -O2
check g++ "-O3 -march=native"
check clang++ -O2
check clang++ -Ofast
check aarch64-linux-gnu-g++ "-O2 -static" qemu-aarch64
check s390x-linux-gnu-g++ "-O2 -static" qemu-s390x
check_torch clang++ -Ofast
check_torch aarch64-linux-gnu-g++ "-O2 -static" qemu-aarch64
check_manifest clang++ -Ofast
check_manifest aarch64-linux-gnu-g++ "-O0 -static" qemu-aarch64
check_manifest s390x-linux-gnu-g++ "-O0 -static" qemu-s390x

if [ "${1:-}" = all ]; then
  for flags in -O0 -O2 "-O3 -march=native" -Ofast; do
    check clang++-19 "$flags"
  done
  for compiler in g++ clang++ clang++-19; do
    check $compiler "-O2 -ffast-math -march=native"
  done
  check g++ -O0
  check g++ -Ofast
  check_torch g++ "-O3 -march=native -ffast-math"
  check clang++ -O0
  check clang++ "-O3 -march=native"
  check g++ "-O2 -fopenmp"
  check g++ "-O2 -mfpmath=387"
  check clang++ "-O2 -mfma -ffp-contract=fast"
  for flags in -O0 "-O3 -ffast-math"; do
    check aarch64-linux-gnu-g++ "$flags -static" qemu-aarch64
  done
  for flags in -O0 "-O2 -mfpmath=387" "-O2 -ffast-math"; do
    check i686-linux-gnu-g++ "$flags -static" qemu-i386
  done
  for flags in -O0 -O2 -Ofast; do
    check riscv64-linux-gnu-g++ "$flags -static" qemu-riscv64
    check powerpc64le-linux-gnu-g++ "$flags -static" qemu-ppc64le
    check s390x-linux-gnu-g++ "$flags -static" qemu-s390x
  done
  for flags in -O0 "-O3 -march=native" -Ofast; do
    check_manifest g++ "$flags"
  done
  check_manifest i686-linux-gnu-g++ "-O2 -static" qemu-i386
  check_manifest riscv64-linux-gnu-g++ "-O2 -static" qemu-riscv64
  check_manifest powerpc64le-linux-gnu-g++ "-O2 -static" qemu-ppc64le
  for compiler in g++ clang++; do
    for flags in -O0 -O2 "-O2 -ffast-math -march=native" "-O2 -mfma -ffp-contract=fast"; do
      check_torch $compiler "$flags"
    done
  done
  check_torch clang++-19 -O2
  check_torch clang++-19 "-Ofast -march=native"
  check_torch aarch64-linux-gnu-g++ "-O3 -ffast-math -static" qemu-aarch64
  check_torch i686-linux-gnu-g++ "-O2 -mfpmath=387 -static" qemu-i386
  check_torch riscv64-linux-gnu-g++ "-O2 -static" qemu-riscv64
  check_torch s390x-linux-gnu-g++ "-O2 -static" qemu-s390x
  check_torch g++ "-O2 -static" "qemu-x86_64 -cpu Nehalem"
  # One plain binary on old and new processors.
  for model in Nehalem Haswell max; do
    check g++ "-O2 -static" "qemu-x86_64 -cpu $model"
    check clang++ "-O2 -static" "qemu-x86_64 -cpu $model"
  done
fi

finish
count() {
  grep -c "^$1 " "$build/verdicts"
}
echo "$(count same) passed, $(count DIFFERS) failed, $(count skipped) skipped"
! grep -q '^DIFFERS' "$build/verdicts"
