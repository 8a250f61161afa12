// Glorot and Bengio's scheme.
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

/// Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
/// networks": std = gain · √(2 / (fan_in + fan_out)), a compromise between steady activations and
/// steady gradients. For tanh, sigmoid and linear layers.
template <class Distribution>
struct [[nodiscard]] xavier {
  double gain = 1;                   ///< of the nonlinearity that follows
  Layout layout = Layout::out_in();  ///< how the weight's axes are read

  /// The standard deviation for these fans. Throws std::invalid_argument for a gain that is
  /// negative or not finite, and for a fan below 1.
  [[nodiscard]] EIGENINIT_STRICT_RESULT double std_for(Fans fans) const {
    internal::require_gain("xavier", gain);
    return gain * std::sqrt(1 / fan(fans, FanMode::fan_avg));
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
xavier(Settings...) -> xavier<internal::NoDistribution<Settings...>>;

/// xavier over uniform values.
using xavier_uniform = xavier<uniform>;
/// xavier over normal values.
using xavier_normal = xavier<normal>;
/// xavier_uniform.
using glorot_uniform = xavier_uniform;
/// xavier_normal.
using glorot_normal = xavier_normal;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
