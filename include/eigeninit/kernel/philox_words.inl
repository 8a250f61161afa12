// Philox's words by themselves, where there are no vectors. Text, included by
// primitives_scalar.inl, which says what the names mean.
//
// SPDX-License-Identifier: MIT

using Lanes = std::uint32_t;
using Lane = std::uint32_t;
inline constexpr int blocks_per_batch = 1, batches_of_words = 1;
inline constexpr int interleaved_batches = 1;

EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) { return Lanes(first); }
EIGENINIT_INLINE Lanes xor_of(Lanes a, Lanes b, Lanes c) { return a ^ b ^ c; }

struct Product {
  std::uint64_t wide;
  EIGENINIT_INLINE Lanes low() const { return Lanes(wide); }
  EIGENINIT_INLINE Lanes high() const { return Lanes(wide >> 32); }
};
EIGENINIT_INLINE Product multiply(Lanes a, Lanes b) { return {std::uint64_t(a) * b}; }

struct Batch {
  Lanes words[4];
};
EIGENINIT_INLINE Batch last_round(Product even, Product odd, Lanes with_odd, Lanes with_even) {
  return {{odd.high() ^ with_odd, odd.low(), even.high() ^ with_even, even.low()}};
}

EIGENINIT_INLINE void write_in_order(const Batch& batch, std::uint32_t* out) {
  for (int i = 0; i < 4; ++i) out[i] = batch.words[i];
}
template <int words>
EIGENINIT_INLINE void write_row(const Batch* batches, int row, std::uint32_t* out) {
  for (int i = 0; i < words; ++i) out[i] = batches[0].words[row * words + i];
}
template <int>
constexpr std::ptrdiff_t column_of(int lane) {
  return lane;
}
