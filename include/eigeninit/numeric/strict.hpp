// Floating-point arithmetic that no compiler flag changes.
//
// Between EIGENINIT_STRICT_BEGIN and EIGENINIT_STRICT_END every +, -, *, / and sqrt is rounded by
// itself and in the order written: -ffast-math may not reorder it, and no multiplication is fused
// with an addition unless the code says fma. All arithmetic that reaches a weight is written
// between the two, and not in a constructor, or in a lambda of a member, that is declared outside:
// g++ leaves those as the flags say. Includes stay outside.
//
// The bits are those of rounding to nearest, which every program begins with. Under another mode of
// fesetround() the last ones differ, by up to 4 units in the last place of the largest values, and
// bounds hold. Setting the mode for the time of a fill would be cheap, but it would not reach what
// is worked out before, such as a scheme's standard deviation, and compilers move arithmetic across
// such a change.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>

#include "../abi/abi.hpp"

#if defined(__clang__) && (defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) || \
                           defined(__riscv) || defined(__powerpc__) || defined(__s390x__))
// precise(on) allows contraction inside a statement, so that is switched off after it; the push
// saves both. -ffp-contract=fast fuses all the same, behind the front end: see product().
#define EIGENINIT_STRICT_BEGIN                                         \
  _Pragma("float_control(push)") _Pragma("float_control(precise, on)") \
      _Pragma("clang fp contract(off)")
#define EIGENINIT_STRICT_END _Pragma("float_control(pop)")
#elif defined(__clang__)
// Other targets have no float_control.
#if defined(__FAST_MATH__)
#error "eigeninit keeps its bits on this target only without -ffast-math."
#endif
#define EIGENINIT_STRICT_BEGIN
#define EIGENINIT_STRICT_END
#elif defined(__GNUC__)
#if defined(__i386__) || (defined(__x86_64__) && __FLT_EVAL_METHOD__ != 0)
// The registers of the x87 round twice; SSE2 (every processor since 2001) is needed here instead.
#define EIGENINIT_STRICT_REGISTERS _Pragma("GCC target(\"sse2,fpmath=sse\")")
#else
#define EIGENINIT_STRICT_REGISTERS
#endif
#define EIGENINIT_STRICT_BEGIN                                                               \
  _Pragma("GCC push_options") _Pragma("GCC optimize(\"no-fast-math\", \"fp-contract=off\")") \
      EIGENINIT_STRICT_REGISTERS
#define EIGENINIT_STRICT_END _Pragma("GCC pop_options")
#elif defined(_MSC_VER)
// Precise alone may fuse before Visual Studio 2022. What fp_contract was can't be asked, so that it
// stays off to the end of the program's file.
#define EIGENINIT_STRICT_BEGIN __pragma(float_control(precise, on, push)) __pragma(fp_contract(off))
#define EIGENINIT_STRICT_END __pragma(float_control(pop))
#else
#define EIGENINIT_STRICT_BEGIN
#define EIGENINIT_STRICT_END
#endif

// Stands before functions between the two that return a floating-point number to code outside. On
// i386 a function that nobody else can call returns it in a register of SSE2, and g++ 12 breaks
// down over a caller that has none; it keeps a convention that is named.
#if defined(__i386__) && defined(__GNUC__) && !defined(__clang__)
#define EIGENINIT_STRICT_RESULT __attribute__((__cdecl__))
#else
#define EIGENINIT_STRICT_RESULT
#endif

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The bits of `from` as a `To` of the same size: C++20's std::bit_cast for trivial types.
template <class To, class From>
To bits_as(const From& from) noexcept {
  static_assert(sizeof(To) == sizeof(From), "bits_as needs two types of the same size");
  To to;
  std::memcpy(static_cast<void*>(&to), &from, sizeof to);
  return to;
}

EIGENINIT_STRICT_BEGIN

/// a · b, rounded before a sum takes it: what stands there instead of a * b where the product may
/// be inexact.
inline double product(double a, double b) noexcept {
#if defined(__clang__)
  const volatile double rounded = a * b;
  return rounded;
#else
  return a * b;
#endif
}

EIGENINIT_STRICT_END

/// Whether a double is neither infinite nor NaN. std::isfinite is always true under -ffast-math,
/// and so is what clang++ 23 knows there of a double that is passed by value.
inline bool is_finite(const double& value) noexcept {
  constexpr std::uint64_t exponent = 0x7ff0000000000000;
  return (bits_as<std::uint64_t>(value) & exponent) != exponent;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
