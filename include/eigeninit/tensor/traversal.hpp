// How a view is crossed, tile by tile and on as many threads as there are, index by index, or in
// memory order where the place of an element does not matter. How a fill does it: see patches.hpp.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "any_view.hpp"
#include "tile.hpp"

namespace eigeninit::internal::traversal {
inline namespace EIGENINIT_ABI {

/// An axis as a traversal sees it.
struct Step {
  Index extent;
  Index stride;           ///< in memory
  std::uint64_t element;  ///< in the whole tensor's column-major order
};

/// The axes of a view, without those of extent 1, and joined where one continues the other in
/// memory and in element order alike. At most the view's rank.
struct Path {
  std::array<Step, max_rank> steps{Step{1, 1, 1}};
  std::size_t rank = 0;
  std::uint64_t first_element = 0;

  template <class Scalar, std::size_t Rank>
  explicit Path(const View<Scalar, Rank>& view) {
    std::uint64_t element = 1;
    for (const Axis& axis : view.axes) {
      first_element += element * std::uint64_t(axis.origin);
      if (axis.extent != 1) append({axis.extent, axis.stride, element});
      element *= std::uint64_t(axis.whole);
    }
  }

  /// The step whose indices are nearest to each other in memory, of a path that has steps.
  std::size_t nearest() const {
    const auto end = steps.begin() + std::ptrdiff_t(rank);
    return std::size_t(std::min_element(steps.begin(), end,
                                        [](const Step& a, const Step& b) {
                                          return std::abs(a.stride) < std::abs(b.stride);
                                        }) -
                       steps.begin());
  }

  /// Takes out the step at `k`.
  Step take(std::size_t k) {
    const Step taken = steps[k];
    std::copy(steps.begin() + std::ptrdiff_t(k) + 1, steps.begin() + std::ptrdiff_t(rank),
              steps.begin() + std::ptrdiff_t(k));
    --rank;
    return taken;
  }

 private:
  void append(const Step& next) {
    if (rank > 0) {
      Step& last = steps[rank - 1];
      if (next.stride == last.stride * last.extent &&
          next.element == last.element * std::uint64_t(last.extent)) {
        last.extent *= next.extent;
        return;
      }
    }
    steps[rank++] = next;
  }
};

/// Goes through the memory offsets of some axes, the first one fastest.
class Odometer {
 public:
  Odometer(const Step* first, std::size_t rank) : steps_(first), rank_(rank) {}

  Index offset() const noexcept { return offset_; }

  /// False, and back at the beginning, after the last one.
  bool advance() noexcept {
    for (std::size_t k = 0; k < rank_; ++k) {
      offset_ += steps_[k].stride;
      if (++index_[k] < steps_[k].extent) return true;
      offset_ -= steps_[k].stride * steps_[k].extent;
      index_[k] = 0;
    }
    return false;
  }

 private:
  const Step* steps_;
  std::size_t rank_;
  std::array<Index, max_rank> index_{};
  Index offset_ = 0;
};

// Elements of a tile: enough to be worth a call, and few enough to divide the work among threads
// and to stay in the second cache level. Tiles of rows that lie apart in memory are not higher than
// a few dozen pages.
inline constexpr Index tile_size = 1 << 14;
inline constexpr Index tile_side = 64;

/// A view cut into numbered tiles that can be filled in any order. Rows of a tile follow each other
/// in element order, and columns in memory where rows do not.
class Tiling {
 public:
  template <class Scalar, std::size_t Rank>
  explicit Tiling(const View<Scalar, Rank>& view) : path_(view) {
    // Only the first step can have elements one after the other: later steps are longer.
    if (path_.rank > 0 && path_.steps[0].element == 1) row_ = path_.take(0);
    if (path_.rank > 0) column_ = path_.take(path_.nearest());
    rows_ = (std::min)(row_.extent, row_.stride == 1 ? tile_size : tile_side);
    columns_ = (std::min)(column_.extent, (std::max)(tile_size / rows_, Index(1)));
  }

  Index count() const noexcept {
    Index product = tiles_along(row_, rows_) * tiles_along(column_, columns_);
    for (std::size_t k = 0; k < path_.rank; ++k) product *= path_.steps[k].extent;
    return product;
  }

  /// Calls visit(element, memory offset, tile) for tile `number`.
  template <class Visit>
  void visit(Index number, const Visit& visit) const {
    const auto next_digit = [&number](Index base) {
      // Most fills are one tile, and a division takes longer than a few of its elements.
      const Index rest = number < base ? 0 : number / base;
      const Index digit = number - rest * base;
      number = rest;
      return digit;
    };
    const Index column = next_digit(tiles_along(column_, columns_)) * columns_;
    const Index row = next_digit(tiles_along(row_, rows_)) * rows_;
    Index offset = row * row_.stride + column * column_.stride;
    std::uint64_t element = path_.first_element + std::uint64_t(row) * row_.element +
                            std::uint64_t(column) * column_.element;
    for (std::size_t k = 0; k < path_.rank; ++k) {
      const Index index = next_digit(path_.steps[k].extent);
      offset += index * path_.steps[k].stride;
      element += std::uint64_t(index) * path_.steps[k].element;
    }
    visit(element, offset,
          Tile{(std::min)(rows_, row_.extent - row), (std::min)(columns_, column_.extent - column),
               row_.stride, column_.stride, column_.element});
  }

 private:
  static Index tiles_along(const Step& step, Index size) noexcept {
    return step.extent <= size ? 1 : (step.extent + size - 1) / size;
  }

  Path path_;
  Step row_{1, 1, 1};
  Step column_{1, 1, 1};
  Index rows_, columns_;
};

/// The distance in memory of the element at `index` of the whole tensor, which the view must hold,
/// from the view's first one.
template <class View, class Indices>
Index offset_of(const View& view, const Indices& index) {
  Index offset = 0;
  for (std::size_t k = 0; k < view.rank; ++k) {
    offset += (index[k] - view.axes[k].origin) * view.axes[k].stride;
  }
  return offset;
}

/// Calls visit(index, offset) for every element, with its index in the whole tensor. For values
/// that depend on the place and are few.
template <class View, class Visit>
void with_index(const View& view, const Visit& visit) {
  if (view.size() == 0) return;
  std::array<Index, max_rank> index{};
  for (std::size_t k = 0; k < view.rank; ++k) index[k] = view.axes[k].origin;
  for (;;) {
    visit(index, offset_of(view, index));
    std::size_t k = 0;
    for (; k < view.rank; ++k) {
      if (++index[k] < view.axes[k].origin + view.axes[k].extent) break;
      index[k] = view.axes[k].origin;
    }
    if (k == view.rank) return;
  }
}

/// Calls visit(line, count, stride) for lines of memory that together make up the view, shortest
/// strides inside. execute(pieces, elements, body) must call body(first, last) so that every number
/// below `pieces` is covered once, on as many threads as it likes.
template <class Scalar, std::size_t Rank, class Visit, class Execute>
void in_memory_order(const View<Scalar, Rank>& view, const Visit& visit, const Execute& execute) {
  // Where the element order does not matter, axes sorted by stride join most often.
  View<Scalar, Rank> sorted = view;
  std::sort(sorted.axes.begin(), sorted.axes.end(),
            [](const Axis& a, const Axis& b) { return std::abs(a.stride) < std::abs(b.stride); });
  for (Axis& axis : sorted.axes) axis = {axis.extent, axis.stride, axis.extent, 0};
  if (view.size() == 0) return;
  const Path path(sorted);
  if (path.rank <= 1 && view.size() <= tile_size) {  // to cut it takes longer than to cross it
    visit(view.data, path.steps[0].extent, path.steps[0].stride);
    return;
  }
  const Tiling tiling(sorted);
  execute(tiling.count(), view.size(), [&](Index first, Index last) {
    for (Index number = first; number < last; ++number) {
      tiling.visit(number, [&](std::uint64_t, Index offset, const Tile& tile) {
        for (std::ptrdiff_t c = 0; c < tile.columns; ++c) {
          visit(view.data + offset + c * tile.column_stride, tile.rows, tile.row_stride);
        }
      });
    }
  });
}

/// All on the calling thread.
struct OneThread {
  template <class Body>
  void operator()(Index pieces, Index, const Body& body) const {
    body(Index(0), pieces);
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::traversal
