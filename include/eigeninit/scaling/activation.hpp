// Nonlinearities, by name.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/sentence.hpp"

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

  /// The function itself, of any z. By the C library's functions, whose last bits may differ from
  /// machine to machine.
  [[nodiscard]] double operator()(double z) const;

  /// Which one this is.
  constexpr Kind kind() const noexcept { return kind_; }
  /// leaky_relu's slope below 0; 0 for the others.
  constexpr double slope() const noexcept { return slope_; }

 private:
  constexpr Activation(Kind kind, double slope = 0) : kind_(kind), slope_(slope) {}

  static double logistic(double z) { return 1 / (1 + std::exp(-z)); }
  /// Without overflow for large z.
  static double soft_plus(double z) {
    return (z > 0 ? z : 0) + std::log1p(std::exp(-std::fabs(z)));
  }

  Kind kind_;
  double slope_;
};

inline double Activation::operator()(double z) const {
  switch (kind_) {
    case Kind::linear: return z;
    case Kind::sigmoid: return logistic(z);
    case Kind::tanh: return std::tanh(z);
    case Kind::relu: return z > 0 ? z : 0;
    case Kind::leaky_relu: return z > 0 ? z : slope_ * z;
    case Kind::selu: {
      constexpr double scale = 1.0507009873554804934, alpha = 1.6732632423543772848;
      return scale * (z > 0 ? z : alpha * std::expm1(z));
    }
    case Kind::gelu: return z / 2 * std::erfc(-z * 0.70710678118654752);
    case Kind::gelu_tanh: {
      constexpr double root = 0.79788456080286535588;  // √(2/π)
      return z / 2 * (1 + std::tanh(root * (z + 0.044715 * z * z * z)));
    }
    case Kind::silu: return z * logistic(z);
    case Kind::mish: return z * std::tanh(soft_plus(z));
    case Kind::elu: return z > 0 ? z : std::expm1(z);
    case Kind::hardswish: return z <= -3 ? 0 : z >= 3 ? z : z * (z + 3) / 6;
    case Kind::softplus: return soft_plus(z);
    case Kind::softsign: return z / (1 + std::fabs(z));
    default: return z > 0 ? z * z : 0;  // relu_squared
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
