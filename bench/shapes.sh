#!/bin/sh
# Measures fills of many shapes beside a column-major matrix of as many elements. CXX chooses the
# compiler, FLAGS replace -O2; arguments go to the benchmark:
#
#   bench/shapes.sh --benchmark_filter=row_major/normal
#
# On a busy machine many short repetitions find a calm moment, and their least time counts:
#
#   bench/shapes.sh --benchmark_min_time=0.02 --benchmark_repetitions=7
#   bench/shapes.sh --benchmark_filter=threads --benchmark_min_time=0.0001 --benchmark_repetitions=200
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
. bench/build.sh
build_bench shapes_bench
echo
exec "$build/bench/shapes_bench" "$@"
