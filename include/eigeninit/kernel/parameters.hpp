// What a kernel is told: where in the random stream a run of elements begins, and which
// distribution its words become. Plain numbers, already checked and rounded.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace eigeninit::kernel {

/// The first element of a run: element `element` of fill `fill` under `key`.
struct Position {
  std::uint32_t key[2];
  std::uint64_t fill;
  std::uint64_t element;
};

/// Which elements a kernel makes, and where they go: `columns` runs of `rows` consecutive elements,
/// each run `step` elements after the one before. Strides are in memory.
struct Tile {
  std::ptrdiff_t rows, columns;
  std::ptrdiff_t row_stride, column_stride;
  std::uint64_t step;
};

/// The type that a scalar's values are worked out in: half and bfloat16 take float's, rounded once.
template <class Scalar>
using Compute = std::conditional_t<std::is_same_v<Scalar, double>, double, float>;

/// [low, high) as numbers of type T: value = min(fma(u, width, low), last) · scale for u in [0, 1).
template <class Scalar>
struct Uniform {
  using T = Compute<Scalar>;
  T low;    ///< the smallest T that is not below the lower bound
  T width;  ///< high − low
  T last;   ///< the largest Scalar below the upper bound
  T scale;  ///< 1, or 2 where high − low overflows and the other three are halves
  T first;  ///< the smallest Scalar that is not below the lower bound
};

/// value = fma(z, std, mean) for z = Φ⁻¹(u).
template <class Scalar>
struct Normal {
  using T = Compute<Scalar>;
  T mean;
  T std;
};

}  // namespace eigeninit::kernel
