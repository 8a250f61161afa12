// From a buffer to the places of a patch.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>

#include "../numeric/unroll.hpp"
#include "patch.hpp"
#include "transpose.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Copies `count` elements, `step` apart, to their places from `out` on.
template <class Element>
void scatter(const Element* from, std::ptrdiff_t step, std::ptrdiff_t count,
             const Places<std::ptrdiff_t>& places, Element* out) {
  if (places.list == nullptr) {
    const std::ptrdiff_t stride = places.step;
    Element* const first = out + places.base;
    EIGENINIT_UNROLL_A_LITTLE
    for (std::ptrdiff_t i = 0; i < count; ++i) first[i * stride] = from[i * step];
  } else {
    const std::ptrdiff_t* const list = places.list;
    EIGENINIT_UNROLL_A_LITTLE
    for (std::ptrdiff_t i = 0; i < count; ++i) out[list[i]] = from[i * step];
  }
}

/// How many elements after the last one of its buffer put_patch() may read too.
template <class Element>
inline constexpr std::ptrdiff_t read_beyond = Line<sizeof(Element)>::side;

/// Calls visit(first) for the first indices of pieces of `size`, which is at most `extent`. The
/// last piece reaches back where others leave less than its size.
template <class Visit>
EIGENINIT_INLINE void by_whole_pieces(std::ptrdiff_t extent, std::ptrdiff_t size,
                                      const Visit& visit) {
  const std::ptrdiff_t last = extent - size;
  for (std::ptrdiff_t first = 0; first < last; first += size) visit(first);
  visit(last);
}

/// put_patch() where columns are adjacent: by squares, the last of which reach back over others
/// where rows or columns are left over.
template <class Element>
EIGENINIT_INLINE void put_squares(const Element* from, std::ptrdiff_t step, const Patch& patch,
                                  Element* out) {
  constexpr std::ptrdiff_t side = Line<sizeof(Element)>::side;
  using RowPlaces = Element * [std::size_t(side)];
  const std::ptrdiff_t rows = patch.rows, columns = patch.columns;
  const Places<std::ptrdiff_t> row_offsets = patch.row_offsets;
  Element* const first = out + patch.column_offsets[0];
  const auto square = [=](std::ptrdiff_t r, std::ptrdiff_t c) {
    RowPlaces places;
    EIGENINIT_UNROLL
    for (std::ptrdiff_t i = 0; i < side; ++i) places[i] = first + row_offsets[r + i];
    transpose_square(from + c * step + r, step, places, c);
  };
  if (rows < side) {  // what stands for rows that are not there is written over
    RowPlaces places;
    EIGENINIT_UNROLL
    for (std::ptrdiff_t i = 0; i < side; ++i) {
      places[i] = first + row_offsets[(std::min)(i, rows - 1)];
    }
    by_whole_pieces(columns, side,
                    [=](std::ptrdiff_t c) { transpose_square(from + c * step, step, places, c); });
  } else if (rows < columns) {
    by_whole_pieces(rows, side, [=](std::ptrdiff_t r) {
      by_whole_pieces(columns, side, [=](std::ptrdiff_t c) { square(r, c); });
    });
  } else {  // where columns are few, what is done for each of their pieces is done once
    by_whole_pieces(columns, side, [=](std::ptrdiff_t c) {
      by_whole_pieces(rows, side, [=](std::ptrdiff_t r) { square(r, c); });
    });
  }
}

/// Copies the elements of a patch from a buffer in which columns begin `step` elements apart: along
/// what is nearer in memory, unless that is too short to be worth a loop. See read_beyond.
template <class Element>
void put_patch(const Element* from, std::ptrdiff_t step, const Patch& patch, Element* out) {
  constexpr std::ptrdiff_t side = Line<sizeof(Element)>::side, few = 8;
  if constexpr (side > 1) {
    if (patch.has_adjacent_columns() && patch.columns >= side) {
      put_squares(from, step, patch, out);
      return;
    }
  }
  if (patch.columns_are_nearer() && patch.columns >= few) {
    for (std::ptrdiff_t r = 0; r < patch.rows; ++r) {
      scatter(from + r, step, patch.columns, patch.column_offsets, out + patch.row_offsets[r]);
    }
  } else {
    for (std::ptrdiff_t c = 0; c < patch.columns; ++c) {
      scatter(from + c * step, 1, patch.rows, patch.row_offsets, out + patch.column_offsets[c]);
    }
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
