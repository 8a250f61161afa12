// Products of Householder reflections, in blocks, so that almost all of the work is in Eigen's matrix
// products. Values depend in their last bits on how Eigen multiplies here.
//
// Reflection j of a tall matrix keeps its vector v in column j, from row j down, unscaled:
// H = I − 2·v·vᴴ / (vᴴ·v). A block of reflections V = (v₀, v₁, …) is
// H₀·H₁·… = I − V·S⁻¹·Vᴴ, where S is the upper triangle of Vᴴ·V with half of its diagonal (Puglisi
// 1992, SIAM J. Sci. Stat. Comput. 13, 723).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <vector>

namespace eigeninit::householder {

using Eigen::Index;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

/// Reflections in a block: enough for matrix products to be fast, and few enough for the rest to be
/// small.
inline constexpr Index block_size = 48;

/// Makes of x the vector of the reflection that takes x to r·e₀, and returns the phase of r: r/|r|, +1
/// for x = 0.
template <class Column>
typename Column::Scalar reflect(Column&& x) {
  using T = typename Column::Scalar;
  const auto norm = x.norm();
  if (norm == 0) {
    x[0] = T(1);
    return T(1);
  }
  const auto size = std::abs(x[0]);
  const T phase = size == 0 ? T(1) : T(x[0] / size);
  x[0] += phase * norm;  // away from zero: nothing cancels
  return -phase;
}

}
