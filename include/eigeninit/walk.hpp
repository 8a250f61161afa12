// How a view is crossed: in memory order for values that do not depend on the place, and in element
// order, column-major over the whole tensor, for values that do.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "view.hpp"

namespace eigeninit::walk {

/// An axis as both walks see it.
struct Step {
  Index extent;
  Index stride;             ///< in memory
  std::uint64_t element;    ///< in the whole tensor's column-major order
};

/// The axes of a view, without those of extent 1, and joined where one continues the other in memory
/// and in element order alike. At most the view's rank.
struct Path {
  std::array<Step, 8> steps{};
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

/// Calls visit(memory offset, element offset) for every index of the given steps.
template <class Visit>
void for_each_index(const Step* steps, std::size_t rank, const Visit& visit) {
  std::array<Index, 8> index{};
  Index offset = 0;
  std::uint64_t element = 0;
  for (;;) {
    visit(offset, element);
    std::size_t k = 0;
    for (; k < rank; ++k) {
      offset += steps[k].stride;
      element += steps[k].element;
      if (++index[k] < steps[k].extent) break;
      offset -= steps[k].stride * steps[k].extent;
      element -= steps[k].element * std::uint64_t(steps[k].extent);
      index[k] = 0;
    }
    if (k == rank) return;
  }
}

/// Calls visit(pointer, count, stride) for lines of memory that together make up the view, shortest
/// strides inside.
template <class Scalar, std::size_t Rank, class Visit>
void in_memory_order(const View<Scalar, Rank>& view, const Visit& visit) {
  if (view.size() == 0) return;
  // Where the element order does not matter, axes sorted by stride join most often.
  View<Scalar, Rank> sorted = view;
  std::sort(sorted.axes.begin(), sorted.axes.end(),
            [](const Axis& a, const Axis& b) { return a.stride < b.stride; });
  for (Axis& axis : sorted.axes) axis = {axis.extent, axis.stride, axis.extent, 0};
  const Path path(sorted);
  const Step line = path.rank > 0 ? path.steps[0] : Step{1, 1, 1};
  for_each_index(path.steps.data() + 1, path.rank > 0 ? path.rank - 1 : 0,
                 [&](Index offset, std::uint64_t) {
                   visit(view.data + offset, line.extent, line.stride);
                 });
}

/// Fills the view from a stream: make(element, pointer, count) must write elements `element` to
/// `element + count - 1` of the whole tensor to consecutive memory.
///
/// Where consecutive elements lie side by side in memory they are written in place. Elsewhere they are
/// made in tiles that fit the first cache level and written from there line by line.
template <class Scalar, std::size_t Rank, class Make>
void in_element_order(const View<Scalar, Rank>& view, const Make& make) {
  if (view.size() == 0) return;
  Path path(view);
  const auto begin = path.steps.begin();
  // Elements one after the other: only the first step can have them.
  Step run{1, 1, 1};
  std::size_t others = 0;
  if (path.rank > 0 && path.steps[0].element == 1) {
    run = path.steps[0];
    others = 1;
  }
  if (run.stride == 1) {
    for_each_index(path.steps.data() + others, path.rank - others,
                   [&](Index offset, std::uint64_t element) {
                     make(path.first_element + element, view.data + offset, run.extent);
                   });
    return;
  }
  // Lines of a tile follow the smallest stride among the other steps.
  Step line{1, 1, 1};
  if (others < path.rank) {
    const auto end = begin + std::ptrdiff_t(path.rank);
    const auto smallest = std::min_element(begin + std::ptrdiff_t(others), end,
                                           [](const Step& a, const Step& b) {
                                             return a.stride < b.stride;
                                           });
    line = *smallest;
    std::iter_swap(smallest, begin + std::ptrdiff_t(others));
    ++others;
  }
  constexpr Index side = 32;
  Scalar tile[std::size_t(side * side)];
  for_each_index(path.steps.data() + others, path.rank - others, [&](Index offset,
                                                                     std::uint64_t element) {
    for (Index r = 0; r < run.extent; r += side) {
      const Index rows = std::min(side, run.extent - r);
      for (Index c = 0; c < line.extent; c += side) {
        const Index columns = std::min(side, line.extent - c);
        for (Index j = 0; j < columns; ++j) {
          make(path.first_element + element + std::uint64_t(r) +
                   std::uint64_t(c + j) * line.element,
               tile + j * side, rows);
        }
        for (Index i = 0; i < rows; ++i) {
          Scalar* const out = view.data + offset + (r + i) * run.stride + c * line.stride;
          for (Index j = 0; j < columns; ++j) out[j * line.stride] = tile[j * side + i];
        }
      }
    }
  });
}

}  // namespace eigeninit::walk
