#!/bin/sh
# Builds and runs the examples, after installing what is missing (on Debian and Ubuntu): first the
# shortest, then a network that learns to read digits, then all the others as tests.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare compiler cmake ninja-or-make Eigen3

cmake -S . -B build/examples -DCMAKE_BUILD_TYPE=Release -DEIGENINIT_BUILD_TESTS=OFF
cmake --build build/examples --parallel "$jobs"
cd build/examples

echo "
== quickstart"
examples/quickstart
echo "
== train_digits"
examples/train_digits
echo "
== the other examples"
exec ctest --output-on-failure --parallel "$jobs" \
  --label-regex '^example$' --exclude-regex '^example\.(quickstart|train_digits)$'
