// Tensors of a scalar that is known when the program runs, in other memory: their parts, and copies
// of them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

#include "any_view.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The same part of the same tensor in other memory, row by row without gaps. Null memory gives its
/// shape alone.
inline AnyView in_rows(AnyView view, void* memory) {
  view.data = memory;
  Index stride = 1;
  for (std::size_t k = view.rank; k-- > 0;) {
    view.axes[k].stride = stride;
    stride *= (std::max)(view.axes[k].extent, Index(1));
  }
  return view;
}

/// The whole tensor of which a view holds a part, in no memory yet.
inline AnyView whole_of(AnyView view) {
  for (Axis& axis : view.axes) axis = {axis.whole, 0, axis.whole, 0};
  return in_rows(view, nullptr);
}

/// The elements of a view that `part`, of the same tensor, has too. The view must hold all of the
/// part.
inline AnyView part_of(AnyView view, const AnyView& part) {
  Index offset = 0;
  for (std::size_t k = 0; k < view.rank; ++k) {
    offset += (part.axes[k].origin - view.axes[k].origin) * view.axes[k].stride;
    view.axes[k].extent = part.axes[k].extent;
    view.axes[k].origin = part.axes[k].origin;
  }
  move_data(view, offset);
  return view;
}

/// The bytes of the elements that are here.
inline std::size_t bytes_of(const AnyView& view) {
  return std::size_t(view.size()) * view.operations->size;
}

/// Copies all elements of one view to another of the same extents, as they are.
inline void copy_elements(const AnyView& from, const AnyView& to) {
  if (from.size() == 0) return;
  with_bytes(from, [&](const auto& source) {
    using Element = std::remove_pointer_t<decltype(source.data)>;
    auto* const target = static_cast<Element*>(to.data);
    const std::size_t last = from.rank - 1;
    const Axis &in = from.axes[last], &out = to.axes[last];
    std::array<Index, max_rank> index{};
    for (;;) {
      Index read = 0, write = 0;
      for (std::size_t k = 0; k < last; ++k) {
        read += index[k] * from.axes[k].stride;
        write += index[k] * to.axes[k].stride;
      }
      for (Index i = 0; i < in.extent; ++i) {
        target[write + i * out.stride] = source.data[read + i * in.stride];
      }
      std::size_t k = last;
      for (; k > 0; index[--k] = 0) {
        if (++index[k - 1] < from.axes[k - 1].extent) break;
      }
      if (k == 0) return;
    }
  });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
