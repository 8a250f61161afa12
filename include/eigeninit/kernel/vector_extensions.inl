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
/// How many doubles a vector has.
inline constexpr std::ptrdiff_t double_lanes = vector_bytes / 8;
using Shorts = std::int16_t __attribute__((vector_size(vector_bytes / 2)));
using HalfFloats = float __attribute__((vector_size(vector_bytes / 2)));
using HalfInts = std::int32_t __attribute__((vector_size(vector_bytes / 2)));

EIGENINIT_INLINE Words as_words(Floats a) { return Words(a); }
EIGENINIT_INLINE DoubleWords as_words(Doubles a) { return DoubleWords(a); }
EIGENINIT_INLINE Floats as_floats(Words a) { return Floats(a); }
EIGENINIT_INLINE Doubles as_floats(DoubleWords a) { return Doubles(a); }

template <class Value, class Bits, class Function>
EIGENINIT_INLINE Value map_lanes(Bits bits, const Function& f) {
  Value result{};
  for (std::size_t i = 0; i < sizeof result / sizeof result[0]; ++i) result[i] = f(bits[i]);
  return result;
}

EIGENINIT_INLINE Words sign_mask(Words a) { return Words(Ints(a) >> 31); }
EIGENINIT_INLINE DoubleWords sign_mask(DoubleWords a) { return DoubleWords(Longs(a) < 0); }

EIGENINIT_INLINE Floats to_float(Words a) { return __builtin_convertvector(Ints(a), Floats); }

template <class Vector, class T>
EIGENINIT_INLINE Vector load(const T* from) {
  Vector result;
  std::memcpy(&result, from, sizeof result);
  return result;
}

template <class Bits>
EIGENINIT_INLINE void load_words(const std::uint32_t* from, Bits& words) {
  words = load<Bits>(from);
}

EIGENINIT_INLINE void store(std::uint32_t* out, Words value) {
  std::memcpy(out, &value, sizeof value);
}
EIGENINIT_INLINE void store(float* out, Floats value) { std::memcpy(out, &value, sizeof value); }
EIGENINIT_INLINE void store(double* out, Doubles value) { std::memcpy(out, &value, sizeof value); }
EIGENINIT_INLINE void store(Eigen::bfloat16* out, Floats value) {
  const Words bits = as_words(value);
  const Words rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  const Shorts narrow = __builtin_convertvector(Ints(rounded), Shorts);
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}
