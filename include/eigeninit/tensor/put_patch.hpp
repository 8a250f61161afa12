// From a buffer to the places of a patch.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>

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

/// How many elements after the last one of its buffer put_patch() may read too: those of a vector
/// but for its first.
template <class Element>
inline constexpr std::ptrdiff_t read_beyond = 15 / sizeof(Element);

/// Calls visit(first) for the first indices of pieces of `size`. Where the last piece would be too
/// short, it reaches back; where there are not as many indices, beyond the end.
template <class Visit>
EIGENINIT_INLINE void by_whole_pieces(std::ptrdiff_t extent, std::ptrdiff_t size,
                                      const Visit& visit) {
  const std::ptrdiff_t last = (std::max)(extent - size, std::ptrdiff_t(0));
  for (std::ptrdiff_t first = 0; first < last; first += size) visit(first);
  visit(last);
}

/// put_patch() by squares, where columns are adjacent and no fewer than those of a square.
template <class Element>
EIGENINIT_INLINE void put_squares(const Element* from, std::ptrdiff_t step, const Patch& patch,
                                  Element* out) {
  constexpr std::ptrdiff_t side = Line<sizeof(Element)>::side;
  using RowPlaces = Element * [std::size_t(side)];
  const std::ptrdiff_t rows = patch.rows, columns = patch.columns;
  const Places<std::ptrdiff_t> row_offsets = patch.row_offsets;
  Element* const first = out + patch.column_offsets[0];
  // On the outside is what there is less of, as there something is done for each piece. But where
  // rows are far apart, lines of the cache must not be left before they are full.
  constexpr std::ptrdiff_t far_apart = 32;
  if (rows < columns || std::abs(row_offsets[1] - row_offsets[0]) >= far_apart) {
    by_whole_pieces(rows, side, [=](std::ptrdiff_t r) {
      RowPlaces places;  // a row that is not there has the place of the last one, which stays
      EIGENINIT_UNROLL
      for (std::ptrdiff_t i = 0; i < side; ++i) {
        places[i] = first + row_offsets[(std::min)(r + i, rows - 1)];
      }
      by_whole_pieces(columns, side, [=](std::ptrdiff_t c) {
        transpose_square(from + c * step + r, step, places, c);
      });
    });
  } else {
    by_whole_pieces(columns, side, [=](std::ptrdiff_t c) {
      by_whole_pieces(rows, side, [=](std::ptrdiff_t r) {
        RowPlaces places;
        EIGENINIT_UNROLL
        for (std::ptrdiff_t i = 0; i < side; ++i) places[i] = first + row_offsets[r + i];
        transpose_square(from + c * step + r, step, places, c);
      });
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
