// Where depth leads a signal: mean-field theory of wide networks, and the weights at the edge of
// chaos, where a signal of any depth still tells inputs apart.
//
// Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232; Hayou et al. 2019,
// arXiv:1902.06853.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

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
  double depth_scale;  ///< ξ = 1 / |ln χ|: layers for a factor of e; infinite at the edge
  double variance_depth_scale;  ///< layers for a factor of e in the distance from q*
};

}  // namespace EIGENINIT_ABI

namespace internal::mean_field {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

inline double depth_scale(double factor) {
  const double rate = std::abs(std::log(std::abs(factor)));
  return rate > 1e-9 ? 1 / rate : std::numeric_limits<double>::infinity();
}

/// d/dq of E[f(√q z)²], by differences of the fourth order. The step may be wide, because the
/// moment is an average over all z and smooth where f is not.
template <class Function>
double moment_slope(const Function& f, double q) {
  const double step = q / 16;
  const double near = signal_moment(f, q + step) - signal_moment(f, q - step);
  const double far = signal_moment(f, q + 2 * step) - signal_moment(f, q - 2 * step);
  return (8 * near - far) / (12 * step);
}

template <class Function>
MeanField at_fixed_point(const Function& f, double weight_variance, double bias_variance,
                         double q) {
  const double slope = weight_variance * slope_moment(f, q);
  // At 0 both maps have the same slope.
  const double variance_slope = q > 0 ? weight_variance * moment_slope(f, q) : slope;
  return {weight_variance, bias_variance,      q,
          slope,           depth_scale(slope), depth_scale(variance_slope)};
}

/// σ_b² along the edge of chaos, where the variance is q.
template <class Function>
double edge_bias(const Function& f, double q) {
  return q - signal_moment(f, q) / slope_moment(f, q);
}

/// Where a function that is below 0 at `low` and above at `high` is 0: bisection, sped up by the
/// secant through both ends (Illinois).
template <class Function>
double root_between(const Function& f, double low, double at_low, double high, double at_high) {
  for (int i = 0; i < 100 && high - low > 1e-13 * high; ++i) {
    const double middle = low - at_low * ((high - low) / (at_high - at_low));
    const double value = f(middle);
    if (std::abs(value) < 1e-13 * middle || middle <= low || middle >= high) return middle;
    if ((value > 0) == (at_high > 0)) {
      high = middle;
      at_high = value;
      at_low /= 2;
    } else {
      low = middle;
      at_low = value;
      at_high /= 2;
    }
  }
  return (low + high) / 2;
}

EIGENINIT_STRICT_END

/// That a function passes on some of a signal, in the name of who asks.
template <class Function>
void require_signal(const char* name, const Function& f) {
  const double moment = signal_moment(f, 1);
  if (!is_finite(moment) || moment == 0) {
    refuse(name, ": for z ~ N(0, 1) the function has E[f(z)²] = ", moment,
           "; pass one for which it is finite and not 0");
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::mean_field

inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Where weights and biases of these variances lead a signal that begins with variance 1: any
/// function of a double, or an Activation.
///
/// The fixed point to 1e-9 of itself, unless 200 layers do not lead to it, as at the
/// edge of chaos where q* is 0. Some tenths of a second, some seconds where the signal changes
/// slowly. Throws std::invalid_argument for variances that are below 0 or not finite, and where the
/// signal grows without bound.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] MeanField mean_field(const Function& f, double weight_variance,
                                   double bias_variance) {
  internal::require_variance("mean_field", "weight_variance", weight_variance);
  internal::require_variance("mean_field", "bias_variance", bias_variance);
  internal::mean_field::require_signal("mean_field", f);
  double q = 1, step = 0;
  for (int layer = 0; layer < 200; ++layer) {
    const double next = weight_variance * internal::signal_moment(f, q) + bias_variance;
    if (!internal::is_finite(next) || next > 1e12) {
      internal::refuse("mean_field: with weight_variance ", weight_variance, " and bias_variance ",
                       bias_variance, " the signal grows without bound; pass smaller ones");
    }
    if (next < 1e-12)
      return internal::mean_field::at_fixed_point(f, weight_variance, bias_variance, 0);
    const double new_step = next - q;
    if (std::abs(new_step) < 1e-13 * next) {
      q = next;
      break;
    }
    // Aitken's extrapolation of a geometric approach, where it is one and stays above 0.
    const double ratio = step != 0 ? new_step / step : 1;
    const double jump = std::abs(ratio) < 0.98 ? new_step / (1 - ratio) : 0;
    const bool may_jump = layer % 3 == 2 && jump != 0 && q + jump > 0;
    step = may_jump ? 0 : new_step;
    q = may_jump ? q + jump : next;
  }
  return internal::mean_field::at_fixed_point(f, weight_variance, bias_variance, q);
}

/// The edge of chaos: the weights' variance with which gradients neither vanish nor explode where
/// depth has led the signal, for biases of this variance, and that place. tanh with a
/// bias_variance of 0.05 has a weight_variance of 1.760955. Take variance_scaling<normal>{
/// weight_variance} for the weights, normal{0, √bias_variance} for the biases.
///
/// Of several the one with the smallest fixed point. Where any variance is one, as of ReLU without
/// biases, fixed_point is 1. To about 1e-9, in a second or two. Throws std::invalid_argument for a
/// variance that is below 0 or not finite, and where the function has no such edge.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] MeanField critical(const Function& f, double bias_variance = 0) {
  namespace field = internal::mean_field;
  internal::require_variance("critical", "bias_variance", bias_variance);
  field::require_signal("critical", f);
  const auto edge = [&](double q) { return field::edge_bias(f, q) - bias_variance; };
  const auto found = [&](double q) {
    return field::at_fixed_point(f, 1 / internal::slope_moment(f, q), bias_variance, q);
  };
  double low = 0, at_low = -bias_variance;
  if (bias_variance == 0) {
    // A function that is linear on both sides of 0 keeps any variance.
    if (std::abs(edge(1)) < 1e-9 && std::abs(edge(0.25)) < 1e-9) return found(1);
    if (f(0.0) == 0 && internal::slope_moment(f, 0) > 1e-9) return found(0);
  }
  for (double high = 0x1p-12; high <= 0x1p10; high *= 2) {
    const double at_high = edge(high);
    if (at_high >= 0 && at_low < 0)
      return found(field::root_between(edge, low, at_low, high, at_high));
    low = high;
    at_low = at_high;
  }
  internal::refuse("critical: the function has no edge of chaos with bias_variance ", bias_variance,
                   "; pass another one: 0 for one that is linear on both sides of 0, as ReLU is");
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
