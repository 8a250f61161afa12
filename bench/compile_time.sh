#!/bin/sh
# What including the library costs: the time to compile a file that includes eigeninit.hpp, and one that
# fills a model of float and bfloat16 by ten rules, over the time of one that includes <Eigen/Core> alone;
# the best of nine by turns, at -O2.
#
#   bench/compile_time.sh [compiler...]
#
# SPDX-License-Identifier: MIT
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
eigen=${EIGEN:-/usr/include/eigen3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo '#include <Eigen/Core>' >"$work/eigen.cpp"
echo '#include <eigeninit/eigeninit.hpp>' >"$work/eigeninit.cpp"
cp "$root/bench/ten_rules.cpp" "$work/model.cpp"

milliseconds() {
  begin=$(date +%s%N)
  "$compiler" -std=c++17 -O2 -I"$root/include" -isystem "$eigen" -c "$1" -o "$work/out.o"
  echo $((($(date +%s%N) - begin) / 1000000))
}

for compiler in ${*:-g++ clang++}; do
  eigen_best=999999 ours_best=999999 model_best=999999
  for turn in 1 2 3 4 5 6 7 8 9; do
    eigen_now=$(milliseconds "$work/eigen.cpp")
    ours_now=$(milliseconds "$work/eigeninit.cpp")
    [ "$eigen_now" -ge "$eigen_best" ] || eigen_best=$eigen_now
    [ "$ours_now" -ge "$ours_best" ] || ours_best=$ours_now
    model_now=$(milliseconds "$work/model.cpp")
    [ "$model_now" -ge "$model_best" ] || model_best=$model_now
  done
  echo "$compiler: Eigen/Core $eigen_best ms, eigeninit.hpp $ours_best ms, ratio $((ours_best * 100 / eigen_best)) %; a model $model_best ms, ratio $((model_best * 100 / eigen_best)) %"
done
