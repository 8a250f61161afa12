// The normal distribution: its numbers, their checks, and what a kernel is told.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../kernel/complex.hpp"
#include "../kernel/parameters.hpp"
#include "checks.hpp"
#include "summary.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// N(mean, std²), by the inverse of its distribution function: reaches 6.3 std (double: 9.1 std) to
/// either side, and its absolute error is at most 5e-7 std (double: 1e-14 std) before `mean` is
/// added. Complex values have independent parts of std / √2 about `mean`.
struct Normal {
  double mean = 0;  ///< where it is highest
  // Named as in the papers and in PyTorch. `std::` still means the namespace in here: what stands
  // before a :: is never looked up among data members.
  double std = 1;  ///< the standard deviation

  /// N(0, std²). Throws unless `std` is finite and not negative.
  [[nodiscard]] static Normal with_std(double std) {
    internal::require_std("normal", std);
    return {0, std};
  }

  /// Throws std::invalid_argument where std < 0, a number is not finite, or values would overflow
  /// the scalar.
  template <class Scalar>
  void check() const {
    internal::require_std("normal", std);
    internal::require_range<Scalar>("normal", "mean", mean);
    const double limit = internal::rounding::largest<Scalar>();
    if (!(std::abs(mean) + reach<Scalar>() <= limit)) {
      internal::refuse("normal: mean ", mean, " and std ", std, " reach ",
                       std::abs(mean) + reach<Scalar>(), " and the scalar holds at most ", limit,
                       "; pass a smaller mean or std");
    }
  }

  /// What its values are in the scalar.
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    return {mean, std, mean - reach<Scalar>(), mean + reach<Scalar>()};
  }

 private:
  template <class Scalar>
  double reach() const {
    return internal::product(internal::farthest_normal<internal::Real<Scalar>>(), std);
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// What a kernel is told; of numbers that check() has passed.
template <class Scalar>
auto parameters(const Normal& to) {
  if constexpr (is_complex<Scalar>::value) {
    const Normal part{0, to.std / std::sqrt(2.0)};
    return kernel::complex(parameters<Real<Scalar>>(part), ToMean{to.mean});
  } else {
    using T = kernel::Compute<Scalar>;
    return kernel::Normal<Scalar>{T(to.mean), T(to.std)};
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
