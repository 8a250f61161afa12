// A view: how the library sees a tensor, as data and, for each axis, an extent and a stride.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

#include "index.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// One axis of a view. Strides count elements, not bytes.
struct Axis {
  Index extent;  ///< how many indices the view has along this axis
  Index stride;  ///< from one index to the next in memory
  Index whole;   ///< how many indices the whole tensor has; `extent` unless the view is a shard
  Index origin;  ///< the view's first index in the whole tensor; 0 unless the view is a shard
};

/// A tensor of `Rank` axes in memory, or a part of one whose rest lives elsewhere (see shard()).
/// Small, copyable, and owns nothing. No two indices may reach the same element: view() refuses
/// Eigen objects that do, and who makes one by hand sees to it.
template <class Scalar_, std::size_t Rank>
struct View {
  using Scalar = Scalar_;                    ///< the type of an element
  static constexpr std::size_t rank = Rank;  ///< the number of axes
  static_assert(Rank <= internal::max_rank, "eigeninit: a View has at most 8 axes.");

  Scalar* data;                 ///< the first element
  std::array<Axis, Rank> axes;  ///< in the order of the tensor's indices

  /// The number of elements.
  [[nodiscard]] Index size() const noexcept {
    Index product = 1;
    for (const Axis& axis : axes) {
      if (axis.extent == 0) return 0;  // first: the others may be anything
    }
    for (const Axis& axis : axes) product *= axis.extent;
    return product;
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
