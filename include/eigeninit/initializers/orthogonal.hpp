// Semi-orthogonal matrices, uniformly distributed.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../scaling/gain.hpp"
#include "../tensor/subview.hpp"
#include "algorithm/call.hpp"
#include "algorithm/constant_fill.hpp"
#include "algorithm/orthogonal_matrix.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A random matrix with orthonormal rows or columns, whichever are fewer, times `gain`, of outputs
/// × (inputs · receptive field): signals keep their length through any depth. Saxe, McClelland and
/// Ganguli 2013, arXiv:1312.6120. Uniform over all such matrices (Haar), signs included: Mezzadri
/// 2007, arXiv:math-ph/0609050. Groups and batch elements of the layout are matrices of their own.
///
/// QᵀQ = gain² · I to a few ulp of the scalar; half and bfloat16 are worked out in float and
/// rounded once. The words drawn are the same everywhere, but the last bits depend on how Eigen
/// multiplies: processors, flags and thread counts agree to about 1e-6 · gain in float and 1e-15 ·
/// gain in double for a few hundred columns.
struct [[nodiscard]] orthogonal {
  double gain = 1;                   ///< the factor of every norm
  Layout layout = Layout::out_in();  ///< how the weight's axes are read

  /// Fills a whole tensor of rank 2 or more. Costs 4/3 · n³ multiplications and additions for n ×
  /// n, nearly all in Eigen's matrix products and on its threads, and memory for one matrix of that
  /// size, of n × 64 and of 64 × n. Throws std::invalid_argument where `gain` is negative, not
  /// finite or beyond the scalar, where the layout does not fit, and for a shard, whose values hang
  /// on all others.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::fans> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    using namespace internal;
    const auto target = view(w);
    require_gain("orthogonal", gain);
    require_held<typename decltype(target)::Scalar>("orthogonal", gain);
    subview::require_whole("orthogonal", target);
    (void)eigeninit::fans(target, layout);  // refuses
    if (target.size() == 0) {               // which may have a side of any length
      for (std::int64_t i = 0; i < matrix_count(target); ++i) draw(target, Normal{}, source);
      return;
    }
    if constexpr (source_traits<Plain<Source>>().factorizes_normals) {
      draw(target, Normal{}, source);
    }
    const Unfolded weight = unfolded(target, layout);
    for (Index i = 0; i < weight.matrix_count(); ++i) {
      fill_orthogonal(target.data, weight.matrix(i), gain, source);
    }
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::fans> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(fans, fans)

  /// See initializer.hpp.
  [[nodiscard]] Description describe() const { return {layout, true}; }
  /// See initializer.hpp.
  [[nodiscard]] static Undistributed distribution_for(Fans) { return {}; }

 private:
  /// Of a weight without elements, as far as fills of it are counted.
  template <class View>
  std::int64_t matrix_count(const View& target) const {
    using internal::subview::empty_fills;
    std::int64_t matrices = empty_fills(layout.groups());
    for (std::size_t k = 0; k < View::rank; ++k) {
      if (((layout.batch().bits(View::rank) >> k) & 1u) == 0) continue;
      matrices = empty_fills(matrices * empty_fills(target.axes[k].extent));
    }
    return matrices;
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
