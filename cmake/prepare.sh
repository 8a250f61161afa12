# Installs what a script needs and this machine lacks, by apt-get. Sourced from the project's root; also
# chooses how scripts build.
#
#   prepare <need>...    a need is compiler, ninja-or-make, a CMake package, or a program
#
# Says what it installs and how long that took. Fails where something is missing and there is no apt-get
# to install it with.
#
# SPDX-License-Identifier: MIT

prepare() {
  packages=
  choose_generator
  for need in "$@"; do
    has "$need" || packages="$packages $(package_of "$need")"
  done
  # shellcheck disable=SC2086 # one word for each package
  [ -z "$packages" ] || install_packages $packages || return 1
  choose_generator
  # shellcheck disable=SC2034 # for the caller
  jobs=$(getconf _NPROCESSORS_ONLN)
}

choose_generator() {
  if [ -z "${CMAKE_GENERATOR:-}" ] && command -v ninja >/dev/null; then
    export CMAKE_GENERATOR=Ninja
  fi
}

has() {
  case $1 in
    compiler) command -v "${CXX:-c++}" ;;
    ninja-or-make) command -v ninja || command -v make ;;
    Eigen3 | GTest | benchmark) cmake -S cmake/probe -B "build/probe/$1" "-DPACKAGE=$1" ;;
    numpy) python3 -c 'import numpy' || /usr/bin/python3 -c 'import numpy' ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

package_of() {
  case $1 in
    compiler) echo g++ ;;
    clang++) echo clang ;;
    ninja | ninja-or-make) echo ninja-build ;;
    Eigen3) echo libeigen3-dev ;;
    GTest) echo libgtest-dev ;;
    benchmark) echo libbenchmark-dev ;;
    numpy) echo python3-numpy ;;
    mpicxx) echo libopenmpi-dev ;;
    gnuplot) echo gnuplot-nox ;;
    llvm-mca-*) echo "llvm-${1#llvm-mca-}" ;;
    qemu-*) echo qemu-user ;;
    x86_64-linux-gnu-g++) echo g++-x86-64-linux-gnu ;;
    *-linux-gnu-g++) echo "g++-${1%-g++}" ;;
    x86_64-w64-mingw32-g++-posix) echo g++-mingw-w64-x86-64-posix ;;
    *) echo "$1" ;;
  esac
}

install_packages() {
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  if ! command -v apt-get >/dev/null || { [ "$as_root" ] && ! command -v sudo >/dev/null; }; then
    echo "Missing, by their names in Debian and Ubuntu: $*. Please install them, and start again." >&2
    return 1
  fi
  echo "Installing $* ..."
  install_begin=$(date +%s)
  $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y "$@" || return 1
  echo "Installing took $(($(date +%s) - install_begin)) s."
}
