// Uniform values.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../distributions/uniform.hpp"
#include "../random/draw.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// U[low, high): see Uniform.
struct [[nodiscard]] uniform {
  double low = 0;   ///< the smallest value
  double high = 1;  ///< above the largest one

  /// The symmetric one of standard deviation `std`. Throws unless `std` is finite and not negative.
  static uniform with_std(double std) {
    const Uniform numbers = Uniform::with_std(std);
    return {numbers.low, numbers.high};
  }

  /// Fills `w`. One random word for each element (double: two). Throws std::invalid_argument where
  /// low > high or a bound is not finite in the scalar of `w`.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    internal::draw(view(w), Uniform{low, high}, source);
  }

  /// The same, for code that passes fans to every initializer.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans, Source&& source) const {
    (*this)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(any, any)

  /// See initializer.hpp.
  [[nodiscard]] static Description describe() { return {}; }
  /// See initializer.hpp.
  [[nodiscard]] uniform distribution_for(Fans) const { return *this; }
  /// Uniform::summary().
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    return Uniform{low, high}.template summary<Scalar>();
  }
};

/// The distribution of the values times a factor.
inline uniform operator*(const uniform& values, double factor) {
  const double low = values.low * factor, high = values.high * factor;
  return factor < 0 ? uniform{high, low} : uniform{low, high};
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
