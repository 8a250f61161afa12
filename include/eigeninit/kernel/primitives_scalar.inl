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
inline constexpr std::size_t vectors_per_batch = 4;

/// How many batches are made side by side at least, and how many vectors of them become values side
/// by side: as many as the registers hold.
inline constexpr int interleaved_batches = 1;
#if defined(EIGENINIT_HAS_FMA)
inline constexpr std::size_t interleaved_vectors = 4;
#else
inline constexpr std::size_t interleaved_vectors = 8;  // a step of theirs is many operations
#endif

/// One word of each of blocks_per_batch blocks.
using Lanes = std::uint32_t;
/// What is in a lane.
using Lane = std::uint32_t;
/// The numbers of the blocks of a batch, in the order that in_order() undoes.
EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) { return Lanes(first); }
EIGENINIT_INLINE Lanes xor_of(Lanes a, Lanes b, Lanes c) { return a ^ b ^ c; }

/// The products of the lower halves of lanes.
EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return (a & 0xffffffff) * (b & 0xffffffff);
}
/// The products of words.
struct Product {
  std::uint64_t wide;
  EIGENINIT_INLINE Lanes low() const { return Lanes(wide); }
  EIGENINIT_INLINE Lanes high() const { return Lanes(wide >> 32); }
};
EIGENINIT_INLINE Product multiply(Lanes a, Lanes b) { return {std::uint64_t(a) * b}; }

/// The results of Philox on a batch of blocks.
struct Batch {
  Lanes words[4];
};
/// The last round, of the products, and the words that their upper halves are joined to.
EIGENINIT_INLINE Batch last_round(Product even, Product odd, Lanes with_odd, Lanes with_even) {
  return {{odd.high() ^ with_odd, odd.low(), even.high() ^ with_even, even.low()}};
}
/// All words in the order of the stream.
EIGENINIT_INLINE void in_order(const Batch& batch, Words (&words)[4]) {
  for (int i = 0; i < 4; ++i) words[i] = batch.words[i];
}
/// Those of a row of elements of one, two or four words, where each lane is a column.
template <int words_of_element>
EIGENINIT_INLINE void in_row(const Batch* batches, int row,
                             Words (&words)[std::size_t(words_of_element)]) {
  for (int i = 0; i < words_of_element; ++i) {
    words[i] = batches[0].words[row * words_of_element + i];
  }
}
/// The column whose block a lane has, of those side by side.
template <int>
constexpr std::ptrdiff_t column_of(int lane) {
  return lane;
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
/// A step of the normal tables' polynomials.
template <class T>
EIGENINIT_INLINE T polynomial_step(T z, T t, T c) {
  return fma(z, t, c);
}
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

/// Whether look_up() finds the octaves of all these numbers; look_up_any() always does.
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
  return *from;
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
