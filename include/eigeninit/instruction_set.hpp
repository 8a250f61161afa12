// Which instruction set the kernels use: the best that this processor has, chosen once at run time.
//
// The sets differ in speed and never in a bit, so nobody has to choose. For tests and for support a
// set can be forced, by use_instruction_set() or, before the first fill, by the environment
// variable EIGENINIT_INSTRUCTION_SET=scalar | avx2 | avx512 | neon.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "error.hpp"
#include "kernel/target.hpp"

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

// By the instructions themselves, which every compiler of these sets can write:
// __builtin_cpu_supports asks a library that clang-cl does not link, clang++ 14's knows no F16C,
// and <cpuid.h> and Microsoft's <intrin.h> define one name differently.
struct CpuId {
  std::uint32_t a, b, c, d;
};
inline CpuId cpuid(std::uint32_t leaf) noexcept {
  CpuId id;
  __asm__ volatile("cpuid" : "=a"(id.a), "=b"(id.b), "=c"(id.c), "=d"(id.d) : "a"(leaf), "c"(0));
  return id;
}

/// The registers that the operating system saves, as bits. Only where cpuid tells of OSXSAVE.
inline std::uint32_t saved_registers() noexcept {
  std::uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

/// Whether the processor has these features, by Intel's manual, volume 2, "CPUID": bits of leaf 1's
/// register c and of leaf 7's register b; and the operating system saves these registers.
inline bool has(std::uint32_t leaf_1_c, std::uint32_t leaf_7_b, std::uint32_t registers) noexcept {
  constexpr std::uint32_t osxsave = 1u << 27;
  const std::uint32_t wanted = leaf_1_c | osxsave;
  return cpuid(0).a >= 7 && (cpuid(1).c & wanted) == wanted &&
         (cpuid(7).b & leaf_7_b) == leaf_7_b && (saved_registers() & registers) == registers;
}

inline bool has_avx2() noexcept {
  constexpr std::uint32_t fma = 1u << 12, avx = 1u << 28, f16c = 1u << 29, avx2 = 1u << 5;
  return has(fma | avx | f16c, avx2, 0x06);  // SSE and AVX registers
}
inline bool has_avx512() noexcept {
  constexpr std::uint32_t f = 1u << 16, dq = 1u << 17, bw = 1u << 30, vl = 1u << 31;
#if defined(__APPLE__)
  constexpr std::uint32_t registers = 0x06;  // macOS saves the others from their first use on
#else
  constexpr std::uint32_t registers = 0xe6;  // those, masks and both parts of AVX-512
#endif
  return has_avx2() && has(0, f | dq | bw | vl, registers);
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
    case InstructionSet::avx2: return instruction_set_choice::has_avx2();
    case InstructionSet::avx512: return instruction_set_choice::has_avx512();
#endif
    default: return false;
  }
}

namespace instruction_set_choice {

inline constexpr InstructionSet best_first[] = {InstructionSet::avx512, InstructionSet::avx2,
                                                InstructionSet::neon, InstructionSet::scalar};

/// The value of an environment variable; empty where there is none.
inline std::string environment(const char* variable) {
#if defined(_MSC_VER)
  // Where std::getenv is an error in projects with Microsoft's "SDL checks".
  char* copy = nullptr;
  std::size_t size = 0;
  (void)_dupenv_s(&copy, &size, variable);
  const std::string value = copy == nullptr ? "" : copy;
  std::free(copy);
  return value;
#else
  const char* const value = std::getenv(variable);
  return value == nullptr ? "" : value;
#endif
}

inline InstructionSet from_environment() {
  const std::string wanted = environment("EIGENINIT_INSTRUCTION_SET");
  for (const InstructionSet set : best_first) {
    if ((wanted.empty() || wanted == name(set)) && is_supported(set)) return set;
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
