// A weight of any layout as matrices of outputs × (inputs · receptive field): where each row and
// column lies in memory.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "../../scaling/fans.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// Memory offsets of a weight's rows and columns. There is one matrix for each element of the batch
/// axes and each group.
struct Unfolded {
  /// A matrix of the weight: element (r, c) lies at offset + rows[r] + columns[c].
  struct Matrix {
    Index offset;
    const Index* rows;
    const Index* columns;
    Index row_count, column_count;
  };

  std::vector<Index> batch, rows, columns;
  Index row_groups = 1, column_groups = 1;

  Index matrix_count() const noexcept { return Index(batch.size()) * row_groups * column_groups; }

  Matrix matrix(Index number) const {
    const Index groups = row_groups * column_groups;
    const Index group = number % groups;
    const Index height = Index(rows.size()) / row_groups;
    const Index width = Index(columns.size()) / column_groups;
    return {batch[std::size_t(number / groups)],
            rows.data() + (row_groups > 1 ? group * height : 0),
            columns.data() + (column_groups > 1 ? group * width : 0), height, width};
  }
};

/// The offsets of all indices along these axes, the last axis fastest: in PyTorch's order.
template <class View>
std::vector<Index> offsets_along(const View& view, std::uint32_t axes) {
  std::vector<Index> result = {0};
  for (std::size_t k = 0; k < view.rank; ++k) {
    if (((axes >> k) & 1u) == 0) continue;
    std::vector<Index> longer;
    longer.reserve(result.size() * std::size_t(view.axes[k].extent));
    for (const Index offset : result) {
      for (Index i = 0; i < view.axes[k].extent; ++i) {
        longer.push_back(offset + i * view.axes[k].stride);
      }
    }
    result.swap(longer);
  }
  return result;
}

/// The matrices of a whole weight that fits the layout, as fans() checks. Takes memory for one row
/// and one column.
template <class View>
Unfolded unfolded(const View& view, const Layout& layout) {
  const std::uint32_t out = layout.out().bits(view.rank), in = layout.in().bits(view.rank);
  const std::uint32_t batch = layout.batch().bits(view.rank);
  Unfolded result;
  result.batch = offsets_along(view, batch);
  result.rows = offsets_along(view, out);
  const std::vector<Index> inputs = offsets_along(view, in);
  const std::vector<Index> field = offsets_along(view, ~(out | in | batch));
  for (const Index input : inputs) {
    for (const Index place : field) result.columns.push_back(input + place);
  }
  (layout.grouped() == Layout::Grouped::outputs ? result.row_groups : result.column_groups) =
      Index(layout.groups());
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
