#!/bin/sh
# check.sh <write>: what the program writes is read by Python. Skipped, status 77, without NumPy.
#
# SPDX-License-Identifier: MIT
set -eu
for python in "${PYTHON:-python3}" /usr/bin/python3; do
  "$python" -c 'import numpy' 2>/dev/null && break
  python=
done
[ "$python" ] || { echo "skipped: there is no python3 with numpy (Debian: python3-numpy)"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder"
"$python" "$(dirname "$0")/read.py" "$folder"
