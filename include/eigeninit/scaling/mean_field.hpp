// Where depth leads a signal: mean-field theory of wide networks.
//
// Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "../numeric/elementary.hpp"
#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "signal_moments.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// What becomes of a signal in a deep and wide network of layers z = W f(z') + b, whose weights
/// have the variance weight_variance / fan_in and whose biases have bias_variance.
struct MeanField {
  double weight_variance;  ///< σ_w², fan_in times the variance of a weight
  double bias_variance;    ///< σ_b²
  double fixed_point;      ///< q*, the variance of z that depth leads to
  /// χ = σ_w² E[f'(√q* z)²]: by how much a layer multiplies the distance of two inputs that are
  /// nearly the same, and the variance of a gradient. 1 at the edge of chaos; below it all inputs
  /// become one and gradients vanish, above it they explode.
  double slope;
  /// ξ = 1 / |ln χ|: layers in which a gradient's variance changes by a factor of e; infinite at
  /// the edge, where χ is 1 to 1e-10.
  double depth_scale;
  /// Layers in which the distance from q* changes by a factor of e: shrinks, where the derivative
  /// of q -> σ_w² E[f(√q z)²] + σ_b² is below 1, and grows where it is above, because depth then
  /// leads away from q*. Infinite where it is 1 to 1e-10.
  double variance_depth_scale;
};

}  // namespace EIGENINIT_ABI

namespace internal::mean_field {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

// Of a rate: what differs from 1 by less is 1, as far as the moments tell.
inline constexpr double tolerance = 1e-10;

inline double depth_scale(double factor) {
  if (std::abs(factor - 1) < tolerance) return std::numeric_limits<double>::infinity();
  return 1 / std::abs(elementary::log(std::abs(factor)));
}

/// The derivative of q -> σ_w² E[f(√q z)²] + σ_b² at its fixed point q. Above -1/2, because q is at
/// least σ_w² E[f²]: no variance swings around a fixed point for ever. For the same reason the
/// terms of signal_moment_derivative() do not cancel here.
template <class Function>
double variance_slope(const Function& f, double weight_variance, double q) {
  if (q == 0) return weight_variance * slope_moment(f, 0);  // f(0) is 0, and f f'' with it
  return weight_variance * signal_moment_derivative(f, q, signal_moment(f, q));
}

template <class Function>
MeanField at_fixed_point(const Function& f, double weight_variance, double bias_variance,
                         double q) {
  const double slope = weight_variance * slope_moment(f, q);
  return {weight_variance, bias_variance,      q,
          slope,           depth_scale(slope), depth_scale(variance_slope(f, weight_variance, q))};
}

/// The next place to look for a fixed point from q, of which a layer changes the part `change`.
///
/// The step of the map itself does not pass the nearest one where more comes of more. It is made at
/// least a quarter, so as to pass it at last: of two nearer than that both may be overlooked.
inline double next_variance(double q, double change) {
  if (change > 0) return q * (std::min)((std::max)(1 + change, 1.25), 4.0);
  constexpr double is_next_to_zero = 0x1p-10;
  return q * (std::max)((std::min)(1 + change, q > is_next_to_zero ? 0.8 : 0.25), 0.25);
}

/// Where a function that has one sign at `low` and the other at `high` is 0: by the secant through
/// both ends, and half of the value at an end that stays where it is a second time, which makes it
/// move (Illinois). 5 to 10 calls.
template <class Function>
double root_between(const Function& f, double low, double at_low, double high, double at_high) {
  constexpr double enough = 1e-13;  // as little as the moments tell
  double last = 0;
  for (int i = 0; i < 100 && high - low > enough * high; ++i) {
    double middle = low - at_low * ((high - low) / (at_high - at_low));
    if (!(middle > low && middle < high)) middle = low + (high - low) / 2;
    const double value = f(middle);
    if (std::abs(value) < enough) return middle;
    const bool same_side = (value > 0) == (last > 0) && last != 0;
    if ((value > 0) == (at_high > 0)) {
      high = middle;
      at_high = value;
      if (same_side) at_low /= 2;
    } else {
      low = middle;
      at_low = value;
      if (same_side) at_high /= 2;
    }
    last = value;
  }
  return low + (high - low) / 2;
}

/// That a function passes on some of a signal, in the name of who asks.
template <class Function>
void require_signal(const char* name, const Function& f) {
  const double moment = signal_moment(f, 1);
  if (!is_finite(moment) || moment == 0) {
    refuse(name, ": for z ~ N(0, 1) the function has E[f(z)²] = ", moment,
           "; pass one for which it is finite and not 0");
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal::mean_field

inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Where weights and biases of these variances lead a signal that begins with variance 1; `f` is
/// any continuous function of a double, or an Activation.
///
/// The fixed point to 1e-13 / (1 - the derivative there) of itself; 0 where it is below 1e-12, and
/// 1 where any variance is one, as with ReLU, 2 and 0. The slope to 1e-11 up to a fixed point of
/// 10⁴, to 1e-3 beyond, and as gaussian_moment.hpp says for kinks but at 0. Costs 1 to 3 million
/// calls of f, some 30 to 250 ms.
///
/// Throws std::invalid_argument for variances that are below 0 or not finite, where E[f(z)²] is 0,
/// infinite or NaN for z ~ N(0, 1), and where the variance grows beyond 2²⁰, as without bound with
/// ReLU, 2.5 and 0.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] MeanField mean_field(const Function& f, double weight_variance,
                                   double bias_variance) {
  namespace field = internal::mean_field;
  internal::require_variance("mean_field", "weight_variance", weight_variance);
  internal::require_variance("mean_field", "bias_variance", bias_variance);
  field::require_signal("mean_field", f);
  const auto at = [&](double q) {
    return field::at_fixed_point(f, weight_variance, bias_variance, q);
  };
  // By what part of itself a layer changes the variance.
  const auto growth = [&](double q) {
    return (weight_variance * internal::signal_moment(f, q) + bias_variance) / q - 1;
  };
  double q = 1, change = growth(q);
  if (std::abs(change) < 1e-12) return at(q);
  const bool grows = change > 0;
  for (;;) {
    const double next = field::next_variance(q, change);
    if (next < 0x1p-40) return at(0);
    const double next_change = growth(next);
    if (next > 0x1p20 || !internal::is_finite(next_change)) {
      internal::refuse("mean_field: with weight_variance ", weight_variance, " and bias_variance ",
                       bias_variance,
                       " the variance of a signal grows beyond 1048576; pass smaller ones");
    }
    if ((next_change > 0) != grows) {
      return at(grows ? field::root_between(growth, q, change, next, next_change)
                      : field::root_between(growth, next, next_change, q, change));
    }
    q = next;
    change = next_change;
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
