// Semi-orthogonal matrices, uniformly distributed.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../scaling/layout.hpp"
#include "algorithm/call.hpp"
#include "algorithm/orthogonal_fill.hpp"
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
  /// finite or beyond the scalar, where the layout does not fit, and for a shard, whose values
  /// depend on all others.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::fans> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    internal::fill_orthogonal("orthogonal", view(w), gain, layout, source);
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
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
