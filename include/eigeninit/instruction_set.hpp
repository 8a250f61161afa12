// Which instruction set the kernels use: the best that this processor has, chosen once at run time.
//
// The sets differ in speed and never in a bit, so nobody has to choose. For tests and for support a
// set can be forced, by use_instruction_set() or, before the first fill, by the environment
// variable EIGENINIT_INSTRUCTION_SET=scalar | avx2 | avx512 | neon.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdlib>
#include <cstring>

#include "error.hpp"
#include "kernel/target.hpp"

#if defined(EIGENINIT_X86_SETS)
#include <cpuid.h>
#endif

namespace eigeninit {

enum class InstructionSet {
  scalar,  ///< portable C++, on every processor
  neon,    ///< AArch64
  avx2,    ///< x86-64 with AVX2, FMA and F16C
  avx512   ///< x86-64 with AVX-512 F, DQ, BW and VL
};

/// One choice for all objects and shared libraries of the process, whatever their flags.
namespace process {
inline constexpr int not_chosen = -1;
#if defined(__GNUC__) && !defined(_WIN32)
__attribute__((visibility("default")))  // also where the program hides its symbols
#endif
inline std::atomic<int>
    instruction_set{not_chosen};
}  // namespace process

inline namespace EIGENINIT_ABI {

/// "scalar", "neon", "avx2" or "avx512".
inline const char* name(InstructionSet set) noexcept {
  switch (set) {
    case InstructionSet::neon: return "neon";
    case InstructionSet::avx2: return "avx2";
    case InstructionSet::avx512: return "avx512";
    default: return "scalar";
  }
}

#if defined(EIGENINIT_X86_SETS)
namespace instruction_set_choice {

/// F16C, by a name that clang 14's __builtin_cpu_supports does not know.
inline bool has_f16c() noexcept {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}

}  // namespace instruction_set_choice
#endif

/// Whether this program holds kernels for `set` and this processor and operating system can run
/// them.
inline bool is_supported(InstructionSet set) noexcept {
  switch (set) {
    case InstructionSet::scalar: return true;
#if defined(EIGENINIT_NEON_SET)
    case InstructionSet::neon: return true;
#endif
#if defined(EIGENINIT_X86_SETS)
    case InstructionSet::avx2:
      __builtin_cpu_init();
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             instruction_set_choice::has_f16c();
    case InstructionSet::avx512:
      return is_supported(InstructionSet::avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl");
#endif
    default: return false;
  }
}

namespace instruction_set_choice {

inline constexpr InstructionSet best_first[] = {InstructionSet::avx512, InstructionSet::avx2,
                                                InstructionSet::neon, InstructionSet::scalar};

inline InstructionSet from_environment() {
  const char* const wanted = std::getenv("EIGENINIT_INSTRUCTION_SET");
  for (const InstructionSet set : best_first) {
    const bool named = wanted == nullptr || *wanted == '\0' || std::strcmp(wanted, name(set)) == 0;
    if (named && is_supported(set)) return set;
  }
  error::refuse(
      "EIGENINIT_INSTRUCTION_SET is \"", wanted,
      "\", which this processor or program does not have; set it to scalar, neon, avx2 or "
      "avx512, or unset it");
}

}  // namespace instruction_set_choice

/// The set that fills use. Throws std::invalid_argument where the environment variable names none.
inline InstructionSet instruction_set() {
  int set = process::instruction_set.load(std::memory_order_relaxed);
  if (set == process::not_chosen) {
    const auto chosen = int(instruction_set_choice::from_environment());
    // Unless another thread has chosen meanwhile, whose choice is then in `set`.
    if (process::instruction_set.compare_exchange_strong(set, chosen)) set = chosen;
  }
  return InstructionSet(set);
}

/// Makes all later fills of the process use `set`: in all objects and in the shared libraries that
/// the program is linked to. A library that is opened by dlopen chooses for itself unless the
/// program exports its symbols (-rdynamic), and so does each DLL on Windows.
/// Throws std::invalid_argument where this processor or program does not have it.
inline void use_instruction_set(InstructionSet set) {
  if (!is_supported(set)) {
    error::refuse("use_instruction_set: this processor or program does not have ", name(set),
                  "; ask is_supported() first");
  }
  process::instruction_set.store(int(set), std::memory_order_relaxed);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
