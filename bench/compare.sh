#!/bin/sh
# Other libraries against this one, in one process on one thread, built as users build their programs.
# CXX chooses the compiler, FLAGS replace -O2, and arguments go to the benchmark:
#
#   bench/compare.sh --benchmark_filter=normal
#   FLAGS="-O3 -march=native" bench/compare.sh --benchmark_filter='orthogonal|roof'
#
# Takes part: libtorch where it is found (Debian's libtorch-dev, or a folder in CMAKE_PREFIX_PATH),
# EigenRand from the folder that EIGENRAND names, Eigen, and the standard library.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare compiler cmake ninja Eigen3 benchmark

compiler=${CXX:-c++}
build=build/bench-$(basename "$compiler")
cmake -S . -B "$build" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="${FLAGS:--O2} -DNDEBUG" \
  -DEIGENINIT_BUILD_BENCHMARKS=ON -DEIGENINIT_BUILD_TESTS=OFF -DEIGENINIT_BUILD_EXAMPLES=OFF
cmake --build "$build" --parallel "$jobs" --target compare_bench

echo "
CPU       $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $jobs processors
Compiler  $("$compiler" --version | head -n 1)"
for peer in libtorch libtorch_c10 eigenrand_include; do
  grep -q "^$peer:[A-Z]*=.*NOTFOUND" "$build/CMakeCache.txt" && echo "Missing   $peer"
done
echo
exec "$build/bench/compare_bench" "$@"
