// Which instruction set the kernels use: the best that this processor has, chosen once at run time.
//
// The sets differ in speed and never in a bit, so nobody has to choose. For tests and for support a
// set can be forced, by use_instruction_set() or, before the first fill, by the environment
// variable EIGENINIT_INSTRUCTION_SET=scalar | avx2 | avx512 | neon.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <string>

#include "../numeric/error.hpp"
#include "processor.hpp"
#include "target.hpp"

namespace eigeninit {

/// A set of instructions that kernels are written for, from the least to the best: `scalar` is
/// portable C++, `neon` AArch64's Advanced SIMD, `avx2` x86-64 with AVX2, FMA and F16C, `avx512`
/// x86-64 with AVX-512 F, DQ, BW and VL.
enum class InstructionSet {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) set,
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
};

namespace internal {

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

inline constexpr InstructionSet instruction_sets[] = {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) InstructionSet::set,
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
};

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// "scalar", "neon", "avx2" or "avx512".
[[nodiscard]] inline const char* name(InstructionSet set) noexcept {
  switch (set) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) \
  case InstructionSet::set:                       \
    return EIGENINIT_ABI_TEXT(set);
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
  }
  return "";
}

/// Whether this program holds kernels for `set` and this processor and operating system can run
/// them.
[[nodiscard]] inline bool is_supported(InstructionSet set) noexcept {
  using namespace internal;
  switch (set) {
#define EIGENINIT_SET_ENTRY(set, is_built, probe) \
  EIGENINIT_IF_BUILT(is_built, case InstructionSet::set : return probe;)
#include "instruction_sets.inl"
#undef EIGENINIT_SET_ENTRY
    default: return false;
  }
}

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

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

/// The best set that the environment variable allows.
inline InstructionSet instruction_set_from_environment() {
  const std::string wanted = environment("EIGENINIT_INSTRUCTION_SET");
  std::string names;
  for (std::size_t i = std::size(instruction_sets); i-- > 0;) {
    const InstructionSet set = instruction_sets[i];
    if ((wanted.empty() || wanted == name(set)) && is_supported(set)) return set;
    names.append(name(set)).append(i > 1 ? ", " : i == 1 ? " or " : "");
  }
  refuse("EIGENINIT_INSTRUCTION_SET is \"", wanted,
         "\", which this processor or program does not have; set it to ", names, ", or unset it");
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// The set that fills use. Throws std::invalid_argument where the environment variable names none.
[[nodiscard]] inline InstructionSet instruction_set() {
  int set = internal::process::instruction_set.load(std::memory_order_relaxed);
  if (set == internal::process::not_chosen) {
    const auto chosen = int(internal::instruction_set_from_environment());
    // Unless another thread has chosen meanwhile, whose choice is then in `set`.
    if (internal::process::instruction_set.compare_exchange_strong(set, chosen)) set = chosen;
  }
  return InstructionSet(set);
}

/// Makes all later fills of the process use `set`: in all objects and in the shared libraries that
/// the program is linked to. A library that is opened by dlopen chooses for itself unless the
/// program exports its symbols (-rdynamic), and so does each DLL on Windows.
/// Throws std::invalid_argument where this processor or program does not have it.
inline void use_instruction_set(InstructionSet set) {
  if (!is_supported(set)) {
    internal::refuse("use_instruction_set: this processor or program does not have ", name(set),
                     "; ask is_supported() first");
  }
  internal::process::instruction_set.store(int(set), std::memory_order_relaxed);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
