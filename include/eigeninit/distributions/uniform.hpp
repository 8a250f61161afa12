// The uniform distribution: its numbers, their checks, and what a kernel is told.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>

#include "../kernel/complex.hpp"
#include "../kernel/parameters.hpp"
#include "checks.hpp"
#include "summary.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// U[low, high): never `high` where the scalar has a value in [low, high). Bounds are rounded
/// inward to the scalar; where it has no value inside them, so where low == high, every element is
/// `low`, rounded to nearest. Complex values are uniform over the disk of the same variance about
/// (low + high) / 2.
///
/// Values are rounded to nearest. Of k ≥ 2 adjacent numbers from `low` to below `high` the first
/// has therefore the probability ½/k and the last 1½/k, the others 1/k.
struct Uniform {
  double low = 0;   ///< the smallest value
  double high = 1;  ///< above the largest one

  /// The symmetric one of standard deviation `std`. Throws unless `std` is finite and not negative.
  [[nodiscard]] static Uniform with_std(double std) {
    internal::require_std("uniform", std);
    const double bound = std::sqrt(3.0) * std;  // the variance of U(-b, b) is b²/3
    return {-bound, bound};
  }

  /// Throws std::invalid_argument where low > high or a bound is not finite in the scalar.
  template <class Scalar>
  void check() const {
    internal::require_range<Scalar>("uniform", "low", low);
    internal::require_range<Scalar>("uniform", "high", high);
    if (low > high) {
      internal::refuse("uniform: low ", low, " is above high ", high, "; pass them in order");
    }
  }

  /// What its values are in the scalar.
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    const double mean = low / 2 + high / 2, half = high / 2 - low / 2;
    if constexpr (internal::is_complex<Scalar>::value) {
      const double radius = half * internal::disk_in_interval;
      return {mean, half / std::sqrt(3.0), mean - radius, mean + radius};
    } else {
      return {mean, half / std::sqrt(3.0), low, high};
    }
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

template <class Scalar>
kernel::Uniform<Scalar> real_parameters(const Uniform& to) {
  using T = kernel::Compute<Scalar>;
  constexpr T unit = std::numeric_limits<T>::epsilon() / 2;
  const Scalar first = rounding::up<Scalar>(to.low);
  const Scalar last = rounding::below<Scalar>(to.high);
  if (!rounding::in_order(first, last)) {
    const T only = T(Scalar(T(to.low)));
    return {only, 0, only, unit, only};
  }
  const double least = double(rounding::up<T>(to.low));
  const bool overflows = to.high / 2 - least / 2 > rounding::largest<T>() / 2;
  const double share = overflows ? 0.5 : 1;
  return {T(least), T(to.high * share - least * share), T(last), overflows ? 2 * unit : unit,
          T(first)};
}

/// What a kernel is told; of numbers that check() has passed.
template <class Scalar>
auto parameters(const Uniform& to) {
  if constexpr (is_complex<Scalar>::value) {
    const double radius =
        (to.high / 2 - to.low / 2) * disk_in_interval;  // radius² / 2 = (high − low)² / 12
    return kernel::complex(kernel::unit_uniform<Real<Scalar>>(),
                           ToPolar<DiskRadius>{to.low / 2 + to.high / 2, {radius}});
  } else {
    return real_parameters<Scalar>(to);
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
