// The words of the random stream: Philox on many blocks at once. Text, included by fill.inl. See
// philox.hpp for what it computes.
//
// SPDX-License-Identifier: MIT

/// What all blocks of a fill have in common whose numbers have the same upper word.
///
/// Only the lower word of a block's number then differs from block to block. It takes three rounds
/// to reach all four words, and what does not depend on it is worked out here and is a part of the
/// keys: a tenth of all instructions.
struct Schedule {
  Position at;
  std::uint32_t upper;
  Lanes keys[philox_constant::rounds][2];

  Schedule(const Position& position, std::uint64_t block) : at(position), upper(high_word(block)) {
    using namespace philox_constant;
    EIGENINIT_UNROLL
    for (int i = 0; i < 2; ++i) {
      const auto key = splat<Lanes, Lane>(at.key[i]);
      EIGENINIT_UNROLL
      for (std::uint32_t round = 0; round < rounds; ++round) {
        keys[round][i] = key + splat<Lanes, Lane>(round * weyl[i]);
      }
    }
    const std::uint64_t odd = std::uint64_t(multiplier[1]) * low_word(at.fill);
    const std::uint64_t even = std::uint64_t(multiplier[0]) * (high_word(odd) ^ upper ^ at.key[0]);
    keys[0][1] ^= splat<Lanes, Lane>(high_word(at.fill));
    keys[1][0] ^= splat<Lanes, Lane>(low_word(odd));
    keys[1][1] ^= splat<Lanes, Lane>(high_word(even));
    keys[2][1] ^= splat<Lanes, Lane>(low_word(even));
  }
};

/// Ten rounds of Philox on the blocks of these numbers, whose upper word is the schedule's, batch
/// by batch. Each round waits for the one before, so several batches go side by side.
template <std::size_t batches>
EIGENINIT_INLINE void philox_batches(const Schedule& schedule, const Lanes (&blocks)[batches],
                                     Batch (&results)[batches]) {
  constexpr int last = philox_constant::rounds - 1;
  const auto even_multiplier = splat<Lanes, Lane>(philox_constant::multiplier[0]);
  const auto odd_multiplier = splat<Lanes, Lane>(philox_constant::multiplier[1]);
  const auto& keys = schedule.keys;
  Lanes x[batches][4];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < batches; ++i) {
    auto& y = x[i];
    const Product first = multiply(blocks[i], even_multiplier);
    const Product second = multiply(first.high() ^ keys[0][1], odd_multiplier);
    const Product even = multiply(second.high() ^ keys[1][0], even_multiplier);
    const Product odd = multiply(first.low() ^ keys[1][1], odd_multiplier);
    y[0] = xor_of(odd.high(), second.low(), keys[2][0]);
    y[1] = odd.low();
    y[2] = even.high() ^ keys[2][1];
    y[3] = even.low();
  }
  EIGENINIT_UNROLL
  for (int round = 3; round < last; ++round) {
    EIGENINIT_UNROLL
    for (auto& y : x) {
      const Product even = multiply(y[0], even_multiplier);
      const Product odd = multiply(y[2], odd_multiplier);
      y[0] = xor_of(odd.high(), y[1], keys[round][0]);
      y[1] = odd.low();
      y[2] = xor_of(even.high(), y[3], keys[round][1]);
      y[3] = even.low();
    }
  }
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < batches; ++i) {
    const auto& y = x[i];
    results[i] = last_round(multiply(y[0], even_multiplier), multiply(y[2], odd_multiplier),
                            y[1] ^ keys[last][0], y[3] ^ keys[last][1]);
  }
}

/// The words of `batches` batches of blocks that follow each other, the first of these numbers.
template <std::size_t batches>
EIGENINIT_INLINE void write_batches(const Schedule& schedule, Lanes first, std::uint32_t* out) {
  Lanes blocks[batches];
  Batch results[batches];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < batches; ++i) blocks[i] = first + Lane(i * blocks_per_batch);
  philox_batches(schedule, blocks, results);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < batches; ++i) {
    write_in_order(results[i], out + std::ptrdiff_t(i) * 4 * blocks_per_batch);
  }
}

/// The words of at least `count` blocks from block `block` on, which have the schedule's upper
/// word.
inline void write_words(const Schedule& schedule, std::uint64_t block, std::ptrdiff_t count,
                        std::uint32_t* out) {
  constexpr std::ptrdiff_t together = interleaved_batches * blocks_per_batch;
  Lanes numbers = block_numbers(block);
  for (; count >= together; count -= together) {
    write_batches<std::size_t(interleaved_batches)>(schedule, numbers, out);
    numbers += Lane(together);
    out += 4 * together;
  }
  for (; count > blocks_per_batch && interleaved_batches > 2; count -= 2 * blocks_per_batch) {
    write_batches<2>(schedule, numbers, out);
    numbers += Lane(2 * blocks_per_batch);
    out += 8 * blocks_per_batch;
  }
  for (; count > 0; count -= blocks_per_batch) {
    write_batches<1>(schedule, numbers, out);
    numbers += Lane(blocks_per_batch);
    out += 4 * blocks_per_batch;
  }
}
