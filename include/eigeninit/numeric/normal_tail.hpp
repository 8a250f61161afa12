// The upper tail of the standard normal distribution, with a small relative error however far out.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "elementary.hpp"
#include "strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

inline constexpr double sqrt_two_pi = 0x1.40d931ff62706p1;

/// φ(x), the density.
inline double normal_density(double x) noexcept {
  return elementary::exp(-product(x, x) / 2) / sqrt_two_pi;
}

/// Mills' ratio P(Z > x) / φ(x) for x ≥ 2, by Laplace's continued fraction, which needs the fewer
/// terms the larger x is. Relative error below 1e-15.
inline double mills_ratio(double x) noexcept {
  double rest = x;
  for (int k = 8 + int(x < 30 ? 700 / product(x, x) : 0); k >= 1; --k) rest = x + k / rest;
  return 1 / rest;
}

/// P(Z > x). Relative error below 1e-13; 0 where that would be subnormal.
inline double upper_tail(double x) noexcept {
  if (x < 0) return 1 - upper_tail(-x);
  if (x > 37.5) return 0;
  if (x > 2) return product(normal_density(x), mills_ratio(x));
  // ½ less the integral of the density, a series whose terms are all positive.
  const double square = product(x, x);
  double sum = 1;
  for (int k = 61; k >= 3; k -= 2) sum = 1 + product(square, sum) / k;
  return 0.5 - product(product(normal_density(x), x), sum);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
