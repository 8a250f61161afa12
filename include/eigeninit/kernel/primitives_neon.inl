// The primitives of AArch64's Advanced SIMD (NEON): two 64-bit or four 32-bit lanes. Text, included
// inside a namespace and a strict region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 16;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 2;

inline Lanes64 lane_numbers() { return Lanes64{0, 1}; }
inline Lanes64 block_numbers(std::uint64_t first) { return first + lane_numbers(); }

inline Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(vmull_u32(vmovn_u64(uint64x2_t(a)), vmovn_u64(uint64x2_t(b))));
}
inline Lanes64 unpack_low(Lanes64 a, Lanes64 b) { return Lanes64{a[0], b[0]}; }
inline Lanes64 unpack_high(Lanes64 a, Lanes64 b) { return Lanes64{a[1], b[1]}; }
inline Words even_words(Words a, Words b) {
  return Words(vuzp1q_u32(uint32x4_t(a), uint32x4_t(b)));
}

#include "word_order.inl"

inline Doubles to_float(DoubleWords a) { return __builtin_convertvector(Longs(a), Doubles); }

template <class T>
inline T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
inline T maximum(T a, T b) {
  return a < b ? b : a;
}
inline Floats fma(Floats a, Floats b, Floats c) {
  return Floats(vfmaq_f32(float32x4_t(c), float32x4_t(a), float32x4_t(b)));
}
inline Doubles fma(Doubles a, Doubles b, Doubles c) {
  return Doubles(vfmaq_f64(float64x2_t(c), float64x2_t(a), float64x2_t(b)));
}

template <class Value>
inline bool are_likely(Value) {
  return true;
}
inline Floats look_up(const float (&row)[32], Words octave) {
  return Floats{row[octave[0]], row[octave[1]], row[octave[2]], row[octave[3]]};
}
inline Doubles look_up(const double (&row)[64], DoubleWords octave) {
  return Doubles{row[octave[0]], row[octave[1]]};
}
template <class Row, class Octave>
inline auto look_up_any(const Row& row, Octave octave) {
  return look_up(row, octave);
}

inline void store(Eigen::half* out, Floats value) {
  const auto narrow = vcvt_f16_f32(float32x4_t(value));
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

inline Floats load_floats(const Eigen::half* from) {
  return Floats(vcvt_f32_f16(load<float16x4_t>(from)));
}

template <class T>
inline T polynomial_step(T z, T t, T c) {
  return fma(z, t, c);
}

#include "values.inl"

#include "fill.inl"
