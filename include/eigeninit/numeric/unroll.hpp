// How innermost loops are compiled.
//
// SPDX-License-Identifier: MIT
#pragma once

// g++ unrolls at -O3 only, and loops of ten rounds or eight coefficients want it always.
#if defined(__GNUC__) || defined(__clang__)  // clang-cl is not __GNUC__
#define EIGENINIT_UNROLL _Pragma("GCC unroll 20")
#define EIGENINIT_UNROLL_A_LITTLE _Pragma("GCC unroll 4")
#else
#define EIGENINIT_UNROLL
#define EIGENINIT_UNROLL_A_LITTLE
#endif

// What stands in such a loop, and every function that takes or returns a vector by value. Under -O2
// g++ calls a function that many kernels share, and a call for each vector costs half of the speed.
// On Windows such a call ends the program: g++ passes vectors by the addresses of copies on a stack
// of 16-byte alignment, and the called function takes these for aligned to 32 or 64 (GCC bug 54412;
// Debian's and MSYS2's g++ are patched). Variables and what registers spill are where they should
// be, so that vectors may pass by reference.
#if defined(__GNUC__) || defined(__clang__)
#define EIGENINIT_INLINE __attribute__((always_inline)) inline
#else
#define EIGENINIT_INLINE inline
#endif
