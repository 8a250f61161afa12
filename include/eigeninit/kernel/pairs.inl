// Philox's words in 64-bit lanes, one word of one block in each, as x86-64's multiplication wants
// them. Text, included by the sets of x86-64 after their shuffles.
//
// SPDX-License-Identifier: MIT

using Lanes = Lanes64;  // words in the lower halves, rubbish in the upper ones
using Lane = std::uint64_t;
inline constexpr int blocks_per_batch = vector_bytes / int(sizeof(Lane));
inline constexpr std::size_t vectors_per_batch = 2;

struct Product {
  Lanes wide;
  EIGENINIT_INLINE Lanes low() const { return wide; }
  EIGENINIT_INLINE Lanes high() const { return upper_halves(wide); }
};
EIGENINIT_INLINE Product multiply(Lanes a, Lanes b) { return {multiply_low_halves(a, b)}; }

/// Words 0 and 1 of each block, and words 2 and 3, the first of them in the upper half: so the last
/// round needs no shift, and one shuffle puts the words in any order.
struct Batch {
  Lanes pairs[2];
};
EIGENINIT_INLINE Batch last_round(Product even, Product odd, Lanes with_odd, Lanes with_even) {
  return {{odd.wide ^ with_odd << 32, even.wide ^ with_even << 32}};
}

EIGENINIT_INLINE void in_order(const Batch& batch, Words (&words)[2]) {
  words[0] = even_blocks(Words(batch.pairs[0]), Words(batch.pairs[1]));
  words[1] = odd_blocks(Words(batch.pairs[0]), Words(batch.pairs[1]));
}
EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) {
  return first + lane_numbers() / 2 + lane_numbers() % 2 * (blocks_per_batch / 2);
}

template <int words_of_element, std::size_t vectors>
EIGENINIT_INLINE void in_row(const Batch* batches, int row, Words (&words)[vectors]) {
  if constexpr (words_of_element == 1) {
    const auto a = Words(batches[0].pairs[row / 2]), b = Words(batches[1].pairs[row / 2]);
    words[0] = row % 2 == 0 ? upper_words(a, b) : lower_words(a, b);
  } else if constexpr (words_of_element == 2) {
    words[0] = exchange_halves(Words(batches[0].pairs[row]));
  } else {
    in_order(batches[0], words);
  }
}
template <int words>
constexpr std::ptrdiff_t column_of(int lane) {
  if (words == 1) return lane % blocks_per_batch / 2 * 4 + lane / blocks_per_batch * 2 + lane % 2;
  return words == 2 ? lane : lane % 2 * (blocks_per_batch / 2) + lane / 2;
}
