// Complex weights: the real distributions, carried over to the plane.
//
// One rule for all of them: a complex value spreads as far from its mean as a real one of the same
// parameters, E|z − mean|² being the real distribution's variance, and equally in every direction.
// So the standard deviation that a scheme states is that of |z|, and layers keep variance as real
// ones do (Trabelsi et al. 2018, arXiv:1705.09792).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <cstddef>
#include <type_traits>

#include "elementary.hpp"
#include "view.hpp"

namespace eigeninit::complex_values {
inline namespace EIGENINIT_ABI {

template <class T>
struct is_complex : std::false_type {};
template <class T>
struct is_complex<std::complex<T>> : std::true_type {};

/// The radius of a disk with the variance of the interval [-1, 1].
inline constexpr double disk_in_interval = 0x1.a20bd700c2c3ep-1;  // √⅔

/// The same memory as real numbers: real and imaginary part are a first axis of their own, so that
/// a complex value takes the words of two real ones. A view of real numbers is itself.
template <class T, std::size_t Rank>
View<T, Rank> parts(const View<T, Rank>& view) {
  return view;
}
template <class T, std::size_t Rank>
View<T, Rank + 1> parts(const View<std::complex<T>, Rank>& view) {
  // The standard lets a complex number be read as an array of two.
  View<T, Rank + 1> result{reinterpret_cast<T*>(view.data), {}};
  result.axes[0] = {2, 1, 2, 0};
  for (std::size_t k = 0; k < Rank; ++k) {
    result.axes[k + 1] = view.axes[k];
    result.axes[k + 1].stride *= 2;
  }
  return result;
}

EIGENINIT_PINNED_BEGIN

/// The point at `radius` from `center`, `turn` of a full turn away from the real axis.
template <class T>
std::complex<T> polar(double center, double radius, double turn) {
  const auto [cosine, sine] = elementary::cos_sin(turn);
  return {T(center + product(radius, cosine)), T(product(radius, sine))};
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::complex_values
