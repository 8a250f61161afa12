// What this processor can do, and the operating system with it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "target.hpp"

#if EIGENINIT_X86_SETS
namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

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

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
#endif
