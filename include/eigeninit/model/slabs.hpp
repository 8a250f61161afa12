// A parameter in parts that stay in the second cache level, so that what has just been filled is
// measured before it leaves.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <numeric>

#include "../tensor/any_view.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// The parts of a view, which are shards of it: as large as one block of memory where the view is.
/// How it is cut depends on its shape alone.
class Slabs {
 public:
  explicit Slabs(const AnyView& view) : view_(view) {
    constexpr Index most = 256 * 1024;  // bytes
    std::array<std::size_t, max_rank> by_stride;
    std::iota(by_stride.begin(), by_stride.end(), std::size_t(0));
    std::sort(by_stride.begin(), by_stride.end(), [&view](std::size_t a, std::size_t b) {
      return std::abs(view.axes[a].stride) > std::abs(view.axes[b].stride);
    });
    for (std::size_t k = 0; k < max_rank; ++k) step_[k] = (std::max)(view.axes[k].extent, Index(1));
    if (view.size() == 0) return;
    Index bytes = view.size() * Index(view.operations->size);
    for (std::size_t i = 0; i < max_rank && bytes > most; ++i) {
      Index& step = step_[by_stride[i]];
      const Index of_one = bytes / step;
      // Kernels make an axis by fours where it is not the first in memory.
      const Index fitting = (std::max)(most / of_one / 4 * 4, Index(4));
      step = (std::min)(step, fitting);
      bytes = of_one * step;
    }
  }

  /// How many there are; one where the view has no elements.
  Index count() const noexcept {
    Index product = 1;
    for (std::size_t k = 0; k < max_rank; ++k) product *= count_along(k);
    return product;
  }

  /// Part `number`.
  AnyView operator[](Index number) const {
    AnyView part = view_;
    Index offset = 0;
    for (std::size_t k = 0; k < max_rank; ++k) {
      const Index along = count_along(k);
      const Index first = number % along * step_[k];
      number /= along;
      Axis& axis = part.axes[k];
      axis.extent = (std::min)(step_[k], axis.extent - first);
      axis.origin += first;
      offset += first * axis.stride;
    }
    move_data(part, offset);
    return part;
  }

 private:
  Index count_along(std::size_t k) const noexcept {
    return (std::max)((view_.axes[k].extent + step_[k] - 1) / step_[k], Index(1));
  }

  AnyView view_;
  std::array<Index, max_rank> step_{};
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
