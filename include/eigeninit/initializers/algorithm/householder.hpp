// Products of Householder reflections, in blocks, so that almost all of the work is in Eigen's
// matrix products, on as many threads as these use. The last bits of the values depend on how Eigen
// multiplies on a machine.
//
// Reflection j of a tall matrix keeps its vector v, unscaled, in column j from row j down:
// H = I − 2·v·vᴴ / (vᴴ·v). The product of a block of reflections V = (v₀, v₁, …) is
// I − V·S⁻¹·Vᴴ, where S is the upper triangle of Vᴴ·V with half of its diagonal (Puglisi 1992, SIAM
// J. Sci. Stat. Comput. 13, 723).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "../../tensor/index.hpp"

namespace eigeninit::internal::householder {
inline namespace EIGENINIT_ABI {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

/// Makes of the column x the vector of a reflection that takes x to r·e₀, and returns r/|r|, which
/// is 1 for r = 0.
template <class Column>
typename Column::Scalar reflect(Column x) {
  using T = typename Column::Scalar;
  const auto norm = x.norm();
  if (norm == 0) {
    x[0] = T(1);
    return T(1);
  }
  const auto size = std::abs(x[0]);
  const T phase = size == 0 ? T(1) : T(x[0] / size);
  x[0] += phase * norm;  // away from 0: nothing cancels
  return -phase;
}

/// Reflections that are applied together.
template <class T>
class Block {
 public:
  /// Enough for fast products, and few enough for the work around these to be small.
  static constexpr Index size = 64;

  /// Room for the reflections of a matrix of this shape.
  Block(Index rows, Index columns)
      : vectors_(rows, (std::min)(size, columns)),
        triangle_(vectors_.cols(), vectors_.cols()),
        projections_(vectors_.cols(), columns) {}

  /// Takes reflections `first` … `first + count - 1` of `a`.
  void take(const Matrix<T>& a, Index first, Index count) {
    rows_ = a.rows() - first;
    count_ = count;
    auto v = vectors();
    v = a.block(first, first, rows_, count_);
    for (Index j = 1; j < count_; ++j) v.col(j).head(j).setZero();
    triangle().noalias() = v.adjoint() * v;
    triangle().diagonal() *= T(0.5);
  }

  /// The product of the reflections, first leftmost, on `a`, whose rows are theirs.
  template <class Part>
  void apply(Part a) {
    auto w = project(a);
    triangle().template triangularView<Eigen::Upper>().solveInPlace(w);
    a.noalias() -= vectors() * w;
  }

  /// Its inverse: the same reflections in the other order.
  template <class Part>
  void apply_inverse(Part a) {
    auto w = project(a);
    triangle().adjoint().template triangularView<Eigen::Lower>().solveInPlace(w);
    a.noalias() -= vectors() * w;
  }

 private:
  auto vectors() { return vectors_.topLeftCorner(rows_, count_); }
  auto triangle() { return triangle_.topLeftCorner(count_, count_); }

  template <class Part>
  auto project(const Part& a) {
    auto w = projections_.topLeftCorner(count_, a.cols());
    w.noalias() = vectors().adjoint() * a;
    return w;
  }

  Matrix<T> vectors_, triangle_, projections_;
  Index rows_ = 0, count_ = 0;
};

/// Replaces a tall matrix of reflections by the leading columns of their product.
template <class T>
void multiply_reflections(Matrix<T>& q) {
  const Index columns = q.cols();
  if (columns == 0) return;
  Block<T> block(q.rows(), columns);
  for (Index first = (columns - 1) / block.size * block.size; first >= 0; first -= block.size) {
    const Index count = (std::min)(block.size, columns - first);
    block.take(q, first, count);
    q.middleCols(first, count).setZero();
    q.block(first, first, count, count).setIdentity();
    block.apply(q.bottomRightCorner(q.rows() - first, columns - first));
  }
}

/// Replaces a tall matrix by the reflections that make it upper triangular, and returns the phases
/// of the triangle's diagonal.
template <class T>
Vector<T> factorize(Matrix<T>& a) {
  const Index columns = a.cols();
  Vector<T> phases(columns);
  Block<T> block(a.rows(), columns);
  for (Index first = 0; first < columns; first += block.size) {
    const Index end = (std::min)(first + block.size, columns);
    for (Index j = first; j < end; ++j) {
      auto v = a.col(j).tail(a.rows() - j);
      phases[j] = reflect(v);
      const T half_square = v.squaredNorm() / 2;
      for (Index k = j + 1; k < end; ++k) {
        auto x = a.col(k).tail(a.rows() - j);
        x -= v * (v.dot(x) / half_square);
      }
    }
    block.take(a, first, end - first);
    if (end < columns) {
      block.apply_inverse(a.bottomRightCorner(a.rows() - first, columns - end));
    }
  }
  return phases;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::householder
