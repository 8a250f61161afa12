#!/bin/sh
# Builds the benchmarks as users build their programs, after installing what is missing (on Debian
# and Ubuntu), and runs them. CXX chooses the compiler; arguments go to the benchmark:
#
#   bench/run.sh --benchmark_filter=normal
#
# EIGENINIT_INSTRUCTION_SET=scalar measures the kernels of another instruction set than the best.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare compiler cmake ninja Eigen3 benchmark

compiler=${CXX:-c++}
build=build/bench-$(basename "$compiler")
cmake -S . -B "$build" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
  -DEIGENINIT_BUILD_BENCHMARKS=ON -DEIGENINIT_BUILD_TESTS=OFF -DEIGENINIT_BUILD_EXAMPLES=OFF
cmake --build "$build" --parallel "$jobs" --target fill_bench

echo "
CPU       $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $jobs processors
Compiler  $("$compiler" --version | head -n 1)
"
exec "$build/bench/fill_bench" "$@"
