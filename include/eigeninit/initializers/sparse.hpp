// Sparse connections: each unit listens to a few inputs only.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../distributions/normal.hpp"
#include "../numeric/strict.hpp"
#include "../random/draw.hpp"
#include "../tensor/any_traversal.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Martens 2010, "Deep learning via Hessian-free optimization": N(0, std²) with exactly
/// ⌈sparsity · outputs⌉ zeros in each column of a weight outputs × inputs, at places drawn column
/// by column. The product is rounded to double first, as PyTorch does: 0.28 of 25 are 8.
struct [[nodiscard]] sparse {
  double sparsity = 0.1;  ///< the share of zeros in a column
  double std = 0.01;      ///< of the others

  /// Fills a matrix: one fill of normal{0, std} and one permutation of the rows for each column, in
  /// time linear in its elements; of a matrix without elements at most 2¹⁶ permutations. Throws
  /// std::invalid_argument for a sparsity outside [0, 1], for what normal refuses, and for a shard,
  /// which can't tell alone where its zeros are.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::matrix> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    const auto target = view(w);
    internal::require_rank("sparse", target, internal::Ranks::matrix);
    if (!(sparsity >= 0 && sparsity <= 1)) {
      internal::refuse("sparse: sparsity is ", sparsity, "; pass a number from 0 to 1");
    }
    internal::subview::require_whole("sparse", target);
    internal::draw(target, Normal{0, std}, source);
    const Axis &rows = target.axes[0], &columns = target.axes[1];
    const auto zeros = std::size_t(std::ceil(sparsity * double(rows.extent)));
    const std::int64_t count =
        rows.extent == 0 ? internal::subview::empty_fills(columns.extent) : columns.extent;
    for (Index c = 0; c < count; ++c) {
      const std::vector<Index> order = internal::draw_permutation(source, rows.extent);
      for (std::size_t i = 0; i < zeros; ++i) {
        internal::traversal::put(target, order[i] * rows.stride + c * columns.stride, 0);
      }
    }
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::matrix> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(matrix, matrix)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {Layout::out_in(), true}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
