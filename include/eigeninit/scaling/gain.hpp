// The one gain table: by how much a layer's weights are widened for the nonlinearity that follows.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "activation.hpp"
#include "gaussian_moment.hpp"
#include "signal_moments.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// The rule for a gain of random weights, in the name of who has it: finite, and 0 or more. A sign
/// would say nothing, where both are as likely.
inline void require_gain(const char* name, double gain) {
  if (!is_finite(gain) || gain < 0) {
    refuse(name, ": gain is ", gain, "; pass a finite number of 0 or more");
  }
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// 1/√E[f(z)²] for z ~ N(0, 1): the gain that keeps the second moment of a signal at 1.
/// Throws std::invalid_argument for a leaky_relu slope whose square is not finite.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double exact_gain(const Activation& nonlinearity) {
  switch (nonlinearity.kind()) {
    case Activation::Kind::linear: return 1;
    case Activation::Kind::relu: return std::sqrt(2.0);  // He et al. 2015, arXiv:1502.01852, eq. 10
    case Activation::Kind::leaky_relu: {                 // He et al. 2015, eq. 15
      const double slope = nonlinearity.slope();
      if (!internal::is_finite(slope * slope)) {
        internal::refuse("gain: leaky_relu's slope is ", slope,
                         "; pass a number whose square is finite");
      }
      return std::sqrt(2.0 / (1 + internal::product(slope, slope)));
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
  internal::refuse("gain: there is no activation ", int(nonlinearity.kind()),
                   "; make one with Activation's functions");
}

/// The gain that PyTorch's calculate_gain gives, in the same order of operations; exact_gain() for
/// the nonlinearities that it refuses.
/// Throws std::invalid_argument for a leaky_relu slope whose square is not finite.
[[nodiscard]] EIGENINIT_STRICT_RESULT inline double gain(const Activation& nonlinearity) {
  switch (nonlinearity.kind()) {
    case Activation::Kind::sigmoid: return 1;     // PyTorch's convention, not derived
    case Activation::Kind::tanh: return 5.0 / 3;  // PyTorch's convention
    case Activation::Kind::selu: return 3.0 / 4;  // PyTorch's choice: steadier than the exact 1
    default: return exact_gain(nonlinearity);
  }
}

/// The exact gain of any function of a double: gain([](double z) { return std::sin(z); }).
///
/// Some milliseconds, a tenth of a second for functions that oscillate; its accuracy is
/// that of gaussian_moment.hpp. The same bits everywhere as far as the function gives them.
/// Throws std::invalid_argument where the second moment is 0, infinite or NaN.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] EIGENINIT_STRICT_RESULT double gain(const Function& nonlinearity) {
  const double moment = internal::gaussian_moment::second_moment(nonlinearity);
  if (!internal::is_finite(moment) || moment == 0) {
    internal::refuse("gain: for z ~ N(0, 1) the function has E[f(z)²] = ", moment,
                     "; pass one for which it is finite and not 0");
  }
  return 1 / std::sqrt(moment);
}

/// The exact gain for a signal z ~ N(0, input_std²) before the nonlinearity, a function of a double
/// or an Activation: input_std / √E[f(z)²]. Weights of the std gain / √fan_in give a signal of the
/// same strength again. ReLU's is √2 at any input_std from 1e-140 to 1e140. gain(f, 1) is gain(f),
/// and of an Activation exact_gain() to 1e-13, not PyTorch's convention.
///
/// Costs what gain(f) does. Throws std::invalid_argument for an input_std that is not finite or not
/// above 0, and where the second moment is 0, infinite or NaN.
template <class Function,
          std::enable_if_t<std::is_invocable_r_v<double, const Function&, double>, int> = 0>
[[nodiscard]] EIGENINIT_STRICT_RESULT double gain(const Function& nonlinearity, double input_std) {
  if (!internal::is_finite(input_std) || !(input_std > 0)) {
    internal::refuse("gain: input_std is ", input_std, "; pass a finite number above 0");
  }
  const double moment =
      internal::signal_moment(nonlinearity, internal::product(input_std, input_std));
  if (!internal::is_finite(moment) || moment == 0) {
    internal::refuse("gain: for z ~ N(0, ", input_std, "²) the function has E[f(z)²] = ", moment,
                     "; pass one for which it is finite and not 0");
  }
  return input_std / std::sqrt(moment);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
