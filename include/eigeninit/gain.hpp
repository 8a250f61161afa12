// The one gain table: by how much a layer's weights are widened for the nonlinearity that follows.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "error.hpp"
#include "pinned.hpp"

namespace eigeninit {

/// A nonlinearity, as far as the choice of starting weights depends on it.
class Activation {
 public:
  enum class Kind { linear, sigmoid, tanh, relu, leaky_relu, selu };

  static constexpr Activation linear() { return {Kind::linear}; }
  static constexpr Activation sigmoid() { return {Kind::sigmoid}; }
  static constexpr Activation tanh() { return {Kind::tanh}; }
  static constexpr Activation relu() { return {Kind::relu}; }
  /// x for x ≥ 0 and slope · x below.
  static constexpr Activation leaky_relu(double slope = 0.01) { return {Kind::leaky_relu, slope}; }
  static constexpr Activation selu() { return {Kind::selu}; }

  constexpr Kind kind() const noexcept { return kind_; }
  constexpr double slope() const noexcept { return slope_; }

 private:
  constexpr Activation(Kind kind, double slope = 0) : kind_(kind), slope_(slope) {}

  Kind kind_;
  double slope_;
};

EIGENINIT_PINNED_BEGIN

/// The gain that PyTorch's calculate_gain gives, in the same order of operations.
/// Throws std::invalid_argument for a leaky_relu slope whose square is not finite.
inline double gain(const Activation& nonlinearity) {
  switch (nonlinearity.kind()) {
    case Activation::Kind::linear:
    case Activation::Kind::sigmoid: return 1;            // PyTorch's convention; neither is derived
    case Activation::Kind::tanh: return 5.0 / 3;         // PyTorch's convention
    case Activation::Kind::relu: return std::sqrt(2.0);  // He et al. 2015, arXiv:1502.01852, eq. 10
    case Activation::Kind::leaky_relu: {                 // He et al. 2015, eq. 15
      const double slope = nonlinearity.slope();
      if (!is_finite(slope * slope)) {
        error::refuse("gain: leaky_relu's slope is ", slope,
                      "; pass a number whose square is finite");
      }
      return std::sqrt(2.0 / (1 + product(slope, slope)));
    }
    case Activation::Kind::selu: return 3.0 / 4;  // PyTorch's choice: steadier than the exact 1
  }
  error::refuse("gain: there is no activation ", int(nonlinearity.kind()),
                "; make one with Activation's functions");
}

EIGENINIT_PINNED_END

}  // namespace eigeninit
