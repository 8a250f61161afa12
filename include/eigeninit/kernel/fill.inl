// The algorithms, written once for every instruction set. Text, included inside a set's namespace
// and region after the set's primitives (primitives_*.inl) and values.inl.
//
// SPDX-License-Identifier: MIT

/// What all blocks of a fill have in common.
struct Schedule {
  Lanes64 fill[2];
  Lanes64 keys[philox_constant::rounds][2];

  explicit Schedule(const Position& at) {
    fill[0] = splat<Lanes64>(std::uint64_t(low_word(at.fill)));
    fill[1] = splat<Lanes64>(std::uint64_t(high_word(at.fill)));
    for (std::uint32_t round = 0; round < philox_constant::rounds; ++round) {
      for (int i = 0; i < 2; ++i) {
        keys[round][i] =
            splat<Lanes64>(std::uint64_t(at.key[i] + round * philox_constant::weyl[i]));
      }
    }
  }
};

/// Ten rounds of Philox on the blocks of these numbers, batch by batch. Each round waits for the
/// one before, so several batches go side by side.
template <std::size_t batches>
EIGENINIT_INLINE void philox_batches(const Schedule& schedule, const Lanes64 (&blocks)[batches],
                                     Lanes64 (&x)[batches][4]) {
  const auto even_multiplier = splat<Lanes64>(std::uint64_t(philox_constant::multiplier[0]));
  const auto odd_multiplier = splat<Lanes64>(std::uint64_t(philox_constant::multiplier[1]));
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < batches; ++i) {
    x[i][0] = blocks[i];
    x[i][1] = blocks[i] >> 32;
    x[i][2] = schedule.fill[0];
    x[i][3] = schedule.fill[1];
  }
  EIGENINIT_UNROLL
  for (const auto& key : schedule.keys) {
    EIGENINIT_UNROLL
    for (auto& y : x) {
      const Lanes64 even = multiply_low_halves(y[0], even_multiplier);
      const Lanes64 odd = multiply_low_halves(y[2], odd_multiplier);
      y[0] = (odd >> 32) ^ y[1] ^ key[0];
      y[1] = odd;
      y[2] = (even >> 32) ^ y[3] ^ key[1];
      y[3] = even;
    }
  }
}

/// How many vectors hold the words of a batch.
template <class Bits>
inline constexpr std::size_t vectors_per_batch = 16 * blocks_per_batch / sizeof(Bits);

/// `interleaved` batches from block `block` on, written to `out`.
template <std::size_t interleaved, class Distribution, class Scalar>
EIGENINIT_INLINE void fill_interleaved(const Distribution& to, const Schedule& schedule,
                                       std::uint64_t block, Scalar* out) {
  using Bits = typename Conversion<Compute<Scalar>>::Bits;
  constexpr std::size_t vectors = vectors_per_batch<Bits>;
  constexpr std::size_t lanes = sizeof(Bits) / sizeof(Compute<Scalar>);
  constexpr std::size_t together = (std::min)(interleaved * vectors, interleaved_vectors);
  static_assert(interleaved * vectors % together == 0);
  Lanes64 blocks[interleaved], x[interleaved][4];
  Bits words[interleaved * vectors];
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < interleaved; ++i) {
    blocks[i] = block_numbers(block + i * blocks_per_batch);
  }
  philox_batches(schedule, blocks, x);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < interleaved; ++i) in_order(x[i], words + i * vectors);
  EIGENINIT_UNROLL
  for (std::size_t i = 0; i < interleaved * vectors; i += together) {
    decltype(transform(to, words[0])) values[together];
    transform<together>(to, words + i, values);
    EIGENINIT_UNROLL
    for (const auto& value : values) {
      store(out, value);
      out += lanes;
    }
  }
}

/// `batches` batches from block `block` on, written to `out`.
template <class Distribution, class Scalar>
inline void fill_batches(const Distribution& to, const Schedule& schedule, std::uint64_t block,
                         Scalar* out, std::ptrdiff_t batches) {
  using C = Conversion<Compute<Scalar>>;
  constexpr int interleaved = (std::max)(
      interleaved_batches, int(interleaved_vectors / vectors_per_batch<typename C::Bits>));
  constexpr std::ptrdiff_t per_batch = 4 / C::words * std::ptrdiff_t(blocks_per_batch);
  for (; batches >= interleaved; batches -= interleaved) {
    fill_interleaved<interleaved>(to, schedule, block, out);
    block += std::uint64_t(interleaved * blocks_per_batch);
    out += interleaved * per_batch;
  }
  for (; batches > 0; --batches) {
    fill_interleaved<1>(to, schedule, block, out);
    block += blocks_per_batch;
    out += per_batch;
  }
}

/// Elements `element` … `element + count - 1` of a fill, written to `out` one after the other.
template <class Distribution, class Scalar>
inline void fill_run(const Distribution& to, const Schedule& schedule, std::uint64_t element,
                     std::ptrdiff_t count, Scalar* out) {
  constexpr int per_block = 4 / Conversion<Compute<Scalar>>::words;
  constexpr std::ptrdiff_t per_batch = per_block * blocks_per_batch;
  std::uint64_t block = element / per_block;
  auto skip = std::ptrdiff_t(element % per_block);
  while (count > 0) {
    if (skip == 0 && count >= per_batch) {
      const std::ptrdiff_t batches = count / per_batch;
      fill_batches(to, schedule, block, out, batches);
      out += batches * per_batch;
      count -= batches * per_batch;
      block += std::uint64_t(batches) * blocks_per_batch;
    } else {  // the run begins or ends inside a batch
      Scalar batch[std::size_t(per_batch)];
      fill_batches(to, schedule, block, batch, 1);
      const std::ptrdiff_t wanted = (std::min)(per_batch - skip, count);
      out = std::copy_n(batch + skip, wanted, out);
      count -= wanted;
      block += blocks_per_batch;
      skip = 0;
    }
  }
}

/// The rows of one block, `count` columns of them, where blocks follow each other along the
/// columns: lane after lane is then a column, and every word of a batch belongs to one row.
template <class Distribution, class Scalar>
inline void fill_rows(const Distribution& to, const Schedule& schedule, std::uint64_t block,
                      std::uint64_t block_step, std::ptrdiff_t count, std::ptrdiff_t row_stride,
                      Scalar* out) {
  using C = Conversion<Compute<Scalar>>;
  using Bits = typename C::Bits;
  constexpr int rows = 4 / C::words;
  constexpr std::ptrdiff_t lanes = sizeof(Bits) / sizeof(Compute<Scalar>);
  constexpr auto batches = std::size_t(lanes / blocks_per_batch);
  Lanes64 blocks = splat<Lanes64>(block) + lane_numbers() * block_step;
  for (std::ptrdiff_t column = 0; column < count; column += lanes) {
    Lanes64 numbers[batches], x[batches][4];
    for (Lanes64& batch : numbers) {
      batch = blocks;
      blocks += block_step * std::uint64_t(blocks_per_batch);
    }
    philox_batches(schedule, numbers, x);
    EIGENINIT_UNROLL
    for (int row = 0; row < rows; ++row) {
      Bits words;
      in_row(x, row, words);
      const auto values = transform(to, words);
      Scalar* const target = out + row * row_stride + column;
      if (count - column >= lanes) {
        store(target, values);
      } else {
        Scalar part[std::size_t(lanes)];
        store(part, values);
        std::copy_n(part, count - column, target);
      }
    }
  }
}

#include "any.inl"

/// Elements in an order that memory does not have: made in a buffer in the first cache level, and
/// written from there row by row.
template <class Distribution, class Scalar>
inline void fill_staged(const Distribution& to, const Schedule& schedule, std::uint64_t element,
                        const Tile& tile, Scalar* out) {
  constexpr std::ptrdiff_t rows = 64, columns = 32;
  Scalar staged[std::size_t(rows * columns)];
  for (std::ptrdiff_t r = 0; r < tile.rows; r += rows) {
    for (std::ptrdiff_t c = 0; c < tile.columns; c += columns) {
      const std::ptrdiff_t height = (std::min)(rows, tile.rows - r);
      const std::ptrdiff_t width = (std::min)(columns, tile.columns - c);
      for (std::ptrdiff_t j = 0; j < width; ++j) {
        fill_run(to, schedule, element + std::uint64_t(r) + std::uint64_t(c + j) * tile.step,
                 height, staged + j * height);
      }
      for (std::ptrdiff_t i = 0; i < height; ++i) {
        Scalar* const row = out + (r + i) * tile.row_stride + c * tile.column_stride;
        for (std::ptrdiff_t j = 0; j < width; ++j)
          row[j * tile.column_stride] = staged[j * height + i];
      }
    }
  }
}

/// The elements that `tile` names, the first of them at `at`, written from `out` on.
template <class Distribution, class Scalar>
void fill_tile(const Distribution& to, const Position& at, const Tile& tile, Scalar* out) {
  constexpr std::uint64_t per_block = 4 / Conversion<Compute<Scalar>>::words;
  if constexpr (std::is_same_v<Distribution, Truncated<Scalar>>) {
    if (to.is_rare) return fill_tile(to.rare, at, tile, out);
  }
  const Schedule schedule(at);
  if (tile.row_stride == 1 || tile.rows == 1) {
    for (std::ptrdiff_t c = 0; c < tile.columns; ++c) {
      fill_run(to, schedule, at.element + std::uint64_t(c) * tile.step, tile.rows,
               out + c * tile.column_stride);
    }
  } else if (tile.column_stride == 1 && at.element % per_block == 0 && tile.step % per_block == 0 &&
             std::uint64_t(tile.rows) % per_block == 0) {
    for (std::ptrdiff_t r = 0; r < tile.rows; r += std::ptrdiff_t(per_block)) {
      fill_rows(to, schedule, (at.element + std::uint64_t(r)) / per_block, tile.step / per_block,
                tile.columns, tile.row_stride, out + r * tile.row_stride);
    }
  } else {
    fill_staged(to, schedule, at.element, tile, out);
  }
}
