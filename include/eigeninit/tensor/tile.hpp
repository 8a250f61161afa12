// What a traversal visits at once.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../abi/abi.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Elements that are made together, and where they go: `columns` runs of `rows` consecutive
/// elements, each run `step` elements after the one before. Strides are in memory.
struct Tile {
  std::ptrdiff_t rows, columns;
  std::ptrdiff_t row_stride, column_stride;
  std::uint64_t step;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
