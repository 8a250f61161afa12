// The tails of the normal distribution, and truncated normals between bounds that the normal tables
// do not resolve: bounds close together, and bounds far out in one tail. Each value of these is the
// root of an equation, in double; slow, but right at any bounds.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

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

/// A standard normal Z between `nearer` and nearer + width, where |nearer| ≤ nearer + width. Either
/// the bounds are less than ½ apart, or `nearer` is 2 or more; then the width may be infinite.
class RareTruncation {
 public:
  RareTruncation() = default;
  RareTruncation(double nearer, double width);

  /// The y in [0, width] that Z − nearer does not exceed with probability `below`; `above` is
  /// 1 − below, and neither is 0.
  double root(double below, double above) const;

 private:
  // P(nearer < Z < nearer + y) / φ(nearer) = Σ series[k] · yᵏ⁺¹: Hermite polynomials at `nearer`.
  static constexpr int terms = 24;
  static constexpr int most_steps = 8;          // of Newton's method
  static constexpr double converged = 0x1p-27;  // a step whose successor is below a rounding

  void prepare();
  double root_of_series(double below) const;
  double root_of_tail(double below, double above) const;
  double log_tail_ratio(double y) const;

  double near_ = 0;
  double width_ = 0;
  bool is_tail_ = false;
  double series_[terms] = {};
  double mass_ = 0;  // the series at `width`
  double mills_ratio_ = 0;
  double far_ratio_ = 0;  // P(Z > nearer + width) / P(Z > nearer)
  double share_ = 1;      // 1 − far_ratio
};

EIGENINIT_STRICT_BEGIN

inline RareTruncation::RareTruncation(double nearer, double width)
    : near_(nearer), width_(width), is_tail_(nearer >= 2) {
  prepare();
}

inline void RareTruncation::prepare() {
  if (is_tail_) {
    mills_ratio_ = mills_ratio(near_);
    const double log_ratio = log_tail_ratio(width_);
    far_ratio_ = elementary::exp(log_ratio);
    share_ = -elementary::expm1(log_ratio);
    return;
  }
  double before = 0, hermite = 1, factorial = 1;  // (k + 1)!
  for (int k = 0; k < terms; ++k) {
    series_[k] = (k % 2 == 0 ? hermite : -hermite) / factorial;
    const double next = product(near_, hermite) - product(k, before);
    before = hermite;
    hermite = next;
    factorial *= k + 2;
  }
  for (int k = terms - 1; k >= 0; --k) mass_ = product(width_, series_[k] + mass_);
}

inline double RareTruncation::root(double below, double above) const {
  const double y = is_tail_ ? root_of_tail(below, above) : root_of_series(below);
  return (std::min)((std::max)(y, 0.0), width_);
}

inline double RareTruncation::root_of_series(double below) const {
  const double target = product(below, mass_);
  double y = product(below, width_);
  for (int step = 0; step < most_steps; ++step) {
    double sum = 0, slope = 0;
    for (int k = terms - 1; k >= 0; --k) {
      slope = sum + product(y, slope);
      sum = series_[k] + product(y, sum);
    }
    const double change = (product(y, sum) - target) / (sum + product(y, slope));
    y -= change;
    if (std::abs(change) <= converged * width_) break;
  }
  return y;
}

/// ln (P(Z > nearer + y) / P(Z > nearer)), to a small relative error where y is small.
inline double RareTruncation::log_tail_ratio(double y) const {
  return elementary::log(mills_ratio(near_ + y) / mills_ratio_) - product(y, near_ + y / 2);
}

inline double RareTruncation::root_of_tail(double below, double above) const {
  const double target = below < 0.5 || share_ < 0.5
                            ? elementary::log1p(-product(below, share_))
                            : elementary::log(above + product(below, far_ratio_));
  // The start is the root for the density z·exp(−z²/2), of which φ is the lighter tail.
  double y = -2 * target / (near_ + std::sqrt(product(near_, near_) - 2 * target));
  for (int step = 0; step < most_steps; ++step) {
    const double change = product(mills_ratio(near_ + y), log_tail_ratio(y) - target);
    y += change;
    if (std::abs(change) <= converged * y) break;
  }
  return y;
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
