// The primitives of the portable set: one lane, plain C++. Text, included inside a namespace and a
// strict region.
//
// Every set provides the same names. Lanes64 carries one Philox word of one block in each lane, and
// the upper half of a lane may hold rubbish between rounds.
//
// SPDX-License-Identifier: MIT

using Lanes64 = std::uint64_t;
using Words = std::uint32_t;
using DoubleWords = std::uint64_t;
using Floats = float;
using Doubles = double;

inline constexpr int blocks_per_batch = 1;

/// How many batches are made side by side at least, and how many vectors of them become values side
/// by side: as many as the registers hold.
inline constexpr int interleaved_batches = 1;
inline constexpr std::size_t interleaved_vectors = 4;

/// The numbers of a batch's blocks, in the order that in_order() undoes.
inline Lanes64 block_numbers(std::uint64_t first) { return first; }
inline Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) { return (a & 0xffffffff) * b; }

inline Lanes64 lane_numbers() { return 0; }

/// The four words of each block → the batch's words in stream order.
EIGENINIT_INLINE void in_order(const Lanes64 (&x)[4], Words* words) {
  EIGENINIT_UNROLL
  for (int i = 0; i < 4; ++i) words[i] = Words(x[i]);
}
EIGENINIT_INLINE void in_order(const Lanes64 (&x)[4], DoubleWords* words) {
  EIGENINIT_UNROLL
  for (int i = 0; i < 2; ++i) words[i] = (x[2 * i] & 0xffffffff) | x[2 * i + 1] << 32;
}

/// The words of row `row`, of batches whose blocks are the columns.
EIGENINIT_INLINE void in_row(const Lanes64 (&x)[1][4], int row, Words& words) {
  words = Words(x[0][row]);
}
EIGENINIT_INLINE void in_row(const Lanes64 (&x)[1][4], int row, DoubleWords& words) {
  words = (x[0][2 * row] & 0xffffffff) | x[0][2 * row + 1] << 32;
}

inline Words as_words(Floats a) { return bits_as<Words>(a); }
inline DoubleWords as_words(Doubles a) { return bits_as<DoubleWords>(a); }
inline Floats as_floats(Words a) { return bits_as<Floats>(a); }
inline Doubles as_floats(DoubleWords a) { return bits_as<Doubles>(a); }

/// f of every lane.
template <class Value, class Bits, class Function>
inline Value map_lanes(Bits bits, const Function& f) {
  return f(bits);
}

/// All ones where the sign bit is set, else all zeros.
inline Words sign_mask(Words a) { return 0 - (a >> 31); }
inline DoubleWords sign_mask(DoubleWords a) { return 0 - (a >> 63); }

inline Floats to_float(Words a) { return float(std::int32_t(a)); }          // a < 2³¹
inline Doubles to_float(DoubleWords a) { return double(std::int64_t(a)); }  // a < 2⁶³

template <class T>
inline T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
inline T maximum(T a, T b) {
  return a < b ? b : a;
}

#if defined(EIGENINIT_HAS_FMA)
inline Doubles fma(Doubles a, Doubles b, Doubles c) { return __builtin_fma(a, b, c); }
inline Floats fma(Floats a, Floats b, Floats c) { return __builtin_fmaf(a, b, c); }
#else
template <class T>
inline T fma(T a, T b, T c) {
  return emulated_fma(a, b, c);
}
#endif

/// fma() as a step of the normal tables' polynomials. In float no step of any tail meets the case
/// in which rounding to double first is wrong, as tests/normal_exhaustive.cpp shows by trying them
/// all.
inline Floats polynomial_step(Floats z, Floats t, Floats c) {
  return float(double(z) * double(t) + double(c));
}
inline Doubles polynomial_step(Doubles z, Doubles t, Doubles c) { return fma(z, t, c); }

/// Whether look_up() finds the octaves of all these numbers; look_up_any() always does.
template <class Value>
inline bool are_likely(Value) {
  return true;
}
template <class T, std::size_t octaves, class Octave>
inline T look_up(const T (&coefficients)[octaves], Octave octave) {
  return coefficients[octave];
}
template <class T, std::size_t octaves, class Octave>
inline T look_up_any(const T (&coefficients)[octaves], Octave octave) {
  return coefficients[octave];
}

/// The words of one element for each lane.
inline void load_words(const std::uint32_t* from, Words& words) { words = *from; }
inline void load_words(const std::uint32_t* from, DoubleWords& words) {
  words = from[0] | std::uint64_t(from[1]) << 32;
}

template <class Vector, class T>
inline Vector load(const T* from) {
  return *from;
}

inline void store(std::uint32_t* out, Words value) { *out = value; }
inline void store(float* out, Floats value) { *out = value; }
inline void store(double* out, Doubles value) { *out = value; }
inline void store(Eigen::bfloat16* out, Floats value) {
  const auto bits = bits_as<std::uint32_t>(value);
  const std::uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
  *out = bits_as<Eigen::bfloat16>(std::uint16_t(rounded >> 16));
}
inline void store(Eigen::half* out, Floats value) {
  const auto bits = bits_as<std::uint32_t>(value);
  const std::uint32_t magnitude = bits & 0x7fffffff;
  std::uint32_t half;
  if (magnitude < 0x38800000) {
    // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴: adding 1/2 rounds there, and leaves them in the low
    // bits.
    half = bits_as<std::uint32_t>(bits_as<float>(magnitude) + 0.5f) - 0x3f000000;
  } else {
    half = (magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13;
  }
  *out = bits_as<Eigen::half>(std::uint16_t(half | (bits >> 16 & 0x8000)));
}

#include "values.inl"

#include "fill.inl"
