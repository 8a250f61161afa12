#!/bin/sh
# check.sh <program> <sequences> <seed>: random sequences of initialisers by the PyTorch of this machine
# and by the program, which is tests/bits/torch.cpp. Exits with 77 where there is no PyTorch.
#
# SPDX-License-Identifier: MIT
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# PYTHON chooses; else Debian's, which has python3-torch, or the one in PATH.
for python in ${PYTHON:-/usr/bin/python3 python3} none; do
  if [ "$python" = none ]; then
    echo "skipped: no python3 with PyTorch (Debian: python3-torch)"
    exit 77
  fi
  if "$python" -c "import torch" 2>/dev/null; then break; fi
done

golden=$(mktemp)
trap 'rm -f "$golden"' EXIT
"$python" "$here/sequences.py" "$2" "$3" >"$golden"
head -n 1 "$golden"
"$1" "$golden"
