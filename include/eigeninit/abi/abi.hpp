// The library's version, and the name that an object file's copies of its functions carry, so that
// objects compiled with different flags can be linked.
//
// Of an inline function that several objects hold the linker keeps one copy. Had all copies one
// name, a program for every processor could end up with one that needs AVX-512, because another of
// its objects was compiled with -mavx512f. So the name says what the copy was compiled for: the
// instruction sets that are listed below, whether errors are exceptions, whether OpenMP's threads
// are used, and the version of the library.
//
// Everything stands in the inline namespace EIGENINIT_ABI, but for the types that programs pass
// from one object to another: both Generators, SourceTraits, Fans, FanMode and InstructionSet are
// the same type everywhere, and their member functions carry the name by EIGENINIT_ABI_TAG. A
// function that takes any other type of the library is another function for objects of other flags,
// and the linker says so. Eigen's functions carry no such name, and on Windows with Microsoft's ABI
// the member functions of the four types carry none either.
//
// SPDX-License-Identifier: MIT
#pragma once

// CMake reads the version from these three lines.
#define EIGENINIT_VERSION_MAJOR 0
#define EIGENINIT_VERSION_MINOR 1
#define EIGENINIT_VERSION_PATCH 0

// The widest vectors; on every processor family each set of this list contains those below it.
#if defined(__AVX512F__)
#define EIGENINIT_ABI_VECTORS _avx512f
#elif defined(__AVX2__)
#define EIGENINIT_ABI_VECTORS _avx2
#elif defined(__AVX__)
#define EIGENINIT_ABI_VECTORS _avx
#elif defined(__SSE4_2__)
#define EIGENINIT_ABI_VECTORS _sse4_2
#elif defined(__SSE4_1__)
#define EIGENINIT_ABI_VECTORS _sse4_1
#elif defined(__SSSE3__)
#define EIGENINIT_ABI_VECTORS _ssse3
#elif defined(__SSE3__)
#define EIGENINIT_ABI_VECTORS _sse3
#elif defined(__SSE2__) && defined(__i386__)
#define EIGENINIT_ABI_VECTORS _sse2
#elif defined(__ARM_FEATURE_SVE2)
#define EIGENINIT_ABI_VECTORS _sve2
#elif defined(__ARM_FEATURE_SVE)
#define EIGENINIT_ABI_VECTORS _sve
#elif defined(__riscv_vector)
#define EIGENINIT_ABI_VECTORS _v
#elif defined(_ARCH_PWR10)
#define EIGENINIT_ABI_VECTORS _power10
#elif defined(_ARCH_PWR9)
#define EIGENINIT_ABI_VECTORS _power9
#elif defined(__VX__)
#define EIGENINIT_ABI_VECTORS _vx
#else
#define EIGENINIT_ABI_VECTORS
#endif

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define EIGENINIT_ABI_ERRORS
#else
#define EIGENINIT_ABI_ERRORS _no_exceptions
#endif

#if defined(_OPENMP)
#define EIGENINIT_ABI_THREADS _openmp
#else
#define EIGENINIT_ABI_THREADS
#endif

// EIGENINIT_ABI_IF(macro, tag) is the tag where the compiler has defined the macro as 1, else
// nothing: a macro that is not defined stays its own name, and EIGENINIT_ABI_1 alone has a comma.
#define EIGENINIT_ABI_1 ,
#define EIGENINIT_ABI_SECOND(first, second, ...) second
#define EIGENINIT_ABI_CHOOSE(comma, tag) EIGENINIT_ABI_SECOND(comma tag, , )
#define EIGENINIT_ABI_PROBE(value, tag) EIGENINIT_ABI_CHOOSE(EIGENINIT_ABI_##value, tag)
#define EIGENINIT_ABI_IF(macro, tag) EIGENINIT_ABI_PROBE(macro, tag)

#define EIGENINIT_ABI_PASTE(a, b, c, d, e, f, g, h) a##b##c##d##e##f##g##h
#define EIGENINIT_ABI_JOIN(a, b, c, d, e, f, g, h) EIGENINIT_ABI_PASTE(a, b, c, d, e, f, g, h)

#if defined(_MSC_VER) && !defined(__clang__)
#define EIGENINIT_ABI_AVX512  // /arch knows none of these by itself
#define EIGENINIT_ABI_AVX512_MORE
#define EIGENINIT_ABI_FLOATS
#define EIGENINIT_ABI_INTEGERS
#else
// clang-format off
#define EIGENINIT_ABI_AVX512 EIGENINIT_ABI_JOIN(          \
    EIGENINIT_ABI_IF(__AVX512CD__, _cd),                  \
    EIGENINIT_ABI_IF(__AVX512DQ__, _dq),                  \
    EIGENINIT_ABI_IF(__AVX512BW__, _bw),                  \
    EIGENINIT_ABI_IF(__AVX512VL__, _vl),                  \
    EIGENINIT_ABI_IF(__AVX512IFMA__, _ifma),              \
    EIGENINIT_ABI_IF(__AVX512VBMI__, _vbmi),              \
    EIGENINIT_ABI_IF(__AVX512VBMI2__, _vbmi2),            \
    EIGENINIT_ABI_IF(__AVX512VNNI__, _vnni))
#define EIGENINIT_ABI_AVX512_MORE EIGENINIT_ABI_JOIN(     \
    EIGENINIT_ABI_IF(__AVX512BITALG__, _bitalg),          \
    EIGENINIT_ABI_IF(__AVX512VPOPCNTDQ__, _vpopcntdq),    \
    EIGENINIT_ABI_IF(__AVX512BF16__, _bf16),              \
    EIGENINIT_ABI_IF(__AVX512FP16__, _fp16),              \
    EIGENINIT_ABI_IF(__AVXVNNI__, _avxvnni),              \
    EIGENINIT_ABI_IF(__AVXIFMA__, _avxifma),              \
    EIGENINIT_ABI_IF(__AVX10_1__, _avx10),                \
    EIGENINIT_ABI_IF(__ARM_FEATURE_FP16_VECTOR_ARITHMETIC, _fp16))
#define EIGENINIT_ABI_FLOATS EIGENINIT_ABI_JOIN(          \
    EIGENINIT_ABI_IF(__FMA__, _fma),                      \
    EIGENINIT_ABI_IF(__FMA4__, _fma4),                    \
    EIGENINIT_ABI_IF(__XOP__, _xop),                      \
    EIGENINIT_ABI_IF(__F16C__, _f16c),                    \
    EIGENINIT_ABI_IF(__SSE4A__, _sse4a),                  \
    EIGENINIT_ABI_IF(__GFNI__, _gfni), , )
#define EIGENINIT_ABI_INTEGERS EIGENINIT_ABI_JOIN(        \
    EIGENINIT_ABI_IF(__POPCNT__, _popcnt),                \
    EIGENINIT_ABI_IF(__LZCNT__, _lzcnt),                  \
    EIGENINIT_ABI_IF(__BMI__, _bmi),                      \
    EIGENINIT_ABI_IF(__BMI2__, _bmi2),                    \
    EIGENINIT_ABI_IF(__TBM__, _tbm),                      \
    EIGENINIT_ABI_IF(__MOVBE__, _movbe),                  \
    EIGENINIT_ABI_IF(__APX_F__, _apx),                    \
    EIGENINIT_ABI_IF(__ARM_FEATURE_ATOMICS, _lse))
// clang-format on
#endif

#define EIGENINIT_ABI_VERSION \
  EIGENINIT_ABI_JOIN(v, EIGENINIT_VERSION_MAJOR, _, EIGENINIT_VERSION_MINOR, , , , )

/// v0_1 in a program that is compiled without flags; v0_1_avx2_fma_popcnt with -mavx2 -mfma.
#define EIGENINIT_ABI                                                                         \
  EIGENINIT_ABI_JOIN(EIGENINIT_ABI_VERSION, EIGENINIT_ABI_VECTORS, EIGENINIT_ABI_AVX512,      \
                     EIGENINIT_ABI_AVX512_MORE, EIGENINIT_ABI_FLOATS, EIGENINIT_ABI_INTEGERS, \
                     EIGENINIT_ABI_ERRORS, EIGENINIT_ABI_THREADS)

#if defined(_MSC_VER)
// Messages and comments of the library are UTF-8, which MSVC takes for the system's code page.
static_assert(sizeof("\u00b2") == 3, "eigeninit: the headers are UTF-8. Compile with /utf-8.");
#endif

#define EIGENINIT_ABI_TEXT(name) EIGENINIT_ABI_QUOTED(name)
#define EIGENINIT_ABI_QUOTED(name) #name

/// Stands before each function of a type that is the same in all objects.
#if defined(__GNUC__)
#define EIGENINIT_ABI_TAG __attribute__((abi_tag(EIGENINIT_ABI_TEXT(EIGENINIT_ABI))))
#else
#define EIGENINIT_ABI_TAG
#endif
