// The matrices of a weight, made orthogonal.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "../../distributions/normal.hpp"
#include "../../random/draw.hpp"
#include "../../scaling/gain.hpp"
#include "../../tensor/constant_fill.hpp"
#include "../../tensor/make_view.hpp"
#include "../../tensor/subview.hpp"
#include "householder.hpp"
#include "unfold.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class Scalar>
using Wide = std::conditional_t<sizeof(Scalar) == 2, float, Scalar>;

/// Random reflections give the distribution without the factorization of a matrix, in half the time
/// (Stewart 1980, SIAM J. Numer. Anal. 17, 403). A source whose matrices are to be the factors of
/// its own normals, as PyTorch's are, says so by its traits.
template <class T>
householder::Vector<T> make_reflections(householder::Matrix<T>& normals) {
  householder::Vector<T> phases(normals.cols());
  for (Index j = 0; j < normals.cols(); ++j) {
    phases[j] = householder::reflect(normals.col(j).tail(normals.rows() - j));
  }
  return phases;
}

/// Calls factorize() or reflect(), as the source says; compiles no other where that is known.
template <class Source, class Factorize, class Reflect>
void with_choice(const Source& source, const Factorize& factorize, const Reflect& reflect) {
  if constexpr (has_run_time_traits<Source>::value) {
    traits_of(source).factorizes_normals ? factorize() : reflect();
  } else if constexpr (source_traits<Source>().factorizes_normals) {
    factorize();
  } else {
    reflect();
  }
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
void fill_orthogonal_matrix(Scalar* data, const Unfolded::Matrix& place, double gain,
                            Source& source) {
  using T = Wide<Scalar>;
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
  with_choice<Source>(
      source,
      [&] {
        for_each_index(q.rows(), q.cols(), height,
                       [&](Index r, Index c) { q(r, c) = T(element(r, c)); });
        phases = householder::factorize(q);
      },
      [&] {
        draw(view(q), Normal{}, source);
        phases = make_reflections(q);
      });
  householder::multiply_reflections(q);
  q *= phases.asDiagonal();
  for_each_index(q.rows(), q.cols(), height,
                 [&](Index r, Index c) { element(r, c) = Scalar(q(r, c) * Real<T>(gain)); });
}

/// How many matrices a weight without elements has, as far as fills of it are counted.
template <class View>
std::int64_t count_matrices(const View& target, const Layout& layout) {
  std::int64_t matrices = subview::empty_fills(layout.groups());
  for (std::size_t k = 0; k < target.rank; ++k) {
    if (((layout.batch().bits(target.rank) >> k) & 1u) == 0) continue;
    matrices = subview::empty_fills(matrices * subview::empty_fills(target.axes[k].extent));
  }
  return matrices;
}

/// All matrices of a weight, with a `gain` that is checked in the name of who has it.
template <class View, class Source>
void fill_orthogonal(const char* name, const View& target, double gain, const Layout& layout,
                     Source& source) {
  require_gain(name, gain);
  require_held(name, target, gain);
  subview::require_whole(name, target);
  (void)fans(target, layout);  // refuses
  if (target.size() == 0) {    // which may have a side of any length
    for (std::int64_t i = 0; i < count_matrices(target, layout); ++i) {
      draw(target, Normal{}, source);
    }
    return;
  }
  if (traits_of(source).factorizes_normals) draw(target, Normal{}, source);
  const Unfolded weight = unfolded(target, layout);
  with_elements(target, [&](auto* data) {
    for (Index i = 0; i < weight.matrix_count(); ++i) {
      fill_orthogonal_matrix(data, weight.matrix(i), gain, source);
    }
  });
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
