// How innermost loops are compiled.
//
// SPDX-License-Identifier: MIT
#pragma once

// g++ unrolls at -O3 only, and loops of ten rounds or eight coefficients want it always.
#if defined(__GNUC__) || defined(__clang__)  // clang-cl is not __GNUC__
#define EIGENINIT_UNROLL _Pragma("GCC unroll 20")
#else
#define EIGENINIT_UNROLL
#endif

// What stands in such a loop. Under -O2 g++ calls a function that many kernels share, and a call
// for each vector costs half of the speed.
#if defined(__GNUC__) || defined(__clang__)
#define EIGENINIT_INLINE __attribute__((always_inline)) inline
#else
#define EIGENINIT_INLINE inline
#endif
