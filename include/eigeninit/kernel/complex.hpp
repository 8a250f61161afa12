// Complex values: the real distributions, carried over to the plane.
//
// One rule for all of them: a complex value spreads as far from its mean as a real one of the same
// numbers, E|z − mean|² being the real distribution's variance, and equally in every direction. So
// the standard deviation that a scheme states is that of |z|, and layers keep variance as real ones
// do (Trabelsi et al. 2018, arXiv:1705.09792).
//
// A value is made in place of two real ones, which were drawn into its memory.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>

#include "../numeric/elementary.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The radius of a disk with the variance of the interval [-1, 1].
inline constexpr double disk_in_interval = 0x1.a20bd700c2c3ep-1;  // √⅔

EIGENINIT_STRICT_BEGIN

/// √u of a disk's radius is uniform over the disk.
struct DiskRadius {
  double radius;
  double operator()(double u) const { return radius * std::sqrt(u); }
};

/// |z|² of a complex normal is exponential, so its truncation is the inverse of 1 − exp(−t).
struct TruncatedRadius {
  double cut, distance, scale, share;

  double operator()(double u) const {
    // A circle much smaller than std holds a disk, as the square of `cut` may be too small to have.
    return cut < 1e-9 ? distance * disk_in_interval * std::sqrt(u)
                      : scale * std::sqrt(-elementary::log1p(-product(u, share)));
  }
};

/// Of two uniform numbers the point at radius(first) from `center`, the second as a part of a full
/// turn away from the real axis.
template <class Radius>
struct ToPolar {
  double center;
  Radius radius;

  template <class T>
  void operator()(std::complex<T>* values, std::ptrdiff_t count) const {
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const double distance = radius(double(values[i].real()));
      const auto [cosine, sine] = elementary::cos_sin(double(values[i].imag()));
      values[i] = {T(center + product(distance, cosine)), T(product(distance, sine))};
    }
  }
};

/// Moves values that lie around 0.
struct ToMean {
  double mean;

  template <class T>
  void operator()(std::complex<T>* values, std::ptrdiff_t count) const {
    if (mean == 0) return;
    const T shift = T(mean);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      values[i] = {values[i].real() + shift, values[i].imag() + T(0)};
    }
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
