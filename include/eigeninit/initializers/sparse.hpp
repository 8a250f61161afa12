// Sparse connections: each unit listens to a few inputs only.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "../distributions.hpp"
#include "../error.hpp"
#include "../subview.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_PINNED_BEGIN

/// Martens 2010, "Deep learning via Hessian-free optimization": N(0, std²) with exactly
/// ⌈sparsity · outputs⌉ zeros in each column of a weight outputs × inputs, at places drawn column
/// by column. The product is rounded to double first, as PyTorch does: 0.28 of 25 are 8.
struct sparse {
  double sparsity = 0.1;
  double std = 0.01;

  static constexpr bool needs_whole = true;

  /// Fills a matrix: one fill of normal{0, std} and one permutation of the rows for each column, in
  /// time linear in its elements; of a matrix without elements at most 2¹⁶ permutations. Throws
  /// std::invalid_argument for a sparsity outside [0, 1], for what normal refuses, and for a shard,
  /// which can't tell alone where its zeros are.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    const auto target = view(std::forward<Tensor>(w));
    using View = decltype(target);
    static_assert(View::rank == 2, "eigeninit: sparse fills a matrix. Pass a weight of two axes.");
    if (!(sparsity >= 0 && sparsity <= 1)) {
      error::refuse("sparse: sparsity is ", sparsity, "; pass a number from 0 to 1");
    }
    subview::require_whole("sparse", target);
    normal{0, std}(target, source);
    const auto& [rows, columns] = target.axes;
    const auto zeros = std::size_t(std::ceil(sparsity * double(rows.extent)));
    const std::int64_t count =
        rows.extent == 0 ? subview::empty_fills(columns.extent) : columns.extent;
    for (Index c = 0; c < count; ++c) {
      const std::vector<Index> order = random_source::permutation(source, rows.extent);
      for (std::size_t i = 0; i < zeros; ++i) {
        target.data[order[i] * rows.stride + c * columns.stride] = typename View::Scalar(0);
      }
    }
  }

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }
};

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
