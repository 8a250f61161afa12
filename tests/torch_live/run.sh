#!/bin/sh
# A thousand random sequences of initialisers by PyTorch and by this library, bit by bit, after installing
# what is missing (on Debian and Ubuntu).
#
#   run.sh [sequences] [seed]
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/../.."
. cmake/prepare.sh
prepare compiler cmake ninja-or-make Eigen3 GTest
if ! /usr/bin/python3 -c "import torch" 2>/dev/null && ! python3 -c "import torch" 2>/dev/null; then
  install_packages python3-torch
fi

cmake -S . -B build/tests -DCMAKE_BUILD_TYPE=Release
cmake --build build/tests --parallel "$jobs" --target torch_bits
exec sh tests/torch_live/check.sh build/tests/tests/torch_bits "${1:-1000}" "${2:-1}"
