// LeCun's scheme.
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

/// LeCun et al. 1998, "Efficient BackProp": std = 1 / √fan_in. What selu needs to normalise itself
/// (Klambauer et al. 2017, arXiv:1706.02515).
template <class Distribution>
struct [[nodiscard]] lecun {
  Layout layout = Layout::out_in();  ///< how the weight's axes are read

  /// The standard deviation for these fans. Throws std::invalid_argument for a fan below 1.
  [[nodiscard]] EIGENINIT_STRICT_RESULT double std_for(Fans fans) const {
    return 1 / std::sqrt(fan(fans, FanMode::fan_in));
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
lecun(Settings...) -> lecun<internal::NoDistribution<Settings...>>;

/// lecun over uniform values.
using lecun_uniform = lecun<uniform>;
/// lecun over normal values.
using lecun_normal = lecun<normal>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
