// The primitives of AVX2 with FMA and F16C: four 64-bit or eight 32-bit lanes. Text, included
// inside a namespace and a target region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 32;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 4;
inline constexpr std::size_t interleaved_vectors = 4;

/// Both halves become doubles by way of their exponent; only the last addition rounds.
EIGENINIT_INLINE Doubles to_float(DoubleWords a) {
  const Doubles low = as_floats((a & 0xffffffff) | 0x4330000000000000);  // 2⁵² + low
  const Doubles high = as_floats(a >> 32 | 0x4530000000000000);          // 2⁸⁴ + high · 2³²
  return (high - 0x1.00000001p84) + low;
}

EIGENINIT_INLINE Doubles rounded_down(Doubles a) {
  constexpr int down_without_flags = 9;
  return __builtin_ia32_roundpd256(a, down_without_flags);
}

EIGENINIT_INLINE Lanes64 lane_numbers() { return Lanes64{0, 1, 2, 3}; }

// As floats, for which there is one instruction: for words g++ takes two.
EIGENINIT_INLINE Words even_blocks(Words a, Words b) {
  return Words(EIGENINIT_SHUFFLE(Words, Floats(a), Floats(b), 1, 0, 9, 8, 5, 4, 13, 12));
}
EIGENINIT_INLINE Words odd_blocks(Words a, Words b) {
  return Words(EIGENINIT_SHUFFLE(Words, Floats(a), Floats(b), 3, 2, 11, 10, 7, 6, 15, 14));
}
EIGENINIT_INLINE Words lower_words(Words a, Words b) {
  return EIGENINIT_SHUFFLE(Words, a, b, 0, 2, 8, 10, 4, 6, 12, 14);
}
EIGENINIT_INLINE Words upper_words(Words a, Words b) {
  return EIGENINIT_SHUFFLE(Words, a, b, 1, 3, 9, 11, 5, 7, 13, 15);
}
EIGENINIT_INLINE Words exchange_halves(Words a) {
  return EIGENINIT_SHUFFLE(Words, a, a, 1, 0, 3, 2, 5, 4, 7, 6);
}
EIGENINIT_INLINE Lanes64 upper_halves(Lanes64 a) {
  const auto words = Words(a);
  return Lanes64(EIGENINIT_SHUFFLE(Words, words, words, 1, 1, 3, 3, 5, 5, 7, 7));
}
EIGENINIT_INLINE Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return EIGENINIT_SHUFFLE(Lanes64, a, b, 0, 4, 2, 6);
}
EIGENINIT_INLINE Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return EIGENINIT_SHUFFLE(Lanes64, a, b, 1, 5, 3, 7);
}

#if defined(__clang__)
#include "vector_clang.inl"

EIGENINIT_INLINE Floats permute(Floats a, Words index) {
  return __builtin_ia32_permvarsf256(a, Ints(index));
}
/// Under -ffast-math the pragmas do not reach clang++'s builtin.
EIGENINIT_INLINE Doubles root(Doubles a) {
  Doubles result;
  __asm__("{vsqrtpd %1, %0|vsqrtpd %0, %1}" : "=x"(result) : "x"(a));
  return result;
}
#else
EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(__builtin_ia32_pmuludq256(Ints(a), Ints(b)));
}
EIGENINIT_INLINE Floats permute(Floats a, Words index) { return __builtin_shuffle(a, index); }
EIGENINIT_INLINE Floats minimum(Floats a, Floats b) { return __builtin_ia32_minps256(b, a); }
EIGENINIT_INLINE Doubles minimum(Doubles a, Doubles b) { return __builtin_ia32_minpd256(b, a); }
EIGENINIT_INLINE Floats maximum(Floats a, Floats b) { return __builtin_ia32_maxps256(b, a); }
EIGENINIT_INLINE Doubles maximum(Doubles a, Doubles b) { return __builtin_ia32_maxpd256(b, a); }
EIGENINIT_INLINE Floats fma(Floats a, Floats b, Floats c) {
  return __builtin_ia32_vfmaddps256(a, b, c);
}
EIGENINIT_INLINE Doubles fma(Doubles a, Doubles b, Doubles c) {
  return __builtin_ia32_vfmaddpd256(a, b, c);
}
EIGENINIT_INLINE Doubles product(Doubles a, Doubles b) { return a * b; }
EIGENINIT_INLINE Lanes64 float_bits(Doubles a) {
  return Lanes64(__builtin_ia32_pmovzxdq256(HalfInts(__builtin_ia32_cvtpd2ps256(a))));
}
EIGENINIT_INLINE Doubles root(Doubles a) { return __builtin_ia32_sqrtpd256(a); }
#endif

#include "vector_doubles.inl"

// One permutation reaches the upper 8 octaves of the float table: one element in 2⁸ lies outside.
EIGENINIT_INLINE bool are_likely(Words octave) {
  return __builtin_ia32_movmskps256(Floats(Ints(octave) < 24)) == 0;
}
EIGENINIT_INLINE Words octaves_of(Words octave) { return octave; }
EIGENINIT_INLINE Floats look_up(const float (&coefficients)[32], Words octave) {
  return permute(load<Floats>(coefficients + 24), octave);
}
/// All four permutations instead of eight loads: the caller's vectors wait for it.
EIGENINIT_INLINE Floats look_up_any(const float (&coefficients)[32], Words octave) {
  Floats result = look_up(coefficients, octave);
  EIGENINIT_UNROLL
  for (std::uint32_t upper = 0; upper < 3; ++upper) {
    const Floats row = permute(load<Floats>(coefficients + 8 * upper), octave);
    result = (octave >> 3) == upper ? row : result;
  }
  return result;
}
struct DoubleOctaves {
  std::uint64_t of[4];
};
// One by one: a copy of all goes by way of a place on the stack that is not aligned on Windows.
EIGENINIT_INLINE DoubleOctaves octaves_of(DoubleWords octave) {
  return {{octave[0], octave[1], octave[2], octave[3]}};
}
EIGENINIT_INLINE bool are_likely(const DoubleOctaves&) { return true; }
EIGENINIT_INLINE Doubles look_up_any(const double (&coefficients)[64], const DoubleOctaves& at) {
  return Doubles{coefficients[at.of[0]], coefficients[at.of[1]], coefficients[at.of[2]],
                 coefficients[at.of[3]]};
}
EIGENINIT_INLINE Doubles look_up(const double (&coefficients)[64], const DoubleOctaves& at) {
  return look_up_any(coefficients, at);
}

EIGENINIT_INLINE void store(Eigen::half* out, Floats value) {
  constexpr int nearest_even = 0;
  const auto narrow = __builtin_ia32_vcvtps2ph256(value, nearest_even);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

EIGENINIT_INLINE Floats load_floats(const Eigen::half* from) {
  return __builtin_ia32_vcvtph2ps256(load<Shorts>(from));
}

EIGENINIT_INLINE Words select(Words mask, Words a, Words b) { return Ints(mask) < 0 ? a : b; }
EIGENINIT_INLINE Lanes64 xor_of(Lanes64 a, Lanes64 b, Lanes64 c) { return a ^ (b ^ c); }

using Lanes = Lanes64;
using WordLanes = Words;
#include "pairs.inl"

#include "values.inl"

#include "philox.inl"

#include "fill.inl"
