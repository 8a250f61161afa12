// From a buffer to the places of a patch.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../numeric/unroll.hpp"
#include "patch.hpp"

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

/// Copies the elements of a patch from a buffer in which column follows column: along what is
/// nearer in memory, unless that is too short to be worth a loop.
template <class Element>
void put_patch(const Element* from, const Patch& patch, Element* out) {
  constexpr std::ptrdiff_t few = 8;
  if (patch.columns_are_nearer() && patch.columns >= few) {
    for (std::ptrdiff_t r = 0; r < patch.rows; ++r) {
      scatter(from + r, patch.rows, patch.columns, patch.column_offsets,
              out + patch.row_offsets[r]);
    }
  } else {
    for (std::ptrdiff_t c = 0; c < patch.columns; ++c) {
      scatter(from + c * patch.rows, 1, patch.rows, patch.row_offsets,
              out + patch.column_offsets[c]);
    }
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
