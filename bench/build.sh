# How the measurements are built: as users build their programs. Sourced from the project's folder.
#
# SPDX-License-Identifier: MIT

# build_bench <program>: into "$build/bench", after installing what is missing (on Debian and
# Ubuntu). CXX chooses the compiler, FLAGS replace -O2. Prints what the figures depend on.
build_bench() {
  prepare compiler cmake ninja Eigen3 benchmark
  compiler=${CXX:-c++}
  build=build/bench-$(basename "$compiler")
  cmake -S . -B "$build" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="${FLAGS:--O2} -DNDEBUG" \
    -DEIGENRAND_ARCH="${EIGENRAND_ARCH:-native}" \
    -DEIGENINIT_BUILD_BENCHMARKS=ON -DEIGENINIT_BUILD_TESTS=OFF -DEIGENINIT_BUILD_EXAMPLES=OFF
  cmake --build "$build" --parallel "$jobs" --target "$1"
  echo "
CPU       $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $jobs processors
Compiler  $("$compiler" --version | head -n 1), ${FLAGS:--O2}"
}
