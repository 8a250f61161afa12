// What the vector extensions of g++ and clang++ give to every set of more than one lane. Text,
// included by primitives_*.inl after `vector_bytes`. See primitives_scalar.inl for what the names
// mean.
//
// Extensions and builtins instead of <immintrin.h>, which alone takes half a second to compile.
//
// SPDX-License-Identifier: MIT

using Lanes64 = std::uint64_t __attribute__((vector_size(vector_bytes)));
using DoubleWords = Lanes64;
using Words = std::uint32_t __attribute__((vector_size(vector_bytes)));
using Floats = float __attribute__((vector_size(vector_bytes)));
using Doubles = double __attribute__((vector_size(vector_bytes)));
using Ints = std::int32_t __attribute__((vector_size(vector_bytes)));
using Longs = long long __attribute__((vector_size(vector_bytes)));
using Shorts = std::int16_t __attribute__((vector_size(vector_bytes / 2)));

inline constexpr int blocks_per_batch = vector_bytes / int(sizeof(std::uint64_t));
inline constexpr std::size_t interleaved_vectors = 1;  // more would not fit into the registers

inline Words as_words(Floats a) { return Words(a); }
inline DoubleWords as_words(Doubles a) { return DoubleWords(a); }
inline Floats as_floats(Words a) { return Floats(a); }
inline Doubles as_floats(DoubleWords a) { return Doubles(a); }

template <class Value, class Bits, class Function>
inline Value map_lanes(Bits bits, const Function& f) {
  Value result{};
  for (std::size_t i = 0; i < sizeof result / sizeof result[0]; ++i) result[i] = f(bits[i]);
  return result;
}

inline Words sign_mask(Words a) { return Words(Ints(a) >> 31); }
inline DoubleWords sign_mask(DoubleWords a) { return DoubleWords(Longs(a) < 0); }

inline Floats to_float(Words a) { return __builtin_convertvector(Ints(a), Floats); }

template <class Vector, class T>
inline Vector load(const T* from) {
  Vector result;
  std::memcpy(&result, from, sizeof result);
  return result;
}

template <class Bits>
inline void load_words(const std::uint32_t* from, Bits& words) {
  words = load<Bits>(from);
}

inline void store(std::uint32_t* out, Words value) { std::memcpy(out, &value, sizeof value); }
inline void store(float* out, Floats value) { std::memcpy(out, &value, sizeof value); }
inline void store(double* out, Doubles value) { std::memcpy(out, &value, sizeof value); }
inline void store(Eigen::bfloat16* out, Floats value) {
  const Words bits = as_words(value);
  const Words rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  const Shorts narrow = __builtin_convertvector(Ints(rounded), Shorts);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}
