// Variance scale / fan: the one rule behind Xavier's, Kaiming's and LeCun's schemes.
//
// A scheme is its settings and one formula, for a standard deviation. A distribution fits into it
// where it has a static with_std(double) and is an initializer, that is, can be called with
// (tensor, source); a user's own changes elements by transform().
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/strict.hpp"
#include "../scaling/fans.hpp"
#include "algorithm/call.hpp"
#include "algorithm/scheme.hpp"
#include "initializer.hpp"
#include "normal.hpp"
#include "uniform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Variance scale / fan, as JAX and Keras name it.
template <class Distribution>
struct [[nodiscard]] variance_scaling {
  double scale = 1;                  ///< of the variance
  FanMode mode = FanMode::fan_in;    ///< what it is divided by
  Layout layout = Layout::out_in();  ///< how the weight's axes are read

  /// The standard deviation for these fans. Throws std::invalid_argument for a scale that is
  /// negative or not finite, and for a fan below 1.
  [[nodiscard]] EIGENINIT_STRICT_RESULT double std_for(Fans fans) const {
    if (!internal::is_finite(scale) || scale < 0) {
      internal::refuse("variance_scaling: scale is ", scale, "; pass a finite number of 0 or more");
    }
    return std::sqrt(scale / fan(fans, mode));
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
variance_scaling(Settings...) -> variance_scaling<internal::NoDistribution<Settings...>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
