// Semi-orthogonal matrices, uniformly distributed.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../distributions.hpp"
#include "../gain.hpp"
#include "../subview.hpp"
#include "constant.hpp"
#include "householder.hpp"
#include "unfold.hpp"

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
struct orthogonal {
  double gain = 1;
  Layout layout = Layout::out_in();

  static constexpr bool needs_whole = true;

  /// Fills a whole tensor of rank 2 or more. Costs 4/3 · n³ multiplications and additions for n ×
  /// n, nearly all in Eigen's matrix products and on its threads, and memory for one matrix of that
  /// size, of n × 64 and of 64 × n. Throws std::invalid_argument where `gain` is negative, not
  /// finite or beyond the scalar, where the layout does not fit, and for a shard, whose values hang
  /// on all others.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const;

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }
};

namespace orthogonal_fill {

template <class Scalar>
using Wide = std::conditional_t<sizeof(Scalar) == 2, float, Scalar>;

/// Random reflections give the distribution without the factorization of a matrix, in half the time
/// (Stewart 1980, SIAM J. Numer. Anal. 17, 403). A source whose matrices are to be the factors of
/// its own normals, as PyTorch's are, says so by a member `factorizes_normals`.
template <class Source, class = void>
struct factorizes_normals : std::false_type {};
template <class Source>
struct factorizes_normals<
    Source, std::void_t<decltype(std::remove_reference_t<Source>::factorizes_normals)>>
    : std::true_type {};

template <class T>
householder::Vector<T> make_reflections(householder::Matrix<T>& normals) {
  householder::Vector<T> phases(normals.cols());
  for (Index j = 0; j < normals.cols(); ++j) {
    phases[j] = householder::reflect(normals.col(j).tail(normals.rows() - j));
  }
  return phases;
}

/// Calls visit(r, c) for all indices, in strips of `height` rows.
template <class Visit>
void for_each_index(Index rows, Index columns, Index height, const Visit& visit) {
  for (Index first = 0; first < rows; first += height) {
    const Index end = (std::min)(first + height, rows);
    for (Index c = 0; c < columns; ++c) {
      for (Index r = first; r < end; ++r) visit(r, c);
    }
  }
}

/// One matrix of the weight at `data`.
template <class Scalar, class Source>
void fill_matrix(Scalar* data, const Unfolded::Matrix& place, double gain, Source& source) {
  using T = Wide<Scalar>;
  using Real = typename Eigen::NumTraits<T>::Real;
  const bool is_tall = place.row_count >= place.column_count;
  householder::Matrix<T> q((std::max)(place.row_count, place.column_count),
                           (std::min)(place.row_count, place.column_count));
  const auto element = [&](Index r, Index c) -> Scalar& {
    if (!is_tall) std::swap(r, c);
    return data[place.offset + place.rows[r] + place.columns[c]];
  };
  // The matrix is read column by column. Where the weight is not, a few rows at a time: as many as
  // lines of memory that lie a power of two apart find room in the first cache level.
  const Index* const down = is_tall ? place.rows : place.columns;
  const Index height = q.rows() > 1 && down[1] - down[0] == 1 ? q.rows() : 8;
  householder::Vector<T> phases;
  if constexpr (factorizes_normals<Source>::value) {
    for_each_index(q.rows(), q.cols(), height,
                   [&](Index r, Index c) { q(r, c) = T(element(r, c)); });
    phases = householder::factorize(q);
  } else {
    normal{}(q, source);
    phases = make_reflections(q);
  }
  householder::multiply_reflections(q);
  q *= phases.asDiagonal();
  for_each_index(q.rows(), q.cols(), height,
                 [&](Index r, Index c) { element(r, c) = Scalar(q(r, c) * Real(gain)); });
}

}  // namespace orthogonal_fill

template <class Tensor, class Source>
void orthogonal::operator()(Tensor&& w, Source&& source) const {
  using namespace orthogonal_fill;
  const auto target = view(std::forward<Tensor>(w));
  require_gain("orthogonal", gain);
  constant_fill::require_held<typename decltype(target)::Scalar>("orthogonal", gain);
  subview::require_whole("orthogonal", target);
  (void)fans(target, layout);  // refuses
  if (target.size() == 0) {    // which may have a side of any length
    std::int64_t matrices = subview::empty_fills(layout.groups());
    for (std::size_t k = 0; k < target.axes.size(); ++k) {
      if (((layout.batch().bits(target.axes.size()) >> k) & 1u) == 0) continue;
      matrices = subview::empty_fills(matrices * subview::empty_fills(target.axes[k].extent));
    }
    for (std::int64_t i = 0; i < matrices; ++i) normal{}(target, source);
    return;
  }
  const Unfolded weight = unfolded(target, layout);
  if constexpr (factorizes_normals<Source>::value) normal{}(target, source);
  for (Index i = 0; i < weight.matrix_count(); ++i) {
    fill_matrix(target.data, weight.matrix(i), gain, source);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
