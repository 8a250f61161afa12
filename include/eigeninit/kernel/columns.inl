// The words of many columns side by side, for tensors whose consecutive elements lie apart in
// memory: each lane of a vector has a block of another column. Text, included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// How elements of `words` words each are spread over lanes.
template <int words>
struct Spread {
  static constexpr int rows = 4 / words;  // of a block
  static constexpr int batches =
      words == 1 ? (std::max)(1, int(sizeof(Words) / 4) / blocks_per_batch) : 1;
  static constexpr std::ptrdiff_t columns = batches * blocks_per_batch;  // side by side
  // Groups of columns that are made without a pause, as in_row() puts them side by side.
  static constexpr int groups = (std::min)(2, (interleaved_batches + batches - 1) / batches);
  static constexpr auto vectors = std::size_t(words * 4 * columns) / sizeof(Words);  // of a row
};

/// Where columns begin in the random stream. See Spread.
template <int words>
struct ColumnStarts {
  using S = Spread<words>;
  static constexpr std::ptrdiff_t most = 64 / words;  // columns
  static constexpr std::ptrdiff_t lanes = sizeof(Words) / 4;

  Lane blocks[std::size_t(most)];  // the first one of each column, in the order of lanes
  // Masks of the words of columns that begin at an odd place of a block, and in its upper half.
  std::uint32_t odd[std::size_t(most * words + lanes)], upper[std::size_t(most * words + lanes)];
  bool are_aligned;  // all columns begin with a block

  ColumnStarts(std::uint64_t element, const Places<std::uint64_t>& column_elements,
               std::ptrdiff_t count) {
    std::uint64_t all_places = 0;
    for (std::ptrdiff_t first = 0; first < count; first += S::columns) {
      for (int lane = 0; lane < S::columns; ++lane) {
        const std::ptrdiff_t column = first + column_of<words>(lane);
        const std::uint64_t start = element + column_elements[(std::min)(column, count - 1)];
        const std::uint64_t place = start % S::rows;
        blocks[first + lane] = Lane(start / S::rows);
        all_places |= place;
        for (int i = 0; i < words; ++i) {
          odd[column * words + i] = 0 - std::uint32_t(place & 1);
          upper[column * words + i] = 0 - std::uint32_t(place >> 1);
        }
      }
    }
    are_aligned = all_places == 0;
  }
};

/// The words of the rows of columns that begin inside of blocks: each column's from its place on.
template <int words>
inline void align_columns(const ColumnStarts<words>& starts, const std::uint32_t* from,
                          std::ptrdiff_t rows, std::ptrdiff_t row_words, std::uint32_t* out) {
  constexpr std::ptrdiff_t lanes = sizeof(Words) / 4;
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    for (std::ptrdiff_t i = 0; i < row_words; i += lanes) {
      const std::uint32_t* const at = from + r * row_words + i;
      const auto odd = load<Words>(starts.odd + i);
      Words chosen = select(odd, load<Words>(at + row_words), load<Words>(at));
      if constexpr (Spread<words>::rows == 4) {
        const Words later =
            select(odd, load<Words>(at + 3 * row_words), load<Words>(at + 2 * row_words));
        chosen = select(load<Words>(starts.upper + i), later, chosen);
      }
      store(out + r * row_words + i, chosen);
    }
  }
}

/// The words of one block of each column of `groups` groups from column `column` on, row after row.
template <int words, int groups>
EIGENINIT_INLINE void write_groups(const Schedule& schedule, const Lane* first_blocks, Lane block,
                                   std::ptrdiff_t row_words, std::uint32_t* out) {
  using S = Spread<words>;
  constexpr std::ptrdiff_t lanes = sizeof(Words) / 4;
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
      Words these[S::vectors];
      in_row<words>(results + group * S::batches, row, these);
      EIGENINIT_UNROLL
      for (std::size_t i = 0; i < S::vectors; ++i) {
        store(out + row * row_words + group * S::columns * words + std::ptrdiff_t(i) * lanes,
              these[i]);
      }
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
    std::ptrdiff_t left = (columns + S::columns - 1) / S::columns * S::columns;
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
