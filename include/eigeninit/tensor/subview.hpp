// Parts of a view that are tensors of their own: blocks along an axis, the centre of a kernel, a
// diagonal. Places are counted in the whole tensor, so that a shard gives the part of the part that
// it holds, which may be empty.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "../numeric/error.hpp"
#include "any_view.hpp"

namespace eigeninit::internal::subview {
inline namespace EIGENINIT_ABI {

/// The first axis of which the view holds a part; its rank where it is a whole tensor.
template <class View>
std::size_t cut_axis(const View& view) {
  std::size_t k = 0;
  while (k < view.rank && view.axes[k].extent == view.axes[k].whole) ++k;
  return k;
}

/// Whether the whole tensor has no elements.
template <class View>
bool is_empty(const View& view) {
  return std::any_of(view.axes.begin(), view.axes.end(),
                     [](const Axis& axis) { return axis.whole == 0; });
}

/// How many fills of a tensor without elements are made, and counted, of `count` that there would
/// be: all, but for numbers that nobody waits for.
inline std::int64_t empty_fills(std::int64_t count) {
  return (std::min)(count, std::int64_t(1) << 16);
}

/// Throws std::invalid_argument for a shard, where the values of a part depend on all of the whole.
/// A part without elements depends on nothing.
template <class View>
void require_whole(const char* name, const View& view) {
  const std::size_t k = cut_axis(view);
  if (k == view.rank || view.size() == 0) return;
  refuse(name, ": a shard holds ", view.axes[k].extent, " of ", view.axes[k].whole,
         " indices of axis ", k,
         ", and no part can be made alone; fill the whole tensor and copy the part");
}

/// The block of `count` indices from `first` on along `axis`. The whole of the result is the block.
template <class View>
View block(View view, std::size_t axis, Index first, Index count) {
  Axis& cut = view.axes[axis];
  const Index begin = (std::max)(first, cut.origin);
  const Index last = cut.origin + cut.extent;
  const Index end = count < last - first ? first + count : last;  // their sum may be too large
  if (begin < end) {
    move_data(view, (begin - cut.origin) * cut.stride);
    cut = {end - begin, cut.stride, count, begin - first};
  } else {
    cut = {0, cut.stride, count, 0};
  }
  return view;
}

/// The matrix of axes 0 and 1 at the middle of all others, the kernel: at k/2 where k is even.
template <class View>
auto kernel_centre(View view) {
  for (std::size_t k = 2; k < view.rank; ++k) {
    const Index taps = view.axes[k].whole;
    view = block(view, k, taps / 2, 1);
    if (taps == 0) view.axes[0].whole = 0;
    if (view.axes[k].extent == 0) view.axes[0] = {0, view.axes[0].stride, view.axes[0].whole, 0};
  }
  return with_axes(view, std::array<Axis, 2>{view.axes[0], view.axes[1]});
}

/// The elements (i, i) of a view of two axes.
template <class View>
auto diagonal(View view) {
  const Axis rows = view.axes[0], columns = view.axes[1];
  const Index begin = (std::max)(rows.origin, columns.origin);
  const Index end = (std::min)(rows.origin + rows.extent, columns.origin + columns.extent);
  const Index whole = (std::min)(rows.whole, columns.whole);
  if (begin >= end) return with_axes(view, std::array<Axis, 1>{{{0, 0, whole, 0}}});
  const Index stride = end - begin > 1 ? rows.stride + columns.stride : 0;
  move_data(view, (begin - rows.origin) * rows.stride + (begin - columns.origin) * columns.stride);
  return with_axes(view, std::array<Axis, 1>{{{end - begin, stride, whole, begin}}});
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::subview
