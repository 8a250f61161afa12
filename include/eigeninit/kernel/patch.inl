// Patches of elements, however they lie in memory. Text, included by fill.inl.
//
// SPDX-License-Identifier: MIT

template <class Distribution, class Scalar>
using ElementOf = std::conditional_t<numbers_of<Distribution> == 1, Scalar, std::complex<Scalar>>;

/// Copies `count` elements, `step` apart, to their places from `out` on.
template <class Element>
inline void scatter(const Element* from, std::ptrdiff_t step, std::ptrdiff_t count,
                    const Places<std::ptrdiff_t>& places, Element* out) {
  if (places.list == nullptr) {
    const std::ptrdiff_t stride = places.step;
    EIGENINIT_UNROLL_A_LITTLE
    for (std::ptrdiff_t i = 0; i < count; ++i) out[i * stride] = from[i * step];
  } else {
    const std::ptrdiff_t* const list = places.list;
    EIGENINIT_UNROLL_A_LITTLE
    for (std::ptrdiff_t i = 0; i < count; ++i) out[list[i]] = from[i * step];
  }
}

/// Copies the elements of a patch from a buffer in which column follows column: along what is
/// nearer in memory, unless that is too short to be worth a loop.
template <class Element>
inline void put_staged(const Element* staged, const Patch& patch, Element* out) {
  constexpr std::ptrdiff_t few = 8;
  if (patch.columns_are_nearer() && patch.columns >= few) {
    for (std::ptrdiff_t r = 0; r < patch.rows; ++r) {
      scatter(staged + r, patch.rows, patch.columns, patch.column_offsets,
              out + patch.row_offsets[r]);
    }
  } else {
    for (std::ptrdiff_t c = 0; c < patch.columns; ++c) {
      scatter(staged + c * patch.rows, 1, patch.rows, patch.row_offsets,
              out + patch.column_offsets[c]);
    }
  }
}

/// Elements in an order that memory does not have, made in a buffer column by column.
template <class Distribution, class Element>
inline void fill_by_columns(const Distribution& to, const Schedule& schedule, std::uint64_t element,
                            const Patch& patch, Element* out) {
  constexpr std::ptrdiff_t size = 2048, wide = 32;
  constexpr int numbers = numbers_of<Distribution>;
  Element staged[std::size_t(size)];
  auto* const first = reinterpret_cast<Real<Element>*>(staged);
  const std::ptrdiff_t rows = (std::min)(patch.rows, size / (std::min)(patch.columns, wide));
  const std::ptrdiff_t columns = (std::min)(patch.columns, size / rows);
  for (std::ptrdiff_t c = 0; c < patch.columns; c += columns) {
    for (std::ptrdiff_t r = 0; r < patch.rows; r += rows) {
      const Patch part = patch.part(r, rows, c, columns);
      const std::uint64_t begin = element + patch.skipped_elements(r, c);
      const std::ptrdiff_t run = part.is_one_run() ? part.columns : 1;
      for (std::ptrdiff_t j = 0; j < part.columns; j += run) {
        fill_run(to, schedule, begin + part.column_elements[j], part.rows * run,
                 first + j * part.rows * numbers);
      }
      put_staged(staged, part, out + patch.skipped_offset(r, c));
    }
  }
}

/// Values of a row of adjacent words that go to columns of a patch.
template <class Distribution, class Element>
inline void transform_row(const Distribution& to, const std::uint32_t* words, const Patch& patch,
                          Element* row) {
  using Scalar = Real<Element>;
  constexpr int numbers = numbers_of<Distribution>;
  if (patch.has_adjacent_columns()) {
    transform_line(to, words, patch.columns * numbers, reinterpret_cast<Scalar*>(row));
  } else {
    Element staged[std::size_t(ColumnStarts<words_of<Distribution, Scalar>>::most)];
    transform_line(to, words, patch.columns * numbers, reinterpret_cast<Scalar*>(staged));
    scatter(staged, 1, patch.columns, patch.column_offsets, row);
  }
}

/// The same with all columns side by side, row by row. Their blocks have the schedule's upper word.
template <class Distribution, class Element>
inline void fill_by_rows(const Distribution& to, const Schedule& schedule, std::uint64_t element,
                         const Patch& patch, Element* out) {
  using Scalar = Real<Element>;
  constexpr int words = words_of<Distribution, Scalar>;
  constexpr std::ptrdiff_t columns = ColumnStarts<words>::most, of_block = Spread<words>::rows;
  constexpr std::ptrdiff_t margin = 64 * (2 * of_block) + sizeof(Words) / 4;
  alignas(64) std::uint32_t block_rows[std::size_t(buffered_words + margin)];
  alignas(64) std::uint32_t aligned_rows[std::size_t(buffered_words + margin)];
  for (std::ptrdiff_t c = 0; c < patch.columns; c += columns) {
    const Patch strip = patch.part(0, patch.rows, c, columns);
    const ColumnStarts<words> starts(element + patch.skipped_elements(0, c), strip.column_elements,
                                     strip.columns);
    const std::ptrdiff_t row_words = strip.columns * words;
    const std::ptrdiff_t rows = buffered_words / row_words / of_block * of_block;
    const bool is_solid = strip.has_adjacent_columns() && strip.row_offsets.list == nullptr &&
                          strip.row_offsets.step == strip.columns;
    for (std::ptrdiff_t r = 0; r < strip.rows; r += rows) {
      const Patch part = strip.part(r, rows, 0, strip.columns);
      Element* const first = out + patch.skipped_offset(r, c);
      const std::uint32_t* from = block_rows;
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
        from = aligned_rows;
      }
      if (is_solid) {
        transform_line(to, from, part.rows * part.columns * numbers_of<Distribution>,
                       reinterpret_cast<Scalar*>(first));
      } else {
        for (std::ptrdiff_t i = 0; i < part.rows; ++i) {
          transform_row(to, from + i * row_words, part, first + part.row_offsets[i]);
        }
      }
    }
  }
}

/// As many columns as vectors of them hold.
template <int words>
constexpr std::ptrdiff_t whole_columns(std::ptrdiff_t columns) noexcept {
  constexpr std::ptrdiff_t side_by_side = Spread<words>::columns;
  return (columns + side_by_side - 1) / side_by_side * side_by_side;
}

/// Whether making all columns side by side takes less time than making each by itself: where rows
/// are few, the last blocks of columns are a large part of all, and where columns are, the lanes
/// that are left over.
template <int words>
inline bool are_worth_lanes(const Patch& patch) {
  constexpr std::ptrdiff_t few_blocks = 4;
  return patch.rows * words >= 4 * few_blocks &&
         whole_columns<words>(patch.columns) <= 2 * patch.columns;
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

/// The elements that `patch` names, its first one at `at`, written from `out` on. Complex elements
/// are two numbers each.
template <class Distribution, class Scalar>
void fill_patch(const Distribution& to, const Position& at, const Patch& patch, Scalar* out) {
  if constexpr (std::is_same_v<Distribution, Truncated<Scalar>>) {
    if (to.is_rare) return fill_patch(to.rare, at, patch, out);
  }
  constexpr int words = words_of<Distribution, Scalar>;
  auto* const elements = reinterpret_cast<ElementOf<Distribution, Scalar>*>(out);
  const Schedule schedule(at, at.element / (4 / words));
  if (patch.has_adjacent_rows() && (patch.rows > 1 || patch.columns == 1)) {
    for (std::ptrdiff_t c = 0; c < patch.columns; ++c) {
      fill_run(to, schedule, at.element + patch.column_elements[c], patch.rows,
               reinterpret_cast<Scalar*>(elements + patch.column_offsets[c]));
    }
  } else if (patch.columns_are_nearer() && are_worth_lanes<words>(patch) &&
             have_upper_word<words>(schedule, at.element, patch)) {
    fill_by_rows(to, schedule, at.element, patch, elements);
  } else {
    fill_by_columns(to, schedule, at.element, patch, elements);
  }
}
