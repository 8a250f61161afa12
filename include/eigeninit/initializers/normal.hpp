// Normal values.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../distributions/normal.hpp"
#include "../random/draw.hpp"
#include "algorithm/call.hpp"
#include "initializer.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// N(mean, std²): see Normal.
struct [[nodiscard]] normal {
  double mean = 0;  ///< where the density is highest
  double std = 1;   ///< the standard deviation

  /// N(0, std²). Throws unless `std` is finite and not negative.
  static normal with_std(double std) {
    const Normal numbers = Normal::with_std(std);
    return {numbers.mean, numbers.std};
  }

  /// Fills `w`. One random word for each element (double: two). Throws std::invalid_argument where
  /// std < 0, a number is not finite, or values would overflow the scalar of `w`.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    internal::draw(view(w), Normal{mean, std}, source);
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
  [[nodiscard]] normal distribution_for(Fans) const { return *this; }
  /// Normal::summary().
  template <class Scalar>
  [[nodiscard]] Summary summary() const {
    return Normal{mean, std}.template summary<Scalar>();
  }
};

/// The distribution of the values times a factor.
inline normal operator*(const normal& values, double factor) {
  return {values.mean * factor, values.std * std::abs(factor)};
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
