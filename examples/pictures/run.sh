#!/bin/sh
# Draws the pictures of the READMEs, after installing what is missing (on Debian and Ubuntu). Without
# gnuplot, where it can't be installed, it writes the data that the pictures show.
#
#   sh examples/pictures/run.sh [folder]     the folder is build/pictures unless told
#
# SPDX-License-Identifier: MIT
set -eu
folder=${1:-$(dirname "$0")/../../build/pictures}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/../.."
. cmake/prepare.sh
prepare compiler cmake ninja-or-make Eigen3
prepare gnuplot || true  # draw.cmake says what is left out without it

cmake -S . -B build/examples -DCMAKE_BUILD_TYPE=Release -DEIGENINIT_BUILD_TESTS=OFF
cmake --build build/examples --parallel "$jobs" --target pictures
programs=build/examples/examples/pictures
exec cmake "-DPROGRAMS=$programs/signal;$programs/residual;$programs/weights;$programs/icnr" \
  "-DFOLDER=$folder" -P examples/pictures/draw.cmake
