// What all schemes that divide by fans need.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "../../numeric/error.hpp"
#include "../../scaling/fans.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The fans of a weight's shape. Never 0: a tensor without elements has no variance to choose, yet
/// settings are checked and the source has to count the fill.
template <class View>
Fans shape_fans(const View& weight, const Layout& layout) {
  const Fans shape = fans(weight, layout);
  return {(std::max)(shape.in, Index(1)), (std::max)(shape.out, Index(1))};
}

/// The distribution of a scheme that was written without one: variance_scaling{2.0}.
template <class... Settings>
struct NoDistribution {
  static_assert(never<Settings...>,
                "eigeninit: a scheme needs a distribution. Name it, variance_scaling<normal>{2}, "
                "or take a scheme that has one, kaiming_normal{}.");
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
