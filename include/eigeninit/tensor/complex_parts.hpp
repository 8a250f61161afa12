// The memory of complex numbers as real ones.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <cstddef>

#include "view.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

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

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
