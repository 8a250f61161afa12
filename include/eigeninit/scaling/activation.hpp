// Nonlinearities, by name.
//
// SPDX-License-Identifier: MIT
#pragma once

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

  /// Which one this is.
  constexpr Kind kind() const noexcept { return kind_; }
  /// leaky_relu's slope below 0; 0 for the others.
  constexpr double slope() const noexcept { return slope_; }

 private:
  constexpr Activation(Kind kind, double slope = 0) : kind_(kind), slope_(slope) {}

  Kind kind_;
  double slope_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
