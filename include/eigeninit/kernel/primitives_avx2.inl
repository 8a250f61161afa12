// The primitives of AVX2 with FMA and F16C: four 64-bit or eight 32-bit lanes. Text, included
// inside a namespace and a target region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 32;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 3;

inline Lanes64 block_numbers(std::uint64_t first) { return first + Lanes64{0, 2, 1, 3}; }

/// Both halves become doubles by way of their exponent; only the last addition rounds.
inline Doubles to_float(DoubleWords a) {
  const Doubles low = as_floats((a & 0xffffffff) | 0x4330000000000000);  // 2⁵² + low
  const Doubles high = as_floats(a >> 32 | 0x4530000000000000);          // 2⁸⁴ + high · 2³²
  return (high - 0x1.00000001p84) + low;
}

inline Lanes64 lane_numbers() { return Lanes64{0, 1, 2, 3}; }

#if defined(__clang__)
#include "vector_clang.inl"

inline Words even_words(Words a, Words b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}
inline Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return __builtin_shufflevector(a, b, 0, 4, 2, 6);
}
inline Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return __builtin_shufflevector(a, b, 1, 5, 3, 7);
}
inline Floats permute(Floats a, Words index) { return __builtin_ia32_permvarsf256(a, Ints(index)); }
#else
inline Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(__builtin_ia32_pmuludq256(Ints(a), Ints(b)));
}
inline Words even_words(Words a, Words b) {
  return __builtin_shuffle(a, b, Words{0, 2, 4, 6, 8, 10, 12, 14});
}
inline Lanes64 unpack_low(Lanes64 a, Lanes64 b) {
  return __builtin_shuffle(a, b, Lanes64{0, 4, 2, 6});
}
inline Lanes64 unpack_high(Lanes64 a, Lanes64 b) {
  return __builtin_shuffle(a, b, Lanes64{1, 5, 3, 7});
}
inline Floats permute(Floats a, Words index) { return __builtin_shuffle(a, index); }
inline Floats minimum(Floats a, Floats b) { return __builtin_ia32_minps256(b, a); }
inline Doubles minimum(Doubles a, Doubles b) { return __builtin_ia32_minpd256(b, a); }
inline Floats maximum(Floats a, Floats b) { return __builtin_ia32_maxps256(b, a); }
inline Doubles maximum(Doubles a, Doubles b) { return __builtin_ia32_maxpd256(b, a); }
inline Floats fma(Floats a, Floats b, Floats c) { return __builtin_ia32_vfmaddps256(a, b, c); }
inline Doubles fma(Doubles a, Doubles b, Doubles c) { return __builtin_ia32_vfmaddpd256(a, b, c); }
#endif

#include "word_order.inl"

// One permutation reaches the upper 8 octaves of the float table: one element in 2⁸ lies outside.
inline bool are_likely(Floats tail) {
  return __builtin_ia32_movmskps256(Floats(tail < 0x1p23f)) == 0;
}
inline bool are_likely(Doubles) { return true; }
inline Floats look_up(const float (&coefficients)[32], Words octave) {
  return permute(load<Floats>(coefficients + 24), octave);
}
/// All four permutations instead of eight loads: the caller's vectors wait for it.
inline Floats look_up_any(const float (&coefficients)[32], Words octave) {
  Floats result = look_up(coefficients, octave);
  EIGENINIT_UNROLL
  for (std::uint32_t upper = 0; upper < 3; ++upper) {
    const Floats row = permute(load<Floats>(coefficients + 8 * upper), octave);
    result = (octave >> 3) == upper ? row : result;
  }
  return result;
}
inline Doubles look_up(const double (&coefficients)[64], DoubleWords octave) {
  return Doubles{coefficients[octave[0]], coefficients[octave[1]], coefficients[octave[2]],
                 coefficients[octave[3]]};
}
inline Doubles look_up_any(const double (&coefficients)[64], DoubleWords octave) {
  return look_up(coefficients, octave);
}

inline void store(Eigen::half* out, Floats value) {
  constexpr int nearest_even = 0;
  const auto narrow = __builtin_ia32_vcvtps2ph256(value, nearest_even);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

inline Floats load_floats(const Eigen::half* from) {
  return __builtin_ia32_vcvtph2ps256(load<Shorts>(from));
}

template <class T>
inline T polynomial_step(T z, T t, T c) {
  return fma(z, t, c);
}

#include "values.inl"

#include "fill.inl"
