// Patches of elements, however they lie in memory. Text, included by fill.inl.
//
// SPDX-License-Identifier: MIT

/// Memory for elements, which are written before they are read: some scalars' constructors write
/// zeros.
template <class Element, std::ptrdiff_t size>
struct Room {
  alignas(64) unsigned char bytes[std::size_t(size) * sizeof(Element)];
  Element* elements() { return reinterpret_cast<Element*>(bytes); }
};

/// Elements in an order that memory does not have, made in a buffer column by column.
template <class Element>
inline void fill_by_columns(const Values<Element>& values, const Schedule& schedule,
                            std::uint64_t element, const Patch& patch, Element* out) {
  constexpr std::ptrdiff_t size = 16384 / sizeof(Element), wide = 32;
  Room<Element, size + read_beyond<Element>> room;
  Element* const staged = room.elements();
  const std::ptrdiff_t rows = (std::min)(patch.rows, size / (std::min)(patch.columns, wide));
  const std::ptrdiff_t columns = (std::min)(patch.columns, size / rows);
  for (std::ptrdiff_t c = 0; c < patch.columns; c += columns) {
    for (std::ptrdiff_t r = 0; r < patch.rows; r += rows) {
      const Patch part = patch.part(r, rows, c, columns);
      const std::ptrdiff_t run = part.is_one_run() ? part.columns : 1;
      for (std::ptrdiff_t j = 0; j < part.columns; j += run) {
        fill_run(values, schedule, element + std::uint64_t(r) + part.column_elements[j],
                 part.rows * run, staged + j * part.rows);
      }
      put_patch(staged, part.rows, part, out);
    }
  }
}

/// Values of the words of a patch, row after row.
template <class Element>
inline void put_rows(const Values<Element>& values, const std::uint32_t* words, const Patch& patch,
                     Element* out) {
  const bool are_adjacent = patch.has_adjacent_columns();
  const bool is_solid =
      are_adjacent && patch.row_offsets.list == nullptr && patch.row_offsets.step == patch.columns;
  const std::ptrdiff_t rows = is_solid ? 1 : patch.rows;
  const std::ptrdiff_t width = is_solid ? patch.rows * patch.columns : patch.columns;
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    Element* const row = out + patch.row_offsets[r];
    if (are_adjacent) {
      values(words, width, row + patch.column_offsets[0]);
    } else {
      Room<Element, ColumnStarts<Values<Element>::words>::most> staged;
      values(words, width, staged.elements());
      scatter(staged.elements(), 1, width, patch.column_offsets, row);
    }
    words += width * Values<Element>::words;
  }
}

/// The same with all columns side by side, row by row. Their blocks have the schedule's upper word.
template <class Element>
inline void fill_by_rows(const Values<Element>& values, const Schedule& schedule,
                         std::uint64_t element, const Patch& patch, Element* out) {
  constexpr int words = Values<Element>::words;
  constexpr std::ptrdiff_t columns = ColumnStarts<words>::most, of_block = Spread<words>::rows;
  // For the block that columns reach into, and what the last group has beyond the end of its row.
  constexpr std::ptrdiff_t margin = columns * words * of_block + 4 * blocks_per_batch;
  static_assert(columns % Spread<words>::columns == 0);
  alignas(64) std::uint32_t block_rows[std::size_t(buffered_words + margin)];
  alignas(64) std::uint32_t aligned_rows[std::size_t(buffered_words + margin)];
  for (std::ptrdiff_t c = 0; c < patch.columns; c += columns) {
    const Patch strip = patch.part(0, patch.rows, c, columns);
    const ColumnStarts<words> starts(element, strip.column_elements, strip.columns);
    const std::ptrdiff_t row_words = strip.columns * words;
    const std::ptrdiff_t rows = buffered_words / row_words / of_block * of_block;
    for (std::ptrdiff_t r = 0; r < strip.rows; r += rows) {
      const Patch part = strip.part(r, rows, 0, strip.columns);
      const std::uint32_t* made = block_rows;
      if (starts.most_skipped == 0) {
        write_block_rows<words>(schedule, starts, r, part.rows, part.columns, block_rows);
      } else {
        // Columns reach into the next block, whose rows are there from one time to the next.
        std::ptrdiff_t there = 0;
        if (r > 0) {
          there = of_block;
          std::copy_n(block_rows + rows * row_words, there * row_words, block_rows);
        }
        write_block_rows<words>(schedule, starts, r + there,
                                part.rows + starts.most_skipped - there, part.columns,
                                block_rows + there * row_words);
        align_columns<words>(starts, block_rows, part.rows, row_words, aligned_rows);
        made = aligned_rows;
      }
      put_rows(values, made, part, out);
    }
  }
}

/// Whether making all columns side by side takes less time than making each by itself: where
/// columns are short, as they are made in turns of a fixed length; elsewhere unless rows are few,
/// when parts of blocks are a large part of all, or columns are, when lanes are left over.
template <int words>
inline bool are_worth_lanes(const Patch& patch) {
  constexpr std::ptrdiff_t few_blocks = 4,
                           words_of_turn = 4 * interleaved_batches * blocks_per_batch;
  const std::ptrdiff_t run = patch.rows * (patch.is_one_run() ? patch.columns : 1);
  if (run * words < 2 * words_of_turn) return true;
  return 4 * whole_columns<words>(patch.columns) <= 5 * patch.columns &&
         patch.rows * words >= 4 * few_blocks;
}

/// Whether all blocks of a patch have the schedule's upper word.
template <int words>
inline bool have_upper_word(const Schedule& schedule, std::uint64_t element, const Patch& patch) {
  constexpr std::uint64_t per_block = 4 / words;
  std::uint64_t least = element, most = element;
  for (std::ptrdiff_t c = patch.column_elements.list == nullptr ? patch.columns - 1 : 0;
       c < patch.columns; ++c) {
    const std::uint64_t first = element + patch.column_elements[c];
    least = (std::min)(least, first);
    most = (std::max)(most, first);
  }
  const std::uint64_t end = most + std::uint64_t(patch.rows) + 2 * per_block;
  return high_word(least / per_block) == schedule.upper &&
         high_word(end / per_block) == schedule.upper;
}

/// The elements that `patch` names, its first one at `at`, written from `out` on.
template <class Element>
inline void fill_elements(const Values<Element>& values, const Position& at, const Patch& patch,
                          Element* out) {
  constexpr int words = Values<Element>::words;
  const Schedule schedule(at, at.element / Values<Element>::per_block);
  if (patch.has_adjacent_rows() && (patch.rows > 1 || patch.columns == 1)) {
    for (std::ptrdiff_t c = 0; c < patch.columns; ++c) {
      fill_run(values, schedule, at.element + patch.column_elements[c], patch.rows,
               out + patch.column_offsets[c]);
    }
  } else if (patch.columns_are_nearer() && are_worth_lanes<words>(patch) &&
             have_upper_word<words>(schedule, at.element, patch)) {
    fill_by_rows(values, schedule, at.element, patch, out);
  } else {
    fill_by_columns(values, schedule, at.element, patch, out);
  }
}

/// The same from a distribution. Complex elements are two numbers each.
template <class Distribution, class Element>
void fill_patch(const Distribution& to, const Position& at, const Patch& patch, Element* out) {
  if constexpr (std::is_same_v<Distribution, Truncated<Element>>) {
    if (to.is_rare) return fill_patch(to.rare, at, patch, out);
  }
  fill_elements(Values<Element>{&to, make_values<Distribution, Real<Element>>}, at, patch, out);
}
