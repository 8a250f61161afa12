// The primitives of AVX-512 (F, DQ, BW, VL): eight 64-bit or sixteen 32-bit lanes. Text, included
// inside a namespace and a target region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 64;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 4;
inline constexpr std::size_t interleaved_vectors = 4;

EIGENINIT_INLINE Doubles to_float(DoubleWords a) {
  return __builtin_convertvector(Longs(a), Doubles);
}

EIGENINIT_INLINE Lanes64 lane_numbers() { return Lanes64{0, 1, 2, 3, 4, 5, 6, 7}; }

// Masks of all lanes, in the types that the compilers give them, and the rounding that is in force.
#if defined(__clang__)
inline constexpr std::uint16_t all = 0xffff;
inline constexpr std::uint8_t all_of_eight = 0xff;
#else
inline constexpr std::int16_t all = -1;
inline constexpr std::int8_t all_of_eight = -1;
#endif
inline constexpr std::uint16_t all_narrow = 0xffff;
inline constexpr std::uint8_t all_doubles = 0xff;
inline constexpr int current_rounding = 4;

EIGENINIT_INLINE Doubles rounded_down(Doubles a) {
  constexpr int down_without_flags = 9;
  return __builtin_ia32_rndscalepd_mask(a, down_without_flags, a, all_of_eight, current_rounding);
}

// As floats, for which there is one instruction: for words g++ takes two.
EIGENINIT_INLINE Words even_blocks(Words a, Words b) {
  return Words(EIGENINIT_SHUFFLE(Words, Floats(a), Floats(b), 1, 0, 17, 16, 5, 4, 21, 20, 9, 8, 25,
                                 24, 13, 12, 29, 28));
}
EIGENINIT_INLINE Words odd_blocks(Words a, Words b) {
  return Words(EIGENINIT_SHUFFLE(Words, Floats(a), Floats(b), 3, 2, 19, 18, 7, 6, 23, 22, 11, 10,
                                 27, 26, 15, 14, 31, 30));
}
EIGENINIT_INLINE Words lower_words(Words a, Words b) {
  return EIGENINIT_SHUFFLE(Words, a, b, 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30);
}
EIGENINIT_INLINE Words upper_words(Words a, Words b) {
  return EIGENINIT_SHUFFLE(Words, a, b, 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31);
}
EIGENINIT_INLINE Words exchange_halves(Words a) {
  return EIGENINIT_SHUFFLE(Words, a, a, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}
EIGENINIT_INLINE Lanes64 upper_halves(Lanes64 a) {
  const auto words = Words(a);
  return Lanes64(
      EIGENINIT_SHUFFLE(Words, words, words, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15));
}
EIGENINIT_INLINE Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return EIGENINIT_SHUFFLE(Lanes64, a, b, 0, 8, 2, 10, 4, 12, 6, 14);
}
EIGENINIT_INLINE Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return EIGENINIT_SHUFFLE(Lanes64, a, b, 1, 9, 3, 11, 5, 13, 7, 15);
}

#if defined(__clang__)
#include "vector_clang.inl"

EIGENINIT_INLINE Floats permute(Floats low, Floats high, Words index) {
  return __builtin_ia32_vpermi2varps512(low, Ints(index), high);
}
EIGENINIT_INLINE Doubles permute(Doubles low, Doubles high, DoubleWords index) {
  return __builtin_ia32_vpermi2varpd512(low, Longs(index), high);
}
/// Under -ffast-math the pragmas do not reach clang++'s builtin.
EIGENINIT_INLINE Doubles root(Doubles a) {
  Doubles result;
  __asm__("{vsqrtpd %1, %0|vsqrtpd %0, %1}" : "=v"(result) : "v"(a));
  return result;
}
#else
EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(__builtin_ia32_pmuludq512_mask(Ints(a), Ints(b), Longs{}, all_doubles));
}
EIGENINIT_INLINE Floats permute(Floats low, Floats high, Words index) {
  return __builtin_shuffle(low, high, index);
}
EIGENINIT_INLINE Doubles permute(Doubles low, Doubles high, DoubleWords index) {
  return __builtin_shuffle(low, high, index);
}
EIGENINIT_INLINE Floats minimum(Floats a, Floats b) {
  return __builtin_ia32_minps512_mask(b, a, Floats{}, all, current_rounding);
}
EIGENINIT_INLINE Doubles minimum(Doubles a, Doubles b) {
  return __builtin_ia32_minpd512_mask(b, a, Doubles{}, all_doubles, current_rounding);
}
EIGENINIT_INLINE Floats maximum(Floats a, Floats b) {
  return __builtin_ia32_maxps512_mask(b, a, Floats{}, all, current_rounding);
}
EIGENINIT_INLINE Doubles maximum(Doubles a, Doubles b) {
  return __builtin_ia32_maxpd512_mask(b, a, Doubles{}, all_doubles, current_rounding);
}
EIGENINIT_INLINE Floats fma(Floats a, Floats b, Floats c) {
  return __builtin_ia32_vfmaddps512_mask(a, b, c, all, current_rounding);
}
EIGENINIT_INLINE Doubles fma(Doubles a, Doubles b, Doubles c) {
  return __builtin_ia32_vfmaddpd512_mask(a, b, c, all_doubles, current_rounding);
}
EIGENINIT_INLINE Doubles product(Doubles a, Doubles b) { return a * b; }
EIGENINIT_INLINE Lanes64 float_bits(Doubles a) {
  const auto narrow =
      HalfInts(__builtin_ia32_cvtpd2ps512_mask(a, HalfFloats{}, all_of_eight, current_rounding));
  return Lanes64(__builtin_ia32_pmovzxdq512_mask(narrow, Longs{}, all_doubles));
}
EIGENINIT_INLINE Doubles root(Doubles a) {
  return __builtin_ia32_sqrtpd512_mask(a, a, all_of_eight, current_rounding);
}
#endif

#include "vector_doubles.inl"

// One permutation reaches all 32 octaves of the float table, and the upper 16 of the double table's
// 64: one element in 2¹⁶ lies outside.
EIGENINIT_INLINE bool are_likely(Words) { return true; }
EIGENINIT_INLINE bool are_likely(DoubleWords octave) {
  constexpr int less = 1;
  return __builtin_ia32_ucmpq512_mask(Longs(octave), Longs{} + 48, less, all_doubles) == 0;
}
template <class Bits>
EIGENINIT_INLINE Bits octaves_of(Bits octave) {
  return octave;
}
EIGENINIT_INLINE Floats look_up(const float (&coefficients)[32], Words octave) {
  return permute(load<Floats>(coefficients), load<Floats>(coefficients + 16), octave);
}
EIGENINIT_INLINE Floats look_up_any(const float (&coefficients)[32], Words octave) {
  return look_up(coefficients, octave);
}
EIGENINIT_INLINE Doubles look_up(const double (&coefficients)[64], DoubleWords octave) {
  return permute(load<Doubles>(coefficients + 48), load<Doubles>(coefficients + 56), octave);
}
EIGENINIT_INLINE Doubles look_up_any(const double (&coefficients)[64], DoubleWords octave) {
  return map_lanes<Doubles>(octave, [&](auto lane) { return coefficients[lane]; });
}

EIGENINIT_INLINE void store(Eigen::half* out, Floats value) {
  constexpr int nearest_even = 0;
  const auto narrow = __builtin_ia32_vcvtps2ph512_mask(value, nearest_even, Shorts{}, all_narrow);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

EIGENINIT_INLINE Floats load_floats(const Eigen::half* from) {
  return __builtin_ia32_vcvtph2ps512_mask(load<Shorts>(from), Floats{}, all, current_rounding);
}

// One instruction each, which the compilers do not always find.
EIGENINIT_INLINE Words select(Words mask, Words a, Words b) {
  constexpr int choice = 0xca;
  return Words(__builtin_ia32_pternlogd512_mask(Ints(mask), Ints(a), Ints(b), choice, all_narrow));
}
EIGENINIT_INLINE Lanes64 xor_of(Lanes64 a, Lanes64 b, Lanes64 c) {
  constexpr int parity = 0x96;
  return Lanes64(
      __builtin_ia32_pternlogq512_mask(Longs(a), Longs(b), Longs(c), parity, all_doubles));
}

using Lanes = Lanes64;
using WordLanes = Words;
#include "pairs.inl"

#include "values.inl"

#include "philox.inl"

#include "fill.inl"
