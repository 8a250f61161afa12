// The primitives of AArch64's Advanced SIMD (NEON): two 64-bit or four 32-bit lanes. Text, included
// inside a namespace and a strict region. See primitives_scalar.inl for what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int vector_bytes = 16;
#include "vector_extensions.inl"

inline constexpr int interleaved_batches = 3;
inline constexpr std::size_t interleaved_vectors = 4;

EIGENINIT_INLINE Lanes64 lane_numbers() { return Lanes64{0, 1}; }
EIGENINIT_INLINE Lanes64 multiply_low_halves(Lanes64 a, Lanes64 b) {
  return Lanes64(vmull_u32(vmovn_u64(uint64x2_t(a)), vmovn_u64(uint64x2_t(b))));
}

// Philox's words in 32-bit lanes, one word of one block in each.
using Lanes = Words;
using Lane = std::uint32_t;

EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) {
  return Lane(first) + Lanes{0, 1, 2, 3};
}
EIGENINIT_INLINE Words select(Words mask, Words a, Words b) {
  return Words(vbslq_u32(uint32x4_t(mask), uint32x4_t(a), uint32x4_t(b)));
}

struct Product {
  uint32x4_t first, second;  // two products of 64 bits each
  EIGENINIT_INLINE Lanes low() const { return Lanes(vuzp1q_u32(first, second)); }
  EIGENINIT_INLINE Lanes high() const { return Lanes(vuzp2q_u32(first, second)); }
};
EIGENINIT_INLINE Product multiply(Lanes a, Lanes b) {
  const auto x = uint32x4_t(a), y = uint32x4_t(b);
  return {uint32x4_t(vmull_u32(vget_low_u32(x), vget_low_u32(y))),
          uint32x4_t(vmull_high_u32(x, y))};
}

#include "philox_words.inl"

/// a0 b0 a1 b1 …, faster on many processors than a store that interleaves.
EIGENINIT_INLINE void write_interleaved(uint32x4_t a, uint32x4_t b, std::uint32_t* out) {
  vst1q_u32(out, vzip1q_u32(a, b));
  vst1q_u32(out + 4, vzip2q_u32(a, b));
}
EIGENINIT_INLINE void write_in_order(const Batch& batch, std::uint32_t* out) {
  const auto word = [&batch](int i) { return uint32x4_t(batch.words[i]); };
  write_interleaved(vzip1q_u32(word(0), word(2)), vzip1q_u32(word(1), word(3)), out);
  write_interleaved(vzip2q_u32(word(0), word(2)), vzip2q_u32(word(1), word(3)), out + 8);
}
template <int words>
EIGENINIT_INLINE void write_row(const Batch* batches, int row, std::uint32_t* out) {
  if constexpr (words == 1) {
    vst1q_u32(out, uint32x4_t(batches[0].words[row]));
  } else if constexpr (words == 2) {
    write_interleaved(uint32x4_t(batches[0].words[2 * row]),
                      uint32x4_t(batches[0].words[2 * row + 1]), out);
  } else {
    write_in_order(batches[0], out);
  }
}

EIGENINIT_INLINE Doubles to_float(DoubleWords a) {
  return __builtin_convertvector(Longs(a), Doubles);
}

template <class T>
EIGENINIT_INLINE T minimum(T a, T b) {
  return b < a ? b : a;
}
template <class T>
EIGENINIT_INLINE T maximum(T a, T b) {
  return a < b ? b : a;
}
EIGENINIT_INLINE Floats fma(Floats a, Floats b, Floats c) {
  return Floats(vfmaq_f32(float32x4_t(c), float32x4_t(a), float32x4_t(b)));
}
EIGENINIT_INLINE Doubles fma(Doubles a, Doubles b, Doubles c) {
  return Doubles(vfmaq_f64(float64x2_t(c), float64x2_t(a), float64x2_t(b)));
}
EIGENINIT_INLINE Doubles product(Doubles a, Doubles b) {
  Doubles rounded = a * b;
#if defined(__clang__)
  __asm__("" : "+w"(rounded));  // keeps -ffp-contract=fast from fusing: see strict.hpp
#endif
  return rounded;
}
EIGENINIT_INLINE Lanes64 float_bits(Doubles a) {
  return Lanes64(vmovl_u32(vreinterpret_u32_f32(vcvt_f32_f64(float64x2_t(a)))));
}
EIGENINIT_INLINE Doubles root(Doubles a) { return Doubles(vsqrtq_f64(float64x2_t(a))); }
EIGENINIT_INLINE Doubles rounded_down(Doubles a) { return Doubles(vrndmq_f64(float64x2_t(a))); }

EIGENINIT_INLINE Lanes64 unpack_low(Lanes64 a, Lanes64 b) { return Lanes64{a[0], b[0]}; }
EIGENINIT_INLINE Lanes64 unpack_high(Lanes64 a, Lanes64 b) { return Lanes64{a[1], b[1]}; }

#include "vector_doubles.inl"

// One look-up of bytes reaches the upper 16 octaves of the float table: one element in 2¹⁶ lies
// outside. That is half of the time of four loads into lanes.
struct FloatOctaves {
  Words octave;
  uint8x16_t bytes;  // of the upper half of a row
};
EIGENINIT_INLINE FloatOctaves octaves_of(Words octave) {
  return {octave, uint8x16_t((octave - 16) * 0x04040404 + 0x03020100)};
}
EIGENINIT_INLINE DoubleWords octaves_of(DoubleWords octave) { return octave; }
EIGENINIT_INLINE bool are_likely(const FloatOctaves& at) {
  return vminvq_u32(uint32x4_t(at.octave)) >= 16;
}
EIGENINIT_INLINE bool are_likely(DoubleWords) { return true; }
EIGENINIT_INLINE Floats look_up(const float (&row)[32], const FloatOctaves& at) {
  const uint8x16x4_t upper_half = {
      {uint8x16_t(vld1q_f32(row + 16)), uint8x16_t(vld1q_f32(row + 20)),
       uint8x16_t(vld1q_f32(row + 24)), uint8x16_t(vld1q_f32(row + 28))}};
  return Floats(vqtbl4q_u8(upper_half, at.bytes));
}
EIGENINIT_INLINE Floats look_up_any(const float (&row)[32], const FloatOctaves& at) {
  return Floats{row[at.octave[0]], row[at.octave[1]], row[at.octave[2]], row[at.octave[3]]};
}
EIGENINIT_INLINE Doubles look_up(const double (&row)[64], DoubleWords octave) {
  return Doubles{row[octave[0]], row[octave[1]]};
}
EIGENINIT_INLINE Doubles look_up_any(const double (&row)[64], DoubleWords octave) {
  return look_up(row, octave);
}

EIGENINIT_INLINE void store(Eigen::half* out, Floats value) {
  const auto narrow = vcvt_f16_f32(float32x4_t(value));
  std::memcpy(static_cast<void*>(out), &narrow, sizeof narrow);
}

EIGENINIT_INLINE Floats load_floats(const Eigen::half* from) {
  return Floats(vcvt_f32_f16(load<float16x4_t>(from)));
}

#include "values.inl"

#include "philox.inl"

#include "fill.inl"
