// Philox's words in 64-bit lanes, one word of one block in each, as x86-64's multiplication wants
// them. Text, included by its sets after `Lanes` and `WordLanes`, the same vectors as words, and
// their shuffles.
//
// SPDX-License-Identifier: MIT

using Lane = std::uint64_t;  // the word, and rubbish in its upper half
inline constexpr int blocks_per_batch = int(sizeof(Lanes) / sizeof(Lane));
inline constexpr int batches_of_words = 2;

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

template <int words>
constexpr std::ptrdiff_t column_of(int lane) {
  if (words == 1) return lane % blocks_per_batch / 2 * 4 + lane / blocks_per_batch * 2 + lane % 2;
  return words == 2 ? lane : lane % 2 * (blocks_per_batch / 2) + lane / 2;
}
EIGENINIT_INLINE Lanes block_numbers(std::uint64_t first) {
  Lanes numbers{};
  EIGENINIT_UNROLL
  for (int lane = 0; lane < blocks_per_batch; ++lane) numbers[lane] = Lane(column_of<4>(lane));
  return numbers + first;
}

EIGENINIT_INLINE void write_in_order(const Batch& batch, std::uint32_t* out) {
  const auto first = WordLanes(batch.pairs[0]), second = WordLanes(batch.pairs[1]);
  store(out, even_blocks(first, second));
  store(out + sizeof(WordLanes) / 4, odd_blocks(first, second));
}
template <int words>
EIGENINIT_INLINE void write_row(const Batch* batches, int row, std::uint32_t* out) {
  if constexpr (words == 1) {
    const auto a = WordLanes(batches[0].pairs[row / 2]), b = WordLanes(batches[1].pairs[row / 2]);
    store(out, row % 2 == 0 ? upper_words(a, b) : lower_words(a, b));
  } else if constexpr (words == 2) {
    store(out, exchange_halves(WordLanes(batches[0].pairs[row])));
  } else {
    write_in_order(batches[0], out);
  }
}
