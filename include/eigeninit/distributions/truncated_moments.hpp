// The mean and the standard deviation of a normal distribution between bounds.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include "../numeric/elementary.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

struct Moments {
  double mean, std;
};

/// Of N(0, 1) between `low` and `high`, low < high, which may be infinite. Relative errors are
/// below 1e-9: by Simpson's rule and not by the closed form, whose terms cancel far out and between
/// close bounds.
inline Moments truncated_moments(double low, double high) {
  // Where the density is highest, and how far from there it counts.
  const double peak = (std::min)((std::max)(0.0, low), high);
  const double reach = (std::min)(9.2, 42 / (std::max)(std::abs(peak), 1e-3));
  const double begin = (std::max)(low - peak, -reach), end = (std::min)(high - peak, reach);
  constexpr int steps = 2048;
  double mass = 0, first = 0, second = 0;
  for (int i = 0; i <= steps; ++i) {
    const double y = begin + product((end - begin) / steps, i);
    const double weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
    const double density = weight * elementary::exp(-product(y, peak + y / 2));
    mass += density;
    first += product(density, y);
    second += product(product(density, y), y);
  }
  const double mean = low == -high ? 0 : first / mass;
  return {peak + mean, std::sqrt(second / mass - product(mean, mean))};
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
