// The words of many columns side by side, for tensors whose consecutive elements lie apart in
// memory: each lane of a vector has a block of another column. Text, included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// How elements of `words` words each are spread over lanes.
template <int words>
struct Spread {
  static constexpr int rows = 4 / words;  // of a block
  static constexpr int batches = words == 1 ? batches_of_words : 1;
  static constexpr std::ptrdiff_t columns = batches * blocks_per_batch;  // side by side
  // Groups of columns that are made without a pause, as write_row() puts them side by side.
  static constexpr int groups = (std::min)(2, (interleaved_batches + batches - 1) / batches);
};

/// As many columns as vectors of them hold.
template <int words>
constexpr std::ptrdiff_t whole_columns(std::ptrdiff_t columns) noexcept {
  constexpr std::ptrdiff_t side_by_side = Spread<words>::columns;
  return (columns + side_by_side - 1) / side_by_side * side_by_side;
}

/// Where columns begin in the random stream. See Spread.
template <int words>
struct ColumnStarts {
  using S = Spread<words>;
  static constexpr std::ptrdiff_t most = words == 4 ? 64 : 128;  // columns
  static constexpr std::ptrdiff_t lanes = sizeof(Words) / 4;

  Lane blocks[std::size_t(most)];  // the first one of each column, in the order of lanes
  // Masks of the words of columns that begin at an odd place of a block, and in its upper half.
  std::uint32_t odd[std::size_t(most * words + lanes)], upper[std::size_t(most * words + lanes)];
  std::ptrdiff_t most_skipped;  // of the elements of a block, before a column begins

  ColumnStarts(std::uint64_t element, const Places<std::uint64_t>& column_elements,
               std::ptrdiff_t count) {
    std::uint64_t skipped = 0;
    for (std::ptrdiff_t first = 0; first < count; first += S::columns) {
      EIGENINIT_UNROLL
      for (int lane = 0; lane < S::columns; ++lane) {
        const std::ptrdiff_t column = (std::min)(first + column_of<words>(lane), count - 1);
        const std::uint64_t start = element + column_elements[column];
        blocks[first + lane] = Lane(start / S::rows);
        skipped = (std::max)(skipped, start % S::rows);
      }
    }
    most_skipped = std::ptrdiff_t(skipped);
    if (skipped == 0) return;  // all columns begin with a block
    for (std::ptrdiff_t column = 0; column < count; ++column) {
      const std::uint64_t place = (element + column_elements[column]) % S::rows;
      for (std::ptrdiff_t i = column * words; i < (column + 1) * words; ++i) {
        odd[i] = 0 - std::uint32_t(place & 1);
        upper[i] = 0 - std::uint32_t(place >> 1);
      }
    }
  }
};

/// The words of the rows of columns that begin inside of blocks: each column's from its place on.
template <int words>
inline void align_columns(const ColumnStarts<words>& starts, const std::uint32_t* from,
                          std::ptrdiff_t rows, std::ptrdiff_t row_words, std::uint32_t* out) {
  constexpr std::ptrdiff_t lanes = sizeof(Words) / 4;
  // From the last words of rows back, as these may reach beyond the end.
  for (std::ptrdiff_t i = (row_words - 1) / lanes * lanes; i >= 0; i -= lanes) {
    const auto odd = load<Words>(starts.odd + i), upper = load<Words>(starts.upper + i);
    const std::uint32_t* at = from + i;
    std::uint32_t* to = out + i;
    const auto next_row = [&at, row_words] { return at += row_words; };
    Words row = load<Words>(at);
    const auto step = [&](Words& chosen) {
      const auto next = load<Words>(next_row());
      chosen = select(odd, next, row);
      row = next;
    };
    Words first, second, third;
    step(first);
    if constexpr (Spread<words>::rows == 4) step(second);
    for (std::ptrdiff_t r = 0; r < rows; ++r, to += row_words) {
      if constexpr (Spread<words>::rows == 4) {
        step(third);
        store(to, select(upper, third, first));
        first = second;
        second = third;
      } else {
        store(to, first);
        step(first);
      }
    }
  }
}

/// The words of one block of each column of `groups` groups, row after row: of the block that is
/// `block` blocks after the first one of its column.
template <int words, int groups>
EIGENINIT_INLINE void write_groups(const Schedule& schedule, const Lane* first_blocks, Lane block,
                                   std::ptrdiff_t row_words, std::uint32_t* out) {
  using S = Spread<words>;
  Lanes blocks[std::size_t(groups * S::batches)];
  Batch results[std::size_t(groups * S::batches)];
  EIGENINIT_UNROLL
  for (int i = 0; i < groups * S::batches; ++i) {
    blocks[i] = load<Lanes>(first_blocks + i * blocks_per_batch) + block;
  }
  philox_batches(schedule, blocks, results);
  EIGENINIT_UNROLL
  for (int row = 0; row < S::rows; ++row) {
    EIGENINIT_UNROLL
    for (int group = 0; group < groups; ++group) {
      write_row<words>(results + group * S::batches, row,
                       out + row * row_words + group * S::columns * words);
    }
  }
}

/// The words of all rows of the blocks of columns from row `row` on, row after row; at least `rows`
/// of them. A group of columns may reach beyond the end of its row, which is written after it.
template <int words>
inline void write_block_rows(const Schedule& schedule, const ColumnStarts<words>& starts,
                             std::ptrdiff_t row, std::ptrdiff_t rows, std::ptrdiff_t columns,
                             std::uint32_t* out) {
  using S = Spread<words>;
  const std::ptrdiff_t row_words = columns * words;
  for (std::ptrdiff_t r = 0; r < rows; r += S::rows) {
    const auto block = Lane((row + r) / S::rows);
    std::uint32_t* const at = out + r * row_words;
    std::ptrdiff_t left = whole_columns<words>(columns);
    while (left > 0) {
      if (S::groups > 1 && left >= S::groups * S::columns) {
        left -= S::groups * S::columns;
        write_groups<words, S::groups>(schedule, starts.blocks + left, block, row_words,
                                       at + left * words);
      } else {
        left -= S::columns;
        write_groups<words, 1>(schedule, starts.blocks + left, block, row_words, at + left * words);
      }
    }
  }
}
