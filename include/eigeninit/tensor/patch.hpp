// What a fill makes at once.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "../abi/abi.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Numbers by index: `step` apart from `base` on, or from a list where they are not evenly spaced.
template <class Integer>
struct Places {
  Integer step;
  Integer base = 0;
  const Integer* list = nullptr;

  Integer operator[](std::ptrdiff_t i) const noexcept {
    return list == nullptr ? base + Integer(i) * step : list[i];
  }
  /// Those from index `first` on.
  Places from(std::ptrdiff_t first) const noexcept {
    return {step, base + Integer(first) * step, list == nullptr ? nullptr : list + first};
  }
};

/// Elements that are made together, and where they go: `columns` columns of `rows` consecutive
/// elements each. Offsets are distances in memory, in elements.
struct Patch {
  std::ptrdiff_t rows, columns;
  Places<std::ptrdiff_t> row_offsets, column_offsets;
  Places<std::uint64_t> column_elements;  ///< where each column begins, in the order of elements

  /// At most so many rows and columns of it, from these on.
  Patch part(std::ptrdiff_t row, std::ptrdiff_t most_rows, std::ptrdiff_t column,
             std::ptrdiff_t most_columns) const noexcept {
    return {(std::min)(most_rows, rows - row), (std::min)(most_columns, columns - column),
            row_offsets.from(row), column_offsets.from(column), column_elements.from(column)};
  }

  bool has_adjacent_rows() const noexcept { return are_adjacent(rows, row_offsets); }
  bool has_adjacent_columns() const noexcept { return are_adjacent(columns, column_offsets); }

  /// Whether its columns are nearer to each other than its rows.
  bool columns_are_nearer() const noexcept {
    return columns > 1 && (rows == 1 || std::abs(column_offsets[1] - column_offsets[0]) <
                                            std::abs(row_offsets[1] - row_offsets[0]));
  }

  /// Whether each column begins where the one before ends, in the order of elements.
  bool is_one_run() const noexcept {
    if (column_elements.list == nullptr) return column_elements.step == std::uint64_t(rows);
    for (std::ptrdiff_t c = 1; c < columns; ++c) {
      if (column_elements[c] != column_elements[c - 1] + std::uint64_t(rows)) return false;
    }
    return true;
  }

 private:
  static bool are_adjacent(std::ptrdiff_t count, const Places<std::ptrdiff_t>& offsets) noexcept {
    return offsets.list == nullptr && (count == 1 || offsets.step == 1);
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
