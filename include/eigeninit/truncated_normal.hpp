// The normal distribution between bounds: its parameters and checks, at any bounds and in every
// scalar.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <type_traits>
#include <utility>

#include "distributions.hpp"
#include "kernel/normal_tail.hpp"
#include "transform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// N(mean, std²) between `low` and `high`: the density of the normal, cut off at the bounds and
/// scaled up, not values moved to the bounds. Bounds are absolute, as in PyTorch's trunc_normal_.
/// They may be infinite, far out in one tail, or close together. Where std == 0 every element is
/// `mean`, or the bound nearest to it where `mean` is outside: the limit of small std.
///
/// With α = (low − mean) / std, β = (high − mean) / std and Z = Φ(β) − Φ(α) the mean is
/// mean + std · (φ(α) − φ(β)) / Z, and the variance
/// std² · (1 + (α·φ(α) − β·φ(β)) / Z − ((φ(α) − φ(β)) / Z)²). Complex values are normal within a
/// circle about `mean`, from which the bounds must be equally far, and have that variance.
struct [[nodiscard]] truncated_normal {
  double mean = 0;
  double std = 1;  ///< of the normal that is cut; the values' own is smaller
  double low = -2;
  double high = 2;

  /// Bounds in multiples of `std`: truncated_normal::in_sigmas(0.02, -2, 2).
  static truncated_normal in_sigmas(double std, double low, double high);

  /// The one whose values have the standard deviation `std`, cut at twice the std of the normal
  /// that is cut: std / 0.8796. What Keras and JAX draw by this name. Throws unless `std` is finite
  /// and not negative.
  static truncated_normal with_std(double std);

  /// Fills `w`, never outside the bounds, which are rounded inward to the scalar; where it has no
  /// value inside them every element is `low`, rounded to nearest. One random word for each element
  /// (double: two). A little slower than normal; a hundred to a thousand times where the bounds are
  /// less than std / 4 apart, or are both in one tail, beyond 3 std and beyond 6 std (double: 9
  /// std).
  ///
  /// Throws std::invalid_argument where std < 0, low > high, a parameter is NaN, `mean` or `std` is
  /// infinite, or values would overflow the scalar of `w`.
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    random_source::fill(std::forward<Tensor>(w), source, *this);
  }

  template <class... Arguments>
  void operator()(Arguments&&...) const {
    wrong_call::refuse_arguments<Arguments...>();
  }

  template <class Scalar>
  kernel::Truncated<Scalar> parameters() const;
  template <class ComplexView, class Source>
  void fill_complex(const ComplexView& target, Source& source) const;

 private:
  template <class Scalar>
  void check() const;
};

using trunc_normal = truncated_normal;

EIGENINIT_PINNED_BEGIN

namespace truncation {

/// What the std of a complex normal is multiplied by, so that cut at `cut` times the product it has
/// the variance of a real one of that std, cut at ±cut.
inline double complex_scale(double cut) noexcept {
  if (cut < 1e-3) return complex_values::disk_in_interval;
  if (cut > 37) return 1;
  const double inside = 1 - 2 * kernel::upper_tail(cut);
  const double real = 1 - product(2 * cut, kernel::normal_density(cut)) / inside;
  const double square = product(cut, cut);
  return std::sqrt(real / (1 - square / elementary::expm1(square)));
}

}  // namespace truncation

inline truncated_normal truncated_normal::in_sigmas(double std, double low, double high) {
  return {0, std, low * std, high * std};
}

inline truncated_normal truncated_normal::with_std(double std) {
  distribution_check::require_std("truncated_normal", std);
  constexpr double realised = 0.87962566103423978;  // the standard deviation of N(0, 1) in [-2, 2]
  return in_sigmas(std / realised, -2, 2);
}

template <class Scalar>
void truncated_normal::check() const {
  distribution_check::require_std("truncated_normal", std);
  distribution_check::require_range<Scalar>("truncated_normal", "mean", mean);
  if (!(low <= high)) {
    error::refuse("truncated_normal: low ", low, " is not at or below high ", high,
                  "; pass them in order");
  }
  const double largest = rounding::largest<Scalar>();
  const double farthest = product(distribution_check::farthest_normal<Scalar>(), std);
  const double most = (std::min)(high, (std::max)(mean, low) + farthest);
  const double least = (std::max)(low, (std::min)(mean, high) - farthest);
  if (most > largest || least < -largest) {
    error::refuse("truncated_normal: values reach from ", least, " to ", most,
                  " and the scalar holds at most ", largest,
                  "; pass a smaller std, or bounds in its range");
  }
}

template <class Scalar>
kernel::Truncated<Scalar> truncated_normal::parameters() const {
  using T = kernel::Compute<Scalar>;
  check<Scalar>();
  kernel::Truncated<Scalar> to{};
  // Without a width every element is one value.
  const auto always = [&to](T value) {
    to.mean = to.first = to.last = value;
    to.below = to.above = 1;
    return to;
  };
  const Scalar first = rounding::up<Scalar>(low);
  const Scalar last = rounding::down<Scalar>(high);
  if (!rounding::in_order(first, last)) return always(T(Scalar(T(low))));
  to.first = T(first);
  to.last = T(last);

  const double alpha = (low - mean) / std;
  const double beta = (high - mean) / std;
  const bool from_above = -alpha > beta;
  const double nearer = from_above ? -beta : alpha;
  // Beyond, the root in a tail is at the bound for every double.
  if (std == 0 || nearer > 1e100) {
    return always((std::min)((std::max)(T(mean), to.first), to.last));
  }

  const double width = (high - low) / std;
  const double below = kernel::upper_tail(-alpha);
  const double above = kernel::upper_tail(beta);
  const double share =
      nearer > 0 ? kernel::upper_tail(nearer) - (std::min)(below, above) : 1 - below - above;
  constexpr double words = std::is_same_v<T, double> ? 0x1p64 : 0x1p32;
  constexpr double least_tail = 0.5;  // that the tables hold
  const double shortest_tail = (std::min)(below, above) * words + share;
  to.is_rare = width < 0.25 || (shortest_tail < least_tail && share < 0x1p-10);
  if (to.is_rare) {
    to.rare = {kernel::RareTruncation(nearer, width),
               from_above ? high : low,
               std,
               from_above,
               to.first,
               to.last};
    return to;
  }
  const double middle = (std::min)((std::max)((0.5 - below) / share, 0.0), 1.0);
  to.middle = typename kernel::Truncated<Scalar>::Word(middle * (words / 2));
  to.scale = T(2 * share);
  to.below = T((std::max)(below * words + share, least_tail));
  to.above = T((std::max)(above * words + share, least_tail));
  to.mean = T(mean);
  to.std = T(std);
  return to;
}

/// |z|² of a complex normal is exponential, so its truncation is the inverse of 1 − exp(−t).
template <class ComplexView, class Source>
void truncated_normal::fill_complex(const ComplexView& target, Source& source) const {
  const double above = high - mean, below = mean - low;
  // Sums of a mean and a distance are rounded. Two infinite bounds are equally far.
  const double rounding = 0x1p-51 * (std::max)(std::abs(low), std::abs(high));
  const double difference = std::abs(above - below);
  if (above != below && !(is_finite(difference) && difference <= rounding)) {
    error::refuse("truncated_normal: complex values are cut at one distance from their mean ", mean,
                  ", and the bounds are ", low, " and ", high,
                  "; pass bounds of mean − distance and mean + distance");
  }
  using T = typename ComplexView::Scalar::value_type;
  // A normal without width is its mean, however wide the circle.
  const double distance = std > 0 ? (std::min)(above, below) : 0;
  const double cut = std > 0 ? distance / std : 0;
  const double scale = std * truncation::complex_scale(cut);
  const double share = -elementary::expm1(-product(cut, cut));
  const double center = mean;
  random_source::fill(complex_values::parts(target), source, uniform{0, 1});
  transform(target, [=](const std::complex<T>& u) {
    // A circle much smaller than std holds a disk, as the square of `cut` may be too small to have.
    const double radius =
        cut < 1e-9 ? distance * complex_values::disk_in_interval * std::sqrt(double(u.real()))
                   : scale * std::sqrt(-elementary::log1p(-product(double(u.real()), share)));
    return complex_values::polar<T>(center, radius, double(u.imag()));
  });
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
