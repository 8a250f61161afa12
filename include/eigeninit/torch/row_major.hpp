// How a stream that can only be read forward reaches a tensor: element after element in row-major
// logical order, PyTorch's, whatever the order of memory.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>

#include "../tensor/put_patch.hpp"
#include "../tensor/traversal.hpp"
#include "../tensor/view.hpp"

namespace eigeninit::internal::row_major {
inline namespace EIGENINIT_ABI {

/// The axes in the order of the stream: the last one first.
template <class Scalar, std::size_t Rank>
View<Scalar, Rank> reversed(View<Scalar, Rank> view) {
  std::reverse(view.axes.begin(), view.axes.end());
  return view;
}

/// Copies `rows` × (all columns) elements that stand one row after the other in `staged`. Columns
/// are what `columns` goes through, and the nearest axis in memory is the rows': by tiles, whose
/// columns fill lines of the cache. See read_beyond.
template <class Scalar>
void scatter_near_rows(const Scalar* staged, Index rows, Index row_stride, Index width,
                       traversal::Odometer columns, Scalar* out) {
  constexpr Index side = 16;
  std::array<std::ptrdiff_t, std::size_t(side)> offsets{};
  for (Index c = 0; c < width; c += side) {
    const Index tile_width = (std::min)(side, width - c);
    for (Index j = 0; j < tile_width; ++j, columns.advance()) {
      offsets[std::size_t(j)] = columns.offset();
    }
    for (Index r = 0; r < rows; r += side) {
      const Patch tile{
          tile_width, (std::min)(side, rows - r), {0, 0, offsets.data()}, {row_stride}, {0}};
      put_patch(staged + r * width + c, width, tile, out + r * row_stride);
    }
  }
}

/// The same where the nearest axis is the columns', `column_stride` apart.
template <class Scalar>
void scatter_near_columns(const Scalar* staged, Index rows, Index row_stride, Index width,
                          Index column_stride, Scalar* out) {
  for (Index r = 0; r < rows; ++r) {
    scatter(staged + r * width, 1, width, {column_stride}, out + r * row_stride);
  }
}

/// Writes a stream to a view that has elements: `values(out, count)` must write its next `count`
/// numbers to `out`, one after the other.
///
/// A view that is not one row-major piece of memory takes a buffer of some rows of it, at least 64.
template <class Scalar, std::size_t Rank, class Values>
void write(const View<Scalar, Rank>& view, Values&& values) {
  const traversal::Path path(reversed(view));
  const auto& steps = path.steps;
  if (path.rank == 0 || (path.rank == 1 && steps[0].stride == 1)) {
    values(view.data, view.size());
    return;
  }
  const std::size_t nearest = path.nearest();
  // A row is what the axes below `across` hold of one of its indices.
  const bool near_columns = nearest == 0 && path.rank > 1;
  const std::size_t across = near_columns ? 1 : nearest;
  Index width = 1;
  for (std::size_t k = 0; k < across; ++k) width *= steps[k].extent;
  constexpr Index staged_elements = 1 << 14;  // in the second cache level
  constexpr Index least_rows = 64;            // some lines of the cache in each column
  const Index rows =
      (std::min)(steps[across].extent, (std::max)(staged_elements / width, least_rows));
  constexpr Index few = 512, beyond = read_beyond<Scalar>;
  Scalar on_stack[std::size_t(few + beyond)];
  const std::unique_ptr<Scalar[]> on_heap(
      rows * width > few ? new Scalar[std::size_t(rows * width + beyond)] : nullptr);
  Scalar* const staged = on_heap ? on_heap.get() : on_stack;

  const Index row_stride = steps[across].stride;
  traversal::Odometer blocks(steps.data() + across + 1, path.rank - across - 1);
  do {
    for (Index first = 0; first < steps[across].extent; first += rows) {
      const Index height = (std::min)(rows, steps[across].extent - first);
      values(staged, height * width);
      Scalar* const out = view.data + blocks.offset() + first * row_stride;
      if (near_columns) {
        scatter_near_columns(staged, height, row_stride, width, steps[0].stride, out);
      } else {
        scatter_near_rows(staged, height, row_stride, width,
                          traversal::Odometer(steps.data(), across), out);
      }
    }
  } while (blocks.advance());
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::row_major
