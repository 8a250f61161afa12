// The weights at the edge of chaos, where a signal of any depth still tells inputs apart.
//
// Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232; Hayou et al. 2019,
// arXiv:1902.06853; on stable fixed points Roberts, Yaida, Hanin 2022, arXiv:2106.10165, chapter 5.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "mean_field.hpp"
#include "signal_moments.hpp"

namespace eigeninit {
namespace internal::mean_field {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

// Up to which a fixed point is looked for.
inline constexpr double most_variance = 4096;

/// Whether a signal near q comes to q, or stays where it is.
template <class Function>
bool is_stable(const Function& f, double weight_variance, double q) {
  if (q > 0) return variance_slope(f, weight_variance, q) <= 1 + tolerance;
  // On the edge of chaos the derivative is 1 at 0, and the next order decides.
  constexpr double near_zero = 0x1p-10;
  return weight_variance * signal_moment(f, near_zero) <= near_zero * (1 + tolerance);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal::mean_field

inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// The edge of chaos: the weights' variance with which gradients neither vanish nor explode where
/// depth has led the signal, for biases of this variance, and that place. tanh with a
/// bias_variance of 0.05 has a weight_variance of 1.760955. Take variance_scaling<normal>{
/// weight_variance} for the weights, normal{0, √bias_variance} for the biases.
///
/// Of several fixed points the smallest that depth leads a signal to, not one that it leads away
/// from. Where any variance is one, as of ReLU without biases, it is 1. Of two within a factor of 2
/// both may be overlooked.
///
/// `f` is any continuous function of a double that hardly changes over 2⁻¹³, or an Activation. To
/// 1e-11, as far as mean_field() is that accurate. Costs up to 20 million calls of f, some 0.2
/// to 0.9 s; 2 million where the fixed point is 0 or 1.
///
/// Throws std::invalid_argument for a variance that is below 0, above 4096 or NaN, where E[f(z)²]
/// is 0, infinite or NaN for z ~ N(0, 1), and where depth leads to no variance up to 4096 at the
/// edge of chaos: ReLU has none with biases, GELU has one from a bias_variance of 0.173 on, SiLU
/// from 0.556 on (Roberts, Yaida, Hanin 2022, chapter 5).
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] MeanField critical(const Function& f, double bias_variance = 0) {
  namespace field = internal::mean_field;
  internal::require_variance("critical", "bias_variance", bias_variance);
  if (bias_variance > field::most_variance) {
    internal::refuse("critical: bias_variance is ", bias_variance, "; pass one up to ",
                     field::most_variance);
  }
  field::require_signal("critical", f);
  const auto at = [&](double q) {
    return field::at_fixed_point(f, 1 / internal::slope_moment(f, q), bias_variance, q);
  };
  // How far q is from a fixed point of the weights that are at the edge of chaos there, as a part
  // of it.
  const auto gap = [&](double q) {
    const double passed = internal::signal_moment(f, q) / internal::slope_moment(f, q);
    return 1 - (passed + bias_variance) / q;
  };
  const auto is_stable = [&](double q) {
    return field::is_stable(f, 1 / internal::slope_moment(f, q), q);
  };
  bool leads_away = false;
  if (bias_variance == 0) {
    if (std::abs(gap(1)) < 1e-11 && is_stable(1)) return at(1);
    const double slope = internal::slope_moment(f, 0);
    if (f(0.0) == 0 && internal::is_finite(slope) && slope > 0) {
      if (is_stable(0)) return at(0);
      leads_away = true;
    }
  }
  // A fixed point is not below the bias_variance.
  double low = bias_variance > 0 ? bias_variance : 0x1p-20, at_low = gap(low);
  for (double high = 2 * low; high <= 2 * field::most_variance; high *= 2) {
    const double at_high = gap(high);
    constexpr double rounding = 1e-12;  // all that ReLU's consists of
    if (std::abs(at_high) < rounding) continue;
    const bool crosses = (at_low < 0) != (at_high < 0) && std::abs(at_low) > rounding;
    if (crosses && internal::is_finite(at_low) && internal::is_finite(at_high)) {
      const double q = field::root_between(gap, low, at_low, high, at_high);
      if (is_stable(q)) return at(q);
      leads_away = true;
    }
    low = high;
    at_low = at_high;
  }
  if (leads_away) {
    internal::refuse("critical: with bias_variance ", bias_variance,
                     " depth leads a signal away from the function's edge of chaos; a larger one "
                     "helps some: pass 0.2 for GELU and 0.6 for SiLU");
  }
  internal::refuse("critical: with bias_variance ", bias_variance,
                   " the function has no edge of chaos up to a signal's variance of ",
                   field::most_variance,
                   "; pass 0 for one that is linear on both sides of 0, as ReLU is");
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
