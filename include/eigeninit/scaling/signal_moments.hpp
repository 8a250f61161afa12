// What a nonlinearity makes of a signal of any strength, and of its gradient: second moments for
// z ~ N(0, variance).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "gaussian_moment.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// E[f(√variance · z)²] for z ~ N(0, 1): the variance that f passes on. Accuracy and cost are those
/// of gaussian_moment.hpp.
template <class Function>
double signal_moment(const Function& f, double variance) {
  const double std = std::sqrt(variance);
  return gaussian_moment::second_moment([&](double z) { return double(f(product(std, z))); });
}

/// The standard deviation that stands for 0, where only the slope at 0 counts.
inline constexpr double nearly_zero = 0x1p-20;

/// f's derivative with respect to its argument's z, by differences of five points: its error is of
/// the fourth order in the step.
///
/// The step is a 16th of half a panel of gaussian_moment.hpp, whose outermost nodes are at least
/// 0.09 of that from an edge: the two steps never cross a kink that stands at one, such as ReLU's.
template <class Function>
double slope_in_z(const Function& f, double std, double z) {
  constexpr double step = 0x1p-14;
  static_assert(2 * step < (1 - gaussian_moment::nodes[1]) * gaussian_moment::half_panel);
  const auto at = [&](double offset) { return double(f(product(std, z + offset))); };
  const double near = at(step) - at(-step), far = at(2 * step) - at(-2 * step);
  return (8 * near - far) / (12 * step);
}

/// E[f'(√variance · z)²] for z ~ N(0, 1): what f passes on of a gradient's variance. At 0 that is
/// the slope there.
///
/// Four times the cost of signal_moment(). The relative error is below 1e-9 where f is smooth but
/// for kinks at 0, and that of gaussian_moment.hpp for a jump where f has kinks elsewhere.
template <class Function>
double slope_moment(const Function& f, double variance) {
  const double std = variance > 0 ? std::sqrt(variance) : nearly_zero;
  return gaussian_moment::second_moment([&](double z) { return slope_in_z(f, std, z); }) /
         product(std, std);
}

EIGENINIT_STRICT_END

/// The rule for a variance in the name of who has it.
inline void require_variance(const char* name, const char* what, double variance) {
  if (!is_finite(variance) || variance < 0) {
    refuse(name, ": ", what, " is ", variance, "; pass a finite number of 0 or more");
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
