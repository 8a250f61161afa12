// Normal values between bounds.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../distributions/truncated_normal.hpp"
#include "../random/draw.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// N(mean, std²) between `low` and `high`: see TruncatedNormal.
struct [[nodiscard]] truncated_normal {
  double mean = 0;  ///< of the normal that is cut
  double std = 1;   ///< of the normal that is cut; the values' own is smaller
  double low = -2;  ///< no value is below
  double high = 2;  ///< no value is above

  /// Bounds in multiples of `std`: truncated_normal::in_sigmas(0.02, -2, 2).
  static truncated_normal in_sigmas(double std, double low, double high) {
    return of(TruncatedNormal::in_sigmas(std, low, high));
  }

  /// The one whose values have the standard deviation `std`: TruncatedNormal::with_std(). Throws
  /// unless `std` is finite and not negative.
  static truncated_normal with_std(double std) { return of(TruncatedNormal::with_std(std)); }

  /// Fills `w`, never outside the bounds, which are rounded inward to the scalar; where it has no
  /// value inside them every element is `low`, rounded to nearest. One random word for each element
  /// (double: two). A little slower than normal; a hundred to a thousand times where the bounds are
  /// less than std / 4 apart, or are both in one tail, beyond 3 std and beyond 6 std (double: 9
  /// std).
  ///
  /// Throws std::invalid_argument where std < 0, low > high, a number is NaN, `mean` or `std` is
  /// infinite, or values would overflow the scalar of `w`.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    internal::draw(view(w), numbers(), source);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(any, any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] truncated_normal distribution_for(Fans) const { return *this; }
  /// TruncatedNormal::summary().
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    return numbers().template summary<Scalar>();
  }

 private:
  static truncated_normal of(const TruncatedNormal& n) { return {n.mean, n.std, n.low, n.high}; }
  TruncatedNormal numbers() const { return {mean, std, low, high}; }
};

/// The distribution of the values times a factor.
inline truncated_normal operator*(const truncated_normal& values, double factor) {
  const double low = values.low * factor, high = values.high * factor;
  return {values.mean * factor, values.std * std::abs(factor), factor < 0 ? high : low,
          factor < 0 ? low : high};
}

/// PyTorch's name.
using trunc_normal = truncated_normal;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
