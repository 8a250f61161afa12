// For distributions and initializers of one's own: what changes the weight that they are given, be
// it a matrix, a tensor or, from the initializers that wrap others and from shard(), a view, which
// has none of Eigen's members.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <utility>

#include "../numeric/strict.hpp"
#include "make_view.hpp"
#include "traversal.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Replaces every element x of a matrix, a tensor or a view by change(x), each once and in no
/// promised order: transform(w, [](float x) { return x < 0 ? -1.0f : 1.0f; }). One thread.
template <class T, class Change>
void transform(T&& w, const Change& change) {
  const auto target = view(std::forward<T>(w));
  using Scalar = typename decltype(target)::Scalar;
  internal::traversal::in_memory_order(
      target,
      [&change](Scalar* line, std::ptrdiff_t count, std::ptrdiff_t stride) {
        for (std::ptrdiff_t i = 0; i < count; ++i)
          line[i * stride] = Scalar(change(line[i * stride]));
      },
      internal::traversal::OneThread());
}

EIGENINIT_STRICT_END

/// A weight of two axes or one as an Eigen::Map of its memory, for products, norms and whatever
/// else Eigen's members do. Of a shard the part that is here: fill the shard itself, then take
/// this.
template <class T>
[[nodiscard]] auto matrix(T&& w) {
  const auto target = view(std::forward<T>(w));
  using View = decltype(target);
  using Scalar = typename View::Scalar;
  static_assert(View::rank == 1 || View::rank == 2,
                "eigeninit: matrix() takes a weight of one or two axes. Use transform(), or pass a "
                "Map that joins some axes.");
  const Axis& rows = target.axes[0];
  if constexpr (View::rank == 1) {
    using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
    return Eigen::Map<Vector, 0, Eigen::InnerStride<>>(target.data, rows.extent,
                                                       Eigen::InnerStride<>(rows.stride));
  } else {
    const Axis& columns = target.axes[1];
    using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
    return Eigen::Map<Matrix, 0, Strides>(target.data, rows.extent, columns.extent,
                                          Strides(columns.stride, rows.stride));
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
