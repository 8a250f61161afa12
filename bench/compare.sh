#!/bin/sh
# Other libraries against this one, in one process on one thread. CXX chooses the
# compiler, FLAGS replace -O2, and arguments go to the benchmark:
#
#   bench/compare.sh --benchmark_filter=normal
#   FLAGS="-O3 -march=native" bench/compare.sh --benchmark_filter='orthogonal|roof'
#
# Takes part: libtorch where it is found (Debian's libtorch-dev, or a folder in CMAKE_PREFIX_PATH),
# EigenRand from the folder that EIGENRAND names (github.com/bab2min/EigenRand), with the same flags and
# with -O3 -march=native (or what EIGENRAND_ARCH names), Eigen, and the standard library.
#
# As on a processor that has AVX2 and no AVX-512:
#
#   EIGENINIT_INSTRUCTION_SET=avx2 EIGENRAND_ARCH=znver3 bench/compare.sh
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
. bench/build.sh
build_bench compare_bench
for peer in libtorch libtorch_c10 eigenrand_include; do
  grep -q "^$peer:[A-Z]*=.*NOTFOUND" "$build/CMakeCache.txt" && echo "Missing   $peer"
done
echo "Native    ${EIGENRAND_ARCH:-native}"
echo
exec "$build/bench/compare_bench" "$@"
