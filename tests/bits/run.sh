#!/bin/sh
# The same bits from every compiler, flag and processor: builds bits.cpp in many ways and compares what it
# prints with golden.txt; and torch.cpp, which compares PyTorch's numbers by itself.
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
passed=0
failed=0
skipped=0

skip() {
  skipped=$((skipped + 1))
  echo "skipped  $1"
}

# compare <name> <command...>: runs the program, which must print golden.txt.
compare() {
  name=$1
  shift
  if "$@" >"$build/out" 2>"$build/err" && cmp -s "$build/out" "$here/golden.txt"; then
    passed=$((passed + 1))
    echo "same     $name: $(tail -n 1 "$build/err")"
  else
    failed=$((failed + 1))
    echo "DIFFERS  $name: $(tail -n 1 "$build/err")"
    diff "$here/golden.txt" "$build/out" | head -n 6
  fi
}

# compare_torch <name> <command...>: runs the program, which must find PyTorch's numbers.
compare_torch() {
  name=$1
  shift
  if "$@" "$here/../data/torch_golden_public.txt" >"$build/out" 2>"$build/err"; then
    passed=$((passed + 1))
    echo "same     torch, $name: $(cut -d , -f 1-3 "$build/out" | paste -s -d ';')"
  else
    failed=$((failed + 1))
    echo "DIFFERS  torch, $name"
    head -n 6 "$build/out" "$build/err"
  fi
}

# check <compiler> <flags> [<command that runs the program>]
check() {
  check_program bits compare "$@"
}
check_torch() {
  check_program torch compare_torch "$@"
}

# check_program <source> <how to judge it> <compiler> <flags> [<command that runs the program>]
check_program() {
  source=$1
  judge=$2
  shift 2
  if ! command -v "$1" >/dev/null; then
    skip "$1 $2: no $1"
  elif [ "${3:-}" ] && ! command -v "${3%% *}" >/dev/null; then
    skip "$1 $2: no ${3%% *}"
  elif ! $1 -std=c++17 $2 -I"$here/../../include" -isystem "$eigen" "$here/$source.cpp" \
    -o "$build/program" 2>"$build/err"; then
    failed=$((failed + 1))
    echo "DIFFERS  $1 $2: does not compile"
    head -n 5 "$build/err"
  else
    $judge "$1 $2 ${3:-}" ${3:-} "$build/program"
  fi
}

for compiler in g++ clang++; do
  for flags in -O0 -O2 "-O3 -march=native" -Ofast "-O2 -ffast-math -march=native"; do
    check $compiler "$flags"
  done
done
check aarch64-linux-gnu-g++ "-O2 -static" qemu-aarch64
check s390x-linux-gnu-g++ "-O2 -static" qemu-s390x
check_torch g++ "-O3 -march=native -ffast-math"
check_torch clang++ -Ofast
check_torch aarch64-linux-gnu-g++ "-O2 -static" qemu-aarch64
check_torch s390x-linux-gnu-g++ "-O2 -static" qemu-s390x

if [ "${1:-}" = all ]; then
  for flags in -O0 -O2 "-O3 -march=native" -Ofast "-O2 -ffast-math -march=native"; do
    check clang++-19 "$flags"
  done
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
  check_torch g++ "-O2 -static" "qemu-x86_64 -cpu Nehalem"
  # One plain binary on old and new processors.
  for model in Nehalem Haswell max; do
    check g++ "-O2 -static" "qemu-x86_64 -cpu $model"
    check clang++ "-O2 -static" "qemu-x86_64 -cpu $model"
  done
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
