// Regions of code that are compiled for one instruction set, in a program that is compiled for
// none.
//
// A region is a strict region too (strict.hpp). All includes stay outside: what is defined inside
// exists once for each set.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../numeric/shuffle.hpp"
#include "../numeric/strict.hpp"
#include "../numeric/unroll.hpp"

#define EIGENINIT_PRAGMA(text) _Pragma(#text)

#if defined(__clang__)
#define EIGENINIT_TARGET_BEGIN(features) \
  EIGENINIT_STRICT_BEGIN                 \
  EIGENINIT_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define EIGENINIT_TARGET_END EIGENINIT_PRAGMA(clang attribute pop) EIGENINIT_STRICT_END
#elif defined(__GNUC__)
#define EIGENINIT_TARGET_BEGIN(features) \
  EIGENINIT_STRICT_BEGIN EIGENINIT_PRAGMA(GCC target(features))
#define EIGENINIT_TARGET_END EIGENINIT_STRICT_END
#endif

// Which sets this compiler can build for this processor family. Where it has no vectors, everything
// gets the scalar set.
#if EIGENINIT_VECTOR_EXTENSIONS
#if defined(__x86_64__)
#define EIGENINIT_X86_SETS 1
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
#define EIGENINIT_NEON_SET 1
#endif
#endif
#if !defined(EIGENINIT_X86_SETS)
#define EIGENINIT_X86_SETS 0
#endif
#if !defined(EIGENINIT_NEON_SET)
#define EIGENINIT_NEON_SET 0
#endif

/// The tokens where is_built is 1, nothing where it is 0: for entries of instruction_sets.inl.
#define EIGENINIT_IF_BUILT(is_built, ...) EIGENINIT_IF_BUILT_CHOSEN(is_built, __VA_ARGS__)
#define EIGENINIT_IF_BUILT_CHOSEN(is_built, ...) EIGENINIT_IF_BUILT_##is_built(__VA_ARGS__)
#define EIGENINIT_IF_BUILT_1(...) __VA_ARGS__
#define EIGENINIT_IF_BUILT_0(...)

/// The file of a set's primitives in a folder of the library, as it is seen from another one.
// clang-format off
// NOLINTNEXTLINE(bugprone-macro-parentheses): a path
#define EIGENINIT_PRIMITIVES(folder, set) EIGENINIT_PRIMITIVES_QUOTED(../folder/primitives_##set.inl)
// clang-format on
#define EIGENINIT_PRIMITIVES_QUOTED(file) #file
