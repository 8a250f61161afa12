// The one gain table: by how much a layer's weights are widened for the nonlinearity that follows.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>

#include "error.hpp"
#include "gaussian_moment.hpp"
#include "pinned.hpp"
#include "wrong_call.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A nonlinearity, as far as the choice of starting weights depends on it.
class Activation {
 public:
  enum class Kind {
    linear,
    sigmoid,
    tanh,
    relu,
    leaky_relu,
    selu,
    gelu,
    gelu_tanh,
    silu,
    mish,
    elu,
    hardswish,
    softplus,
    softsign,
    relu_squared
  };

  static constexpr Activation linear() { return {Kind::linear}; }
  static constexpr Activation sigmoid() { return {Kind::sigmoid}; }
  static constexpr Activation tanh() { return {Kind::tanh}; }
  static constexpr Activation relu() { return {Kind::relu}; }
  /// x for x ≥ 0 and slope · x below.
  static constexpr Activation leaky_relu(double slope = 0.01) { return {Kind::leaky_relu, slope}; }
  static constexpr Activation selu() { return {Kind::selu}; }
  /// x · Φ(x).
  static constexpr Activation gelu() { return {Kind::gelu}; }
  /// Its approximation x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
  static constexpr Activation gelu_tanh() { return {Kind::gelu_tanh}; }
  /// x · sigmoid(x), also called swish.
  static constexpr Activation silu() { return {Kind::silu}; }
  /// x · tanh(softplus(x)).
  static constexpr Activation mish() { return {Kind::mish}; }
  /// x for x ≥ 0 and eˣ − 1 below.
  static constexpr Activation elu() { return {Kind::elu}; }
  /// x · min(max(x + 3, 0), 6) / 6.
  static constexpr Activation hardswish() { return {Kind::hardswish}; }
  /// ln(1 + eˣ).
  static constexpr Activation softplus() { return {Kind::softplus}; }
  /// x / (1 + |x|).
  static constexpr Activation softsign() { return {Kind::softsign}; }
  /// max(x, 0)².
  static constexpr Activation relu_squared() { return {Kind::relu_squared}; }

  /// Does not compile: a tensor stands where kaiming's settings do. `noexcept` is asked as soon as
  /// the conversion is chosen, so that its sentence comes before other errors.
  template <class Tensor, class = typename Tensor::StorageKind>
  constexpr Activation(const Tensor&) noexcept(wrong_call::refuse_setting<Tensor>());

  constexpr Kind kind() const noexcept { return kind_; }
  constexpr double slope() const noexcept { return slope_; }

 private:
  constexpr Activation(Kind kind, double slope = 0) : kind_(kind), slope_(slope) {}

  Kind kind_;
  double slope_;
};

EIGENINIT_PINNED_BEGIN

/// The rule for a gain of random weights, in the name of who has it: finite, and 0 or more. A sign
/// would say nothing, where both are as likely.
inline void require_gain(const char* name, double gain) {
  if (!is_finite(gain) || gain < 0) {
    error::refuse(name, ": gain is ", gain, "; pass a finite number of 0 or more");
  }
}

/// 1/√E[f(z)²] for z ~ N(0, 1): the gain that keeps the second moment of a signal at 1.
/// Throws std::invalid_argument for a leaky_relu slope whose square is not finite.
EIGENINIT_PINNED_RESULT inline double exact_gain(const Activation& nonlinearity) {
  switch (nonlinearity.kind()) {
    case Activation::Kind::linear: return 1;
    case Activation::Kind::relu: return std::sqrt(2.0);  // He et al. 2015, arXiv:1502.01852, eq. 10
    case Activation::Kind::leaky_relu: {                 // He et al. 2015, eq. 15
      const double slope = nonlinearity.slope();
      if (!is_finite(slope * slope)) {
        error::refuse("gain: leaky_relu's slope is ", slope,
                      "; pass a number whose square is finite");
      }
      return std::sqrt(2.0 / (1 + product(slope, slope)));
    }
    // The fixed point that Klambauer et al. 2017, arXiv:1706.02515, chose its constants for.
    case Activation::Kind::selu: return 1;
    // By quadrature to 40 digits.
    case Activation::Kind::sigmoid: return 1.8462285453386054;
    case Activation::Kind::tanh: return 1.5925374197228314;
    case Activation::Kind::gelu: return 1.5335304411955352;
    case Activation::Kind::gelu_tanh: return 1.5335805216661469;
    case Activation::Kind::silu: return 1.6765324703310911;
    case Activation::Kind::mish: return 1.4868475812732081;
    case Activation::Kind::elu: return 1.2451983007007066;
    case Activation::Kind::hardswish: return 1.7366572127665416;
    case Activation::Kind::softplus: return 1.0418668355353017;
    case Activation::Kind::softsign: return 2.3375333631085399;
    case Activation::Kind::relu_squared: return 0.81649658092772603;  // √(2/3)
  }
  error::refuse("gain: there is no activation ", int(nonlinearity.kind()),
                "; make one with Activation's functions");
}

/// The gain that PyTorch's calculate_gain gives, in the same order of operations; exact_gain() for
/// the nonlinearities that it refuses.
/// Throws std::invalid_argument for a leaky_relu slope whose square is not finite.
EIGENINIT_PINNED_RESULT inline double gain(const Activation& nonlinearity) {
  switch (nonlinearity.kind()) {
    case Activation::Kind::sigmoid: return 1;     // PyTorch's convention, not derived
    case Activation::Kind::tanh: return 5.0 / 3;  // PyTorch's convention
    case Activation::Kind::selu: return 3.0 / 4;  // PyTorch's choice: steadier than the exact 1
    default: return exact_gain(nonlinearity);
  }
}

/// The exact gain of any function of a double: gain([](double z) { return std::sin(z); }).
///
/// Some milliseconds, a tenth of a second for functions that oscillate; for its accuracy see
/// gaussian_moment::second_moment. The same bits everywhere as far as the function gives them.
/// Throws std::invalid_argument where the second moment is 0, infinite or NaN.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
EIGENINIT_PINNED_RESULT double gain(const Function& nonlinearity) {
  const double moment = gaussian_moment::second_moment(nonlinearity);
  if (!is_finite(moment) || moment == 0) {
    error::refuse("gain: for z ~ N(0, 1) the function has E[f(z)²] = ", moment,
                  "; pass one for which it is finite and not 0");
  }
  return 1 / std::sqrt(moment);
}

EIGENINIT_PINNED_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
