// He's scheme.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/strict.hpp"
#include "../scaling/fans.hpp"
#include "../scaling/gain.hpp"
#include "algorithm/call.hpp"
#include "algorithm/scheme.hpp"
#include "initializer.hpp"
#include "normal.hpp"
#include "uniform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// He et al. 2015, arXiv:1502.01852: std = gain / √fan, which keeps the variance of activations
/// (fan_in) or of gradients (fan_out) from layer to layer behind rectifiers. The default
/// nonlinearity is leaky_relu(0), that is ReLU: std = √(2 / fan_in).
template <class Distribution>
struct [[nodiscard]] kaiming {
  Activation nonlinearity = Activation::leaky_relu(0);  ///< what follows the layer
  FanMode mode = FanMode::fan_in;                       ///< what the variance is divided by
  Layout layout = Layout::out_in();                     ///< how the weight's axes are read

  /// The standard deviation for these fans, in PyTorch's order of operations. Throws
  /// std::invalid_argument for a slope that is not finite, and for a fan below 1.
  [[nodiscard]] EIGENINIT_STRICT_RESULT double std_for(Fans fans) const {
    return gain(nonlinearity) / std::sqrt(fan(fans, mode));
  }

  /// Fills a weight of rank 2 or more by the fans of its shape.
  template <class Tensor, class Source,
            internal::IfDraws<Tensor, Source, internal::Ranks::fans> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    const auto target = view(w);
    distribution_for(internal::shape_fans(target, layout))(target, source);
  }

  /// Fills a weight of any rank by these fans; its shape is not asked.
  template <class Tensor, class Source, internal::IfDraws<Tensor, Source> = 0>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    distribution_for(fans)(w, source);
  }

  EIGENINIT_WRONG_CALLS_OF_DRAWING(fans, any)

  /// See initializer.hpp.
  [[nodiscard]] Description describe() const { return {layout}; }
  /// The distribution of this standard deviation.
  [[nodiscard]] Distribution distribution_for(Fans fans) const {
    return Distribution::with_std(std_for(fans));
  }
};

EIGENINIT_STRICT_END

/// Does not compile: a distribution is missing.
template <class... Settings>
kaiming(Settings...) -> kaiming<internal::NoDistribution<Settings...>>;

/// kaiming over uniform values.
using kaiming_uniform = kaiming<uniform>;
/// kaiming over normal values.
using kaiming_normal = kaiming<normal>;
/// kaiming_uniform.
using he_uniform = kaiming_uniform;
/// kaiming_normal.
using he_normal = kaiming_normal;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
