// The normal distribution between bounds: its numbers, their checks, and what a kernel is told, at
// any bounds and in every scalar.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include "../kernel/complex.hpp"
#include "../kernel/parameters.hpp"
#include "../numeric/normal_tail.hpp"
#include "checks.hpp"
#include "summary.hpp"
#include "truncated_moments.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// N(mean, std²) between `low` and `high`: the density of the normal, cut off at the bounds and
/// scaled up, not values moved to the bounds. Bounds are absolute, as in PyTorch's trunc_normal_.
/// They may be infinite, far out in one tail, or close together. Where std == 0 every element is
/// `mean`, or the bound nearest to it where `mean` is outside: the limit of small std.
///
/// With α = (low − mean) / std, β = (high − mean) / std and Z = Φ(β) − Φ(α) the mean is
/// mean + std · (φ(α) − φ(β)) / Z, and the variance
/// std² · (1 + (α·φ(α) − β·φ(β)) / Z − ((φ(α) − φ(β)) / Z)²). Complex values are normal within a
/// circle about `mean`, from which the bounds must be equally far, and have that variance.
struct TruncatedNormal {
  double mean = 0;  ///< of the normal that is cut
  double std = 1;   ///< of the normal that is cut; the values' own is smaller
  double low = -2;  ///< no value is below
  double high = 2;  ///< no value is above

  /// Bounds in multiples of `std`: in_sigmas(0.02, -2, 2).
  [[nodiscard]] static TruncatedNormal in_sigmas(double std, double low, double high) {
    return {0, std, low * std, high * std};
  }

  /// The one whose values have the standard deviation `std`, cut at twice the std of the normal
  /// that is cut: std / 0.8796. What Keras and JAX draw by this name. Throws unless `std` is finite
  /// and not negative.
  [[nodiscard]] static TruncatedNormal with_std(double std) {
    internal::require_std("truncated_normal", std);
    constexpr double realised =
        0.87962566103423978;  // the standard deviation of N(0, 1) in [-2, 2]
    return in_sigmas(std / realised, -2, 2);
  }

  /// Throws std::invalid_argument where std < 0, low > high, a number is NaN, `mean` or `std` is
  /// infinite, or values would overflow the scalar; of a complex one, where the bounds are not
  /// equally far from the mean.
  template <class Scalar>
  void check() const;

  /// What its values are in the scalar.
  template <class Scalar>
  [[nodiscard]] Summary summary() const;

 private:
  /// No value is above, or below.
  template <class Scalar>
  double greatest() const {
    return (std::min)(high, (std::max)(mean, low) + farthest<Scalar>());
  }
  template <class Scalar>
  double least() const {
    return (std::max)(low, (std::min)(mean, high) - farthest<Scalar>());
  }
  template <class Scalar>
  double farthest() const {
    return internal::product(internal::farthest_normal<internal::Real<Scalar>>(), std);
  }
  void check_circle() const;
};

inline void TruncatedNormal::check_circle() const {
  const double above = high - mean, below = mean - low;
  // Sums of a mean and a distance are rounded. Two infinite bounds are equally far.
  const double rounding = 0x1p-51 * (std::max)(std::abs(low), std::abs(high));
  const double difference = std::abs(above - below);
  if (above != below && !(internal::is_finite(difference) && difference <= rounding)) {
    internal::refuse("truncated_normal: complex values are cut at one distance from their mean ",
                     mean, ", and the bounds are ", low, " and ", high,
                     "; pass bounds of mean − distance and mean + distance");
  }
}

template <class Scalar>
void TruncatedNormal::check() const {
  internal::require_std("truncated_normal", std);
  internal::require_range<Scalar>("truncated_normal", "mean", mean);
  if (!(low <= high)) {
    internal::refuse("truncated_normal: low ", low, " is not at or below high ", high,
                     "; pass them in order");
  }
  const double largest = internal::rounding::largest<Scalar>();
  if (greatest<Scalar>() > largest || least<Scalar>() < -largest) {
    internal::refuse("truncated_normal: values reach from ", least<Scalar>(), " to ",
                     greatest<Scalar>(), " and the scalar holds at most ", largest,
                     "; pass a smaller std, or bounds in its range");
  }
  if constexpr (internal::is_complex<Scalar>::value) check_circle();
}

template <class Scalar>
Summary TruncatedNormal::summary() const {
  if (std == 0 || low == high) {
    const double only = (std::min)((std::max)(mean, low), high);
    return {only, 0, only, only};
  }
  const auto [z, width] = internal::truncated_moments((low - mean) / std, (high - mean) / std);
  return {mean + internal::product(std, z), std * width, least<Scalar>(), greatest<Scalar>()};
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// What the std of a complex normal is multiplied by, so that cut at `cut` times the product it has
/// the variance of a real one of that std, cut at ±cut.
inline double complex_scale(double cut) noexcept {
  if (cut < 1e-3) return disk_in_interval;
  if (cut > 37) return 1;
  const double inside = 1 - 2 * upper_tail(cut);
  const double real = 1 - product(2 * cut, normal_density(cut)) / inside;
  const double square = product(cut, cut);
  return std::sqrt(real / (1 - square / elementary::expm1(square)));
}

inline TruncatedRadius truncated_radius(const TruncatedNormal& to) {
  // A normal without width is its mean, however wide the circle.
  const double distance = to.std > 0 ? (std::min)(to.high - to.mean, to.mean - to.low) : 0;
  const double cut = to.std > 0 ? distance / to.std : 0;
  return {cut, distance, to.std * complex_scale(cut), -elementary::expm1(-product(cut, cut))};
}

/// Every element is one value.
template <class Scalar>
kernel::Truncated<Scalar> always(kernel::Compute<Scalar> value) {
  kernel::Truncated<Scalar> only{};
  only.mean = only.first = only.last = value;
  only.below = only.above = 1;
  return only;
}

/// Where the bounds lie on N(0, 1), counted from the one that is nearer to 0.
struct StandardBounds {
  bool from_above;      ///< whether that is the upper one
  double nearer;        ///< the nearer one, as a lower bound
  double width;         ///< between them
  double below, above;  ///< the probabilities outside
  double share;         ///< the probability between
};

inline StandardBounds standard_bounds(const TruncatedNormal& to) {
  const double alpha = (to.low - to.mean) / to.std;
  const double beta = (to.high - to.mean) / to.std;
  const bool from_above = -alpha > beta;
  const double nearer = from_above ? -beta : alpha;
  const double below = upper_tail(-alpha);
  const double above = upper_tail(beta);
  const double share =
      nearer > 0 ? upper_tail(nearer) - (std::min)(below, above) : 1 - below - above;
  return {from_above, nearer, (to.high - to.low) / to.std, below, above, share};
}

/// Whether the normal tables do not resolve the bounds.
inline bool is_rare(const StandardBounds& bounds, double words, double least_tail) {
  const double shortest_tail = (std::min)(bounds.below, bounds.above) * words + bounds.share;
  return bounds.width < 0.25 || (shortest_tail < least_tail && bounds.share < 0x1p-10);
}

template <class Scalar>
kernel::Truncated<Scalar> real_parameters(const TruncatedNormal& to) {
  using T = kernel::Compute<Scalar>;
  const Scalar low = rounding::up<Scalar>(to.low), high = rounding::down<Scalar>(to.high);
  if (!rounding::in_order(low, high)) return always<Scalar>(T(Scalar(T(to.low))));
  const T first = T(low), last = T(high);
  const StandardBounds bounds = standard_bounds(to);
  // Beyond, the root in a tail is at the bound for every double.
  if (to.std == 0 || bounds.nearer > 1e100) {
    return always<Scalar>((std::min)((std::max)(T(to.mean), first), last));
  }
  constexpr double words = std::is_same_v<T, double> ? 0x1p64 : 0x1p32;
  constexpr double least_tail = 0.5;  // that the tables hold
  const auto& [from_above, nearer, width, below, above, share] = bounds;
  if (is_rare(bounds, words, least_tail)) {
    kernel::Truncated<Scalar> rare{};
    rare.is_rare = true;
    rare.rare = {RareTruncation(nearer, width),
                 from_above ? to.high : to.low,
                 to.std,
                 from_above,
                 first,
                 last};
    return rare;
  }
  using Word = typename kernel::Truncated<Scalar>::Word;
  const double middle = (std::min)((std::max)((0.5 - below) / share, 0.0), 1.0);
  return {Word(middle * (words / 2)),
          T(2 * share),
          T((std::max)(below * words + share, least_tail)),
          T((std::max)(above * words + share, least_tail)),
          T(to.mean),
          T(to.std),
          first,
          last};
}

/// What a kernel is told; of numbers that check() has passed.
template <class Scalar>
auto parameters(const TruncatedNormal& to) {
  if constexpr (is_complex<Scalar>::value) {
    return kernel::complex(kernel::unit_uniform<Real<Scalar>>(),
                           ToPolar<TruncatedRadius>{to.mean, truncated_radius(to)});
  } else {
    return real_parameters<Scalar>(to);
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
