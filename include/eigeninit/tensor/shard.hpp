// A part of a tensor whose rest lives elsewhere: on another machine, or nowhere yet.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "extents.hpp"
#include "make_view.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The part of a larger tensor that `local` holds: it is filled with the values that the whole
/// tensor would have there, and fans come from the whole.
///
/// `whole` are the extents of the whole tensor and `origin` the first index of `local` in it, one
/// number for each axis. Throws std::invalid_argument where the part leaves the whole.
template <class T, std::size_t Rank = rank_of<T>>
[[nodiscard]] auto shard(T&& local, const std::array<Index, Rank>& whole,
                         const std::array<Index, Rank>& origin) {
  auto part = view(std::forward<T>(local));
  std::int64_t size = 1;  // of the whole, which need not fit into this machine's memory
  const bool is_empty = std::find(whole.begin(), whole.end(), 0) != whole.end();
  for (std::size_t k = 0; k < Rank; ++k) {
    Axis& axis = part.axes[k];
    if (origin[k] < 0 || axis.extent > whole[k] || origin[k] > whole[k] - axis.extent) {
      internal::refuse("shard: axis ", k, " has ", axis.extent, " indices from ", origin[k],
                       " on, of a whole of ", whole[k],
                       "; pass the whole tensor's extents and the part's first index");
    }
    if (!is_empty) size = internal::multiply_extents(size, std::int64_t(whole[k]));
    axis.whole = whole[k];
    axis.origin = origin[k];
  }
  return part;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
