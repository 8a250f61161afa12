// The processor's mode in which subnormal numbers count as zero and are never made, as a program
// has it that is linked with -ffast-math.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/// Sets the mode for the calling thread, and puts back what was there before.
class FlushToZero {
 public:
  FlushToZero() { write(before_ | bits); }
  ~FlushToZero() { write(before_); }
  FlushToZero(const FlushToZero&) = delete;
  FlushToZero& operator=(const FlushToZero&) = delete;

  /// Whether this processor's mode is known here.
#if defined(__SSE__) || defined(__aarch64__)
  static constexpr bool is_known = true;
#else
  static constexpr bool is_known = false;
#endif

 private:
#if defined(__SSE__)
  static constexpr std::uint64_t bits = 0x8040;  // MXCSR's FTZ and DAZ
  static std::uint64_t read() { return _mm_getcsr(); }
  static void write(std::uint64_t control) { _mm_setcsr(static_cast<unsigned>(control)); }
#elif defined(__aarch64__)
  static constexpr std::uint64_t bits = 0x1000000;  // FPCR's FZ
  static std::uint64_t read() {
    std::uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    return control;
  }
  static void write(std::uint64_t control) { __asm__ volatile("msr fpcr, %0" : : "r"(control)); }
#else
  static constexpr std::uint64_t bits = 0;
  static std::uint64_t read() { return 0; }
  static void write(std::uint64_t) {}
#endif

  std::uint64_t before_ = read();
};
