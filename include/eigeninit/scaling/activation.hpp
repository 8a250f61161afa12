// Nonlinearities, by name, which are functions of a double, too.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include "../numeric/error.hpp"
#include "../numeric/sentence.hpp"
#include "../numeric/strict.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A nonlinearity, as far as the choice of starting weights depends on it.
class Activation {
 public:
  /// Which one.
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

  /// x.
  static constexpr Activation linear() { return {Kind::linear}; }
  /// 1 / (1 + e⁻ˣ).
  static constexpr Activation sigmoid() { return {Kind::sigmoid}; }
  /// The hyperbolic tangent.
  static constexpr Activation tanh() { return {Kind::tanh}; }
  /// max(x, 0).
  static constexpr Activation relu() { return {Kind::relu}; }
  /// x for x ≥ 0 and slope · x below.
  static constexpr Activation leaky_relu(double slope = 0.01) { return {Kind::leaky_relu, slope}; }
  /// The self-normalising one of Klambauer et al. 2017, arXiv:1706.02515.
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

  /// Does not compile: a tensor stands where the settings do.
  template <class Tensor, class = typename Tensor::StorageKind>
  EIGENINIT_SENTENCE(
      "eigeninit: braces hold the settings, parentheses take the tensor and the source: "
      "kaiming_normal{}(w, rng).")
  constexpr Activation(const Tensor&);

  /// Which one this is.
  constexpr Kind kind() const noexcept { return kind_; }
  /// leaky_relu's slope below 0; 0 for the others.
  constexpr double slope() const noexcept { return slope_; }

  /// The function itself, for a finite z of any size: no term overflows before the value does, and
  /// none cancels. By the C library, whose last bits may differ from another one. NaN
  /// for NaN.
  [[nodiscard]] EIGENINIT_STRICT_RESULT double operator()(double z) const;

 private:
  constexpr Activation(Kind kind, double slope = 0) : kind_(kind), slope_(slope) {}

  Kind kind_;
  double slope_;
};

EIGENINIT_STRICT_BEGIN

EIGENINIT_STRICT_RESULT inline double Activation::operator()(double z) const {
  // 1 / (1 + e⁻ˣ), without a large power of e.
  const auto sigmoid = [](double x) {
    const double power = std::exp(-std::abs(x));
    return (x < 0 ? power : 1) / (1 + power);
  };
  switch (kind_) {
    case Kind::linear: return z;
    case Kind::sigmoid: return sigmoid(z);
    case Kind::tanh: return std::tanh(z);
    case Kind::relu: return z < 0 ? 0 : z;
    case Kind::leaky_relu: return z < 0 ? slope_ * z : z;
    case Kind::selu: {  // the constants of Klambauer et al. 2017
      constexpr double scale = 1.0507009873554805, scale_alpha = 1.7580993408473769;
      return z < 0 ? scale_alpha * std::expm1(z) : scale * z;
    }
    case Kind::gelu: return z * std::erfc(-z * 0.70710678118654752) / 2;
    case Kind::gelu_tanh: {  // (1 + tanh(u)) / 2 is sigmoid(2u), which does not cancel
      constexpr double sqrt_eight_over_pi = 1.5957691216057308;
      return z * sigmoid(sqrt_eight_over_pi * (z + 0.044715 * z * z * z));
    }
    case Kind::silu: return z * sigmoid(z);
    case Kind::mish: {  // tanh(ln(1 + t)) = t(t + 2) / (t(t + 2) + 2); it is 1 for z > 20
      if (z > 20) return z;
      const double t = std::exp(z), ratio = t * (t + 2);
      return z * (ratio / (ratio + 2));
    }
    case Kind::elu: return z < 0 ? std::expm1(z) : z;
    case Kind::hardswish: return z * ((std::min)((std::max)(z + 3, 0.0), 6.0) / 6);
    case Kind::softplus: return (std::max)(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
    case Kind::softsign: return z / (1 + std::abs(z));
    case Kind::relu_squared: return z < 0 ? 0 : z * z;
  }
  internal::refuse("Activation: there is no activation ", int(kind_),
                   "; make one with Activation's functions");
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
