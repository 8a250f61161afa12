// The primitives of the portable set: one lane, plain C++. Text, included inside a namespace and a
// strict region.
//
// Every set provides the same names. Those of Philox are
//
// clang-format off
//   Lanes, Lane          a vector of the same word of several blocks, and what it has of one of them:
//                        the word, and above it maybe rubbish
//   blocks_per_batch     how many blocks these are, which a Batch is then the results of
//   interleaved_batches  how many batches are made side by side: as many as hide how long each waits
//   block_numbers(n)     the numbers of a batch's blocks, from n on, in the order of lanes
//   multiply(a, b)       the products of words, by their low() and high() halves
//   last_round(…)        the results: from the last products, and what their upper halves are joined to
//   write_in_order(…)    writes the words of a batch, block after block
//   write_row<w>(…)      of elements of w words each writes those of one row of a block, column after
//                        column, where each lane is a column: column_of<w>(lane). Elements of one word
//                        take batches_of_words batches
//   select(m, a, b)      a where the mask's bits are set, else b
// clang-format on
//
// and those of values are the functions below.
//
// SPDX-License-Identifier: MIT

using Lanes64 = std::uint64_t;
using Words = std::uint32_t;
using DoubleWords = std::uint64_t;
using Floats = float;
using Doubles = double;
inline constexpr std::ptrdiff_t double_lanes = 1;

/// How many vectors become values side by side.
#if defined(EIGENINIT_HAS_FMA)
inline constexpr std::size_t interleaved_vectors = 4;
#else
inline constexpr std::size_t interleaved_vectors = 8;  // a step of theirs is many operations
#endif

#if EIGENINIT_X86_SETS && defined(__SSE2__)
#include "pairs_sse2.inl"
#else
using Lanes = std::uint32_t;
using Lane = std::uint32_t;
inline constexpr int interleaved_batches = 1;

EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) { return Lanes(first); }

struct Product {
  std::uint64_t wide;
  EIGENINIT_INLINE Lanes low() const { return Lanes(wide); }
  EIGENINIT_INLINE Lanes high() const { return Lanes(wide >> 32); }
};
EIGENINIT_INLINE Product multiply(Lanes a, Lanes b) { return {std::uint64_t(a) * b}; }

#include "philox_words.inl"

EIGENINIT_INLINE void write_in_order(const Batch& batch, std::uint32_t* out) {
  for (int i = 0; i < 4; ++i) out[i] = batch.words[i];
}
template <int words>
EIGENINIT_INLINE void write_row(const Batch* batches, int row, std::uint32_t* out) {
  for (int i = 0; i < words; ++i) out[i] = batches[0].words[row * words + i];
}
#endif

/// For hashes: the products of the lower halves of lanes.
EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return (a & 0xffffffff) * (b & 0xffffffff);
}
EIGENINIT_INLINE Lanes64 lane_numbers() { return 0; }

EIGENINIT_INLINE Words as_words(Floats a) { return bits_as<Words>(a); }
EIGENINIT_INLINE DoubleWords as_words(Doubles a) { return bits_as<DoubleWords>(a); }
EIGENINIT_INLINE Floats as_floats(Words a) { return bits_as<Floats>(a); }
EIGENINIT_INLINE Doubles as_floats(DoubleWords a) { return bits_as<Doubles>(a); }

/// f of every lane.
template <class Value, class Bits, class Function>
EIGENINIT_INLINE Value map_lanes(Bits bits, const Function& f) {
  return f(bits);
}

/// All ones where the sign bit is set, else all zeros.
EIGENINIT_INLINE Words sign_mask(Words a) { return 0 - (a >> 31); }
EIGENINIT_INLINE DoubleWords sign_mask(DoubleWords a) { return 0 - (a >> 63); }

EIGENINIT_INLINE Floats to_float(Words a) { return float(std::int32_t(a)); }          // a < 2³¹
EIGENINIT_INLINE Doubles to_float(DoubleWords a) { return double(std::int64_t(a)); }  // a < 2⁶³

template <class T>
EIGENINIT_INLINE T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
EIGENINIT_INLINE T maximum(T a, T b) {
  return a < b ? b : a;
}

#if defined(EIGENINIT_HAS_FMA)
EIGENINIT_INLINE Doubles fma(Doubles a, Doubles b, Doubles c) { return __builtin_fma(a, b, c); }
EIGENINIT_INLINE Floats fma(Floats a, Floats b, Floats c) { return __builtin_fmaf(a, b, c); }
#else
template <class T>
EIGENINIT_INLINE T fma(T a, T b, T c) {
  return emulated_fma(a, b, c);
}
#include "polynomials_scalar.inl"
#endif

/// √a, correctly rounded.
EIGENINIT_INLINE Doubles root(Doubles a) { return std::sqrt(a); }

using elementary::cos_sin;
using elementary::log1p;

/// Two numbers for each lane, the first of a pair and the second.
template <class T>
EIGENINIT_INLINE void load_pairs(const T* from, Doubles& first, Doubles& second) {
  first = double(from[0]);
  second = double(from[1]);
}
template <class T>
EIGENINIT_INLINE void store_pairs(T* out, Doubles first, Doubles second) {
  out[0] = T(first);
  out[1] = T(second);
}

/// What look-ups are told of octaves. are_likely() says whether look_up() finds them all;
/// look_up_any() always does.
template <class Bits>
EIGENINIT_INLINE Bits octaves_of(Bits octave) {
  return octave;
}
template <class Value>
EIGENINIT_INLINE bool are_likely(Value) {
  return true;
}
template <class T, std::size_t octaves, class Octave>
EIGENINIT_INLINE T look_up(const T (&coefficients)[octaves], Octave octave) {
  return coefficients[octave];
}
template <class T, std::size_t octaves, class Octave>
EIGENINIT_INLINE T look_up_any(const T (&coefficients)[octaves], Octave octave) {
  return coefficients[octave];
}

/// The words of one element for each lane.
EIGENINIT_INLINE void load_words(const std::uint32_t* from, Words& words) { words = *from; }
EIGENINIT_INLINE void load_words(const std::uint32_t* from, DoubleWords& words) {
  words = from[0] | std::uint64_t(from[1]) << 32;
}

template <class Vector, class T>
EIGENINIT_INLINE Vector load(const T* from) {
  Vector result;
  std::memcpy(&result, from, sizeof result);
  return result;
}

/// `a` where the mask's bits are set, else `b`.
EIGENINIT_INLINE Words select(Words mask, Words a, Words b) { return b ^ ((a ^ b) & mask); }

EIGENINIT_INLINE void store(std::uint32_t* out, Words value) { *out = value; }
EIGENINIT_INLINE void store(float* out, Floats value) { *out = value; }
EIGENINIT_INLINE void store(double* out, Doubles value) { *out = value; }
EIGENINIT_INLINE void store(Eigen::bfloat16* out, Floats value) {
  const auto bits = bits_as<std::uint32_t>(value);
  const std::uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
  *out = bits_as<Eigen::bfloat16>(std::uint16_t(rounded >> 16));
}
EIGENINIT_INLINE void store(Eigen::half* out, Floats value) {
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

#include "philox.inl"

#include "fill.inl"
