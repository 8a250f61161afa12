// What PyTorch's layers start with.
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

/// What PyTorch's nn.Linear and nn.Conv start with: U(-b, b) with b = 1 / √fan_in, for the weight
/// and, given the weight's fans, for the bias: torch_default{}(bias, fans(weight), rng). The same
/// distribution as PyTorch's kaiming_uniform_(a=√5), without the detour.
struct [[nodiscard]] torch_default {
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
  /// U(-b, b). Throws std::invalid_argument for a fan below 1.
  [[nodiscard]] static uniform distribution_for(Fans fans) {
    const double bound = 1 / std::sqrt(fan(fans, FanMode::fan_in));
    return {-bound, bound};
  }
};

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
