// One fill, whose kernels ports.sh looks at: compiled with -DINITIALIZER=normal -DSCALAR=float. By
// way of the public interface, so that it holds whatever the kernels are called.
//
// When run, it measures the fill and prints the nanoseconds for an element, and the processor's
// clock in GHz.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>

namespace init = eigeninit;

namespace {

template <class Function>
double nanoseconds(const Function& function) {
  const auto begin = std::chrono::steady_clock::now();
  function();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

/// 6,400 additions that wait for each other, a cycle each. Of a register: some processors add a
/// constant without executing anything.
void run_additions() {
  long sum = 0;
  for (int i = 0; i < 100; ++i) {
#if defined(__aarch64__)
    __asm__ volatile(".rept 64\n\tadd %0, %0, %1\n\t.endr" : "+r"(sum) : "r"(1L));
#else
    __asm__ volatile(".rept 64\n\tadd %1, %0\n\t.endr" : "+r"(sum) : "r"(1L));
#endif
  }
}

}  // namespace

int main() {
  init::Generator rng(42);
  Eigen::VectorX<SCALAR> w(16384);  // fits into the second cache level
  double fill = 1e9, additions = 1e9;
  for (int turn = 0; turn < 3000; ++turn) {  // the least disturbed one counts
    fill = (std::min)(fill, nanoseconds([&] { init::INITIALIZER{}(w, rng); }));
    additions = (std::min)(additions, nanoseconds(run_additions));
  }
  std::printf("%.4f %.3f\n", fill / double(w.size()), 6400 / additions);
}
