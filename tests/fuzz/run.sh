#!/bin/sh
# Reads random texts as rules, or random bytes as safetensors headers, by clang's libFuzzer with the address and
# undefined-behaviour sanitizers: begins with corpus_of_…/, which the tests replay, and adds what reaches
# new code.
#
#   run.sh [rules|headers] [seconds]        rules for 60, unless given
#
# Installs what is missing (on Debian and Ubuntu). What fails is left in build/fuzz.
#
# SPDX-License-Identifier: MIT
set -eu
cd "$(dirname "$0")/../.."
. cmake/prepare.sh
prepare clang++ Eigen3
eigen=${EIGEN:-/usr/include/eigen3}
program=${1:-rules}
corpus=tests/fuzz/corpus_of_$program
[ -d "$corpus" ] || { echo "usage: run.sh [rules|headers] [seconds]" >&2; exit 2; }
build=build/fuzz/$program
mkdir -p "$build/found"

clang++ -std=c++17 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
  -Iinclude -isystem "$eigen" "tests/fuzz/$program.cpp" -o "$build/fuzz"
"$build/fuzz" -max_total_time="${2:-60}" -max_len=512 -dict="tests/fuzz/dictionary_of_$program" -timeout=10 -rss_limit_mb=1024 \
  -artifact_prefix="$build/" -print_final_stats=1 "$build/found" "$corpus"

# Few short texts that reach the same code.
rm -rf "$build/merged"
mkdir "$build/merged"
"$build/fuzz" -set_cover_merge=1 -use_counters=0 -use_cmp=0 "$build/merged" "$corpus" "$build/found"
rm "$corpus"/*
mv "$build/merged"/* "$corpus/"
