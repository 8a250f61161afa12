// The facts of the portable set: one lane, plain C++. Text, included inside a namespace and a pinned
// region.
//
// Every set provides the same names. Lanes64 carries one Philox word of one block in each lane, and the
// upper half of a lane may hold rubbish between rounds.
//
// SPDX-License-Identifier: MIT

using Lanes64 = std::uint64_t;
using Words = std::uint32_t;
using DoubleWords = std::uint64_t;
using Floats = float;
using Doubles = double;

inline constexpr int blocks_per_batch = 1;

inline Lanes64 block_numbers(std::uint64_t first) { return first; }
inline Lanes64 high_half(Lanes64 a) { return a >> 32; }
inline Lanes64 multiply_low_halves(Lanes64 a, std::uint32_t b) { return (a & 0xffffffff) * b; }

/// Four lanes of words of each block → the batch's words in stream order.
inline void in_order(const Lanes64 (&x)[4], Words (&words)[4]) {
  for (int i = 0; i < 4; ++i) words[i] = Words(x[i]);
}
inline void in_order(const Lanes64 (&x)[4], DoubleWords (&words)[2]) {
  for (int i = 0; i < 2; ++i) words[i] = (x[2 * i] & 0xffffffff) | x[2 * i + 1] << 32;
}

/// All ones where the sign bit is set, else all zeros.
inline Words sign_mask(Words a) { return 0 - (a >> 31); }
inline DoubleWords sign_mask(DoubleWords a) { return 0 - (a >> 63); }

inline Floats to_float(Words a) { return float(std::int32_t(a)); }  // a < 2³¹
inline Doubles to_float(DoubleWords a) { return double(std::int64_t(a)); }  // a < 2⁶³

template <class T>
inline T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
inline T maximum(T a, T b) {
  return a < b ? b : a;
}

inline Doubles fma(Doubles a, Doubles b, Doubles c) {
#if defined(EIGENINIT_HAS_FMA)
  return __builtin_fma(a, b, c);
#else
  return exact_fma(a, b, c);
#endif
}
inline Floats fma(Floats a, Floats b, Floats c) {
#if defined(EIGENINIT_HAS_FMA)
  return __builtin_fmaf(a, b, c);
#else
  // The product is exact in double. Rounding the sum first to double and then to float goes wrong only
  // where the double is half way between two floats, or where the float is subnormal.
  const double sum = double(a) * b + c;
  const auto bits = bits_as<std::uint64_t>(sum);
  const bool half_way = (bits & 0x1fffffff) == 0x10000000;
  const bool subnormal = (bits & 0x7fffffffffffffff) < 0x3810000000000000;  // 2⁻¹²⁶
  return half_way || subnormal ? exact_fma(a, b, c) : float(sum);
#endif
}

/// Row `octave` of one coefficient of the normal tables.
inline Floats look_up(const float (&coefficients)[32], Words octave) { return coefficients[octave]; }
inline Doubles look_up(const double (&coefficients)[64], DoubleWords octave) {
  return coefficients[octave];
}

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
    // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴: adding 1/2 rounds there, and leaves them in the low bits.
    half = bits_as<std::uint32_t>(bits_as<float>(magnitude) + 0.5f) - 0x3f000000;
  } else {
    half = (magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13;
  }
  *out = bits_as<Eigen::half>(std::uint16_t(half | (bits >> 16 & 0x8000)));
}
