// Networks of sines.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../numeric/strict.hpp"
#include "../scaling/fans.hpp"
#include "algorithm/call.hpp"
#include "algorithm/scheme.hpp"
#include "initializer.hpp"
#include "uniform.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Sitzmann et al. 2020, arXiv:2006.09661: for networks of sin(omega · (Wx + b)). U(-b, b) with
/// b = 1 / fan_in in the first layer and b = √(6 / fan_in) / omega in all others.
struct [[nodiscard]] siren {
  double omega = 30;                 ///< the factor in the sine
  bool first = false;                ///< whether this is the network's first layer
  Layout layout = Layout::out_in();  ///< how the weight's axes are read

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
  /// U(-b, b). Throws std::invalid_argument unless omega is finite and above 0, and for a fan below
  /// 1.
  [[nodiscard]] uniform distribution_for(Fans fans) const {
    if (!internal::is_finite(omega) || !(omega > 0)) {
      internal::refuse("siren: omega is ", omega, "; pass a finite number above 0");
    }
    const double fan_in = fan(fans, FanMode::fan_in);
    const double bound = first ? 1 / fan_in : std::sqrt(6 / fan_in) / omega;
    return {-bound, bound};
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
