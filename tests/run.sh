#!/bin/sh
# Builds everything and runs all tests, after installing what is missing (on Debian and Ubuntu).
# Arguments go to CMake.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare compiler cmake ninja-or-make Eigen3 GTest benchmark

cmake -S . -B build/tests -DCMAKE_BUILD_TYPE=Release -DEIGENINIT_BUILD_BENCHMARKS=ON "$@"
cmake --build build/tests --parallel "$jobs"
cd build/tests
exec ctest --output-on-failure --parallel "$jobs"
