#!/bin/sh
# Reads random texts as rules, by clang's libFuzzer with the address and undefined-behaviour sanitizers: begins
# with corpus/, which the tests replay, and adds what reaches new code.
#
#   run.sh [seconds]        60, unless given
#
# Installs what is missing (on Debian and Ubuntu). A text that fails is left in build/fuzz.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/../.."
. cmake/prepare.sh
prepare clang++ Eigen3
eigen=${EIGEN:-/usr/include/eigen3}
build=build/fuzz
mkdir -p "$build/found"

clang++ -std=c++17 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
  -Iinclude -isystem "$eigen" tests/fuzz/rules.cpp -o "$build/rules"
"$build/rules" -max_total_time="${1:-60}" -max_len=512 -dict=tests/fuzz/dictionary -timeout=10 -rss_limit_mb=1024 \
  -artifact_prefix="$build/" -print_final_stats=1 "$build/found" tests/fuzz/corpus

# Few short texts that reach the same code.
rm -rf "$build/merged"
mkdir "$build/merged"
"$build/rules" -set_cover_merge=1 -use_counters=0 -use_cmp=0 "$build/merged" tests/fuzz/corpus "$build/found"
rm tests/fuzz/corpus/*
mv "$build/merged"/* tests/fuzz/corpus/
