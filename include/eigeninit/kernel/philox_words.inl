// Philox's words in lanes as wide as they are. Text, included by the sets of such lanes after
// `Lanes`, `Lane` and `Product`; primitives_scalar.inl says what the names mean.
//
// SPDX-License-Identifier: MIT

inline constexpr int blocks_per_batch = int(sizeof(Lanes) / sizeof(Lane));
inline constexpr int batches_of_words = 1;

EIGENINIT_INLINE Lanes xor_of(Lanes a, Lanes b, Lanes c) { return a ^ (b ^ c); }

struct Batch {
  Lanes words[4];
};
EIGENINIT_INLINE Batch last_round(Product even, Product odd, Lanes with_odd, Lanes with_even) {
  return {{odd.high() ^ with_odd, odd.low(), even.high() ^ with_even, even.low()}};
}

template <int>
constexpr std::ptrdiff_t column_of(int lane) {
  return lane;
}
