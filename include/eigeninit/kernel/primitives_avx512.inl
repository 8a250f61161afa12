// The primitives of AVX-512 (F, DQ, BW, VL): eight 64-bit or sixteen 32-bit lanes. Text, included
// inside a namespace and a target region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 64;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 3;

inline Lanes64 block_numbers(std::uint64_t first) {
  return first + Lanes64{0, 4, 1, 5, 2, 6, 3, 7};
}

inline Doubles to_float(DoubleWords a) { return __builtin_convertvector(Longs(a), Doubles); }

inline Lanes64 lane_numbers() { return Lanes64{0, 1, 2, 3, 4, 5, 6, 7}; }

// Masks of all lanes, in the types that the compilers give them, and the rounding that is in force.
#if defined(__clang__)
inline constexpr std::uint16_t all = 0xffff;
#else
inline constexpr std::int16_t all = -1;
#endif
inline constexpr std::uint16_t all_narrow = 0xffff;
inline constexpr std::uint8_t all_doubles = 0xff;
inline constexpr int current_rounding = 4;

#if defined(__clang__)
#include "vector_clang.inl"

inline Words even_words(Words a, Words b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
inline Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
}
inline Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
}
inline Floats permute(Floats low, Floats high, Words index) {
  return __builtin_ia32_vpermi2varps512(low, Ints(index), high);
}
inline Doubles permute(Doubles low, Doubles high, DoubleWords index) {
  return __builtin_ia32_vpermi2varpd512(low, Longs(index), high);
}
#else
inline Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(__builtin_ia32_pmuludq512_mask(Ints(a), Ints(b), Longs{}, all_doubles));
}
inline Words even_words(Words a, Words b) {
  return __builtin_shuffle(a, b, Words{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30});
}
inline Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return __builtin_shuffle(a, b, Lanes64{0, 8, 2, 10, 4, 12, 6, 14});
}
inline Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return __builtin_shuffle(a, b, Lanes64{1, 9, 3, 11, 5, 13, 7, 15});
}
inline Floats permute(Floats low, Floats high, Words index) {
  return __builtin_shuffle(low, high, index);
}
inline Doubles permute(Doubles low, Doubles high, DoubleWords index) {
  return __builtin_shuffle(low, high, index);
}
inline Floats minimum(Floats a, Floats b) {
  return __builtin_ia32_minps512_mask(b, a, Floats{}, all, current_rounding);
}
inline Doubles minimum(Doubles a, Doubles b) {
  return __builtin_ia32_minpd512_mask(b, a, Doubles{}, all_doubles, current_rounding);
}
inline Floats maximum(Floats a, Floats b) {
  return __builtin_ia32_maxps512_mask(b, a, Floats{}, all, current_rounding);
}
inline Doubles maximum(Doubles a, Doubles b) {
  return __builtin_ia32_maxpd512_mask(b, a, Doubles{}, all_doubles, current_rounding);
}
inline Floats fma(Floats a, Floats b, Floats c) {
  return __builtin_ia32_vfmaddps512_mask(a, b, c, all, current_rounding);
}
inline Doubles fma(Doubles a, Doubles b, Doubles c) {
  return __builtin_ia32_vfmaddpd512_mask(a, b, c, all_doubles, current_rounding);
}
#endif

#include "word_order.inl"

// One permutation reaches all 32 octaves of the float table, and the upper 16 of the double table's
// 64: one element in 2¹⁶ lies outside.
inline bool are_likely(Floats) { return true; }
inline bool are_likely(Doubles tail) {
  constexpr int less = 1;
  return __builtin_ia32_cmppd512_mask(tail, Doubles{} + 0x1p47, less, all_doubles,
                                      current_rounding) == 0;
}
inline Floats look_up(const float (&coefficients)[32], Words octave) {
  return permute(load<Floats>(coefficients), load<Floats>(coefficients + 16), octave);
}
inline Floats look_up_any(const float (&coefficients)[32], Words octave) {
  return look_up(coefficients, octave);
}
inline Doubles look_up(const double (&coefficients)[64], DoubleWords octave) {
  return permute(load<Doubles>(coefficients + 48), load<Doubles>(coefficients + 56), octave);
}
inline Doubles look_up_any(const double (&coefficients)[64], DoubleWords octave) {
  return map_lanes<Doubles>(octave, [&](auto lane) { return coefficients[lane]; });
}

inline void store(Eigen::half* out, Floats value) {
  constexpr int nearest_even = 0;
  const auto narrow = __builtin_ia32_vcvtps2ph512_mask(value, nearest_even, Shorts{}, all_narrow);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

inline Floats load_floats(const Eigen::half* from) {
  return __builtin_ia32_vcvtph2ps512_mask(load<Shorts>(from), Floats{}, all, current_rounding);
}

template <class T>
inline T polynomial_step(T z, T t, T c) {
  return fma(z, t, c);
}

#include "values.inl"

#include "fill.inl"
