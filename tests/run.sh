#!/bin/sh
# Builds and runs all tests, after installing what is missing (on Debian and Ubuntu); the examples are
# built by examples/run.sh. Arguments go to CMake. With EIGENINIT_SHORT_TESTS=1 in the environment those are
# left out that take minutes to compile, and the others are not optimised, which halves the time.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare compiler cmake ninja-or-make Eigen3 GTest

cmake -S . -B build/tests -DCMAKE_BUILD_TYPE=Release -DEIGENINIT_BUILD_EXAMPLES=OFF \
  ${EIGENINIT_SHORT_TESTS:+-DEIGENINIT_LONG_TESTS=OFF -DEIGENINIT_TEST_LEVEL=-O0} "$@"
cmake --build build/tests --parallel "$jobs"
cd build/tests
exec ctest --output-on-failure --parallel "$jobs"
