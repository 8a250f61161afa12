#!/bin/sh
# Measures the fills beside memset and the standard library. CXX chooses the compiler, FLAGS replace
# -O2; arguments go to the benchmark:
#
#   bench/run.sh --benchmark_filter=normal
#
# EIGENINIT_INSTRUCTION_SET=scalar measures the kernels of another instruction set than the best.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
. bench/build.sh
build_bench fill_bench
echo
exec "$build/bench/fill_bench" "$@"
