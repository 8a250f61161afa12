#!/bin/sh
# Windows, as far as Debian can tell: builds programs with mingw-w64 and runs them under wine. bits.cpp must
# print golden.txt, quickstart what is expected of it, and some unit tests must pass; everything.cpp and
# macros.cpp must compile without a warning. bits.cpp is built by clang++ too, with mingw-w64's libraries, and
# stack.cpp, which fills from stacks of every alignment, as g++ without Debian's patch would build it
# (upstream.awk).
#
# Installs what is missing (on Debian and Ubuntu). A few minutes. EIGEN says where Eigen is.
#
# SPDX-License-Identifier: MIT
set -u
cd "$(dirname "$0")/../.." || exit 1
. cmake/prepare.sh
prepare x86_64-w64-mingw32-g++-posix clang++ wine Eigen3 GTest || exit 1

eigen=${EIGEN:-/usr/include/eigen3}
googletest=/usr/src/googletest/googletest
build=$PWD/build/windows
mkdir -p "$build"
rm -f "$build"/*.verdict
# A Windows of its own, without a display, and without asking for parts that are not needed.
export WINEPREFIX="$build/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;winedbg.exe=d" DISPLAY=

# No program needs a library that Windows does not have.
compile() {
  x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -static -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror \
    -Iinclude -isystem "$eigen" -isystem "$googletest/include" "$@"
}

# run <program>: what it prints, with the ends of lines that other systems have.
run() {
  timeout 300 wine "$build/$1.exe" >"$build/$1.out" 2>"$build/$1.err"
  status=$?
  tr -d '\r' <"$build/$1.out" >"$build/$1.txt"
  return $status
}

silent() {
  # shellcheck disable=SC2046 # one word for each flag
  compile $(cat tests/warnings/flags) -Wuseless-cast -fsyntax-only "$1"
}

prints() {
  compile "$1" -o "$build/$2.exe" && run "$2" && diff "$build/$2.txt" "$3"
}

passes() {
  compile -DTEST_DATA="\"$PWD/tests/data\"" "tests/$1.cpp" "$build/googletest.a" -o "$build/$1.exe" && run "$1"
}

# clang++ compiles and mingw-w64's g++ links, whose headers and libraries it takes.
clang_compile() {
  source=$1
  program=$2
  shift 2
  folder=$(dirname "$(x86_64-w64-mingw32-g++-posix -print-libgcc-file-name)")/include/c++
  clang++ --target=x86_64-w64-windows-gnu -std=c++17 "$@" -Werror -Iinclude -isystem "$eigen" \
    -stdlib++-isystem "$folder" -isystem "$folder/x86_64-w64-mingw32" -c "$source" -o "$build/$program.o" &&
    x86_64-w64-mingw32-g++-posix -static "$build/$program.o" -o "$build/$program.exe" 2>"$build/$program.link"
}

clang_prints() {
  clang_compile "$1" "$2" -O1 && run "$2" && diff "$build/$2.txt" "$3"
}

# With each instruction set, that is, where the processor has it.
has_filled() {
  run "$1" && if grep -qw avx2 /proc/cpuinfo; then grep -q '^avx2 same' "$build/$1.txt"; fi
}

clang_fills() {
  clang_compile tests/windows/stack.cpp "$1" "$2" && has_filled "$1"
}

# fills <name> <flag>: stack.cpp, as g++ without Debian's patch builds it.
fills() {
  compile "$2" -dP -S tests/windows/stack.cpp -o "$build/$1.debian.s" &&
    awk -f tests/windows/upstream.awk "$build/$1.debian.s" >"$build/$1.s" &&
    x86_64-w64-mingw32-g++-posix -static "$build/$1.s" -o "$build/$1.exe" && has_filled "$1"
}

# check <name> <command...>: beside others, as many as there are processors.
started=0
check() {
  name=$1
  shift
  { "$@" >"$build/$name.log" 2>&1 && echo "passed  $name" || echo "FAILED  $name"; } >"$build/$name.verdict" &
  started=$((started + 1))
  [ $((started % jobs)) -ne 0 ] || wait
}

# wine makes its Windows at the first start, and only one may do that.
wineboot --init >"$build/wineboot.log" 2>&1 &
x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -I"$googletest/include" -I"$googletest" -c \
  "$googletest/src/gtest-all.cc" -o "$build/gtest-all.o" &&
  x86_64-w64-mingw32-g++-posix -std=c++17 -O1 -I"$googletest/include" -c \
    "$googletest/src/gtest_main.cc" -o "$build/gtest_main.o" &&
  x86_64-w64-mingw32-ar rcs "$build/googletest.a" "$build/gtest-all.o" "$build/gtest_main.o" || exit 1
wait

check bits prints tests/bits/bits.cpp bits tests/bits/golden.txt
check bits_clang clang_prints tests/bits/bits.cpp bits_clang tests/bits/golden.txt
check stack_clang clang_fills stack_clang -O0
check stack_O0 fills stack_O0 -O0
check stack_Os fills stack_Os -Os
check quickstart prints examples/quickstart.cpp quickstart examples/expected/quickstart.txt
for test in view generator instruction_set distributions fans permutation golden patches; do
  check ${test}_test passes ${test}_test
done
check everything silent tests/warnings/everything.cpp
check macros silent tests/windows/macros.cpp
wait

for verdict in "$build"/*.verdict; do
  cat "$verdict"
  if grep -q '^FAILED' "$verdict"; then
    name=$(basename "$verdict" .verdict)
    cat "$build/$name.log" "$build/$name.txt" 2>/dev/null | grep -E 'error|warning|FAILED|^[<>]' | head -n 10
  fi
done
passed=$(cat "$build"/*.verdict | grep -c '^passed')
echo "$passed passed, $((started - passed)) failed"
[ "$passed" -eq "$started" ]
