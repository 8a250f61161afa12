// Numbers that several models' rules are made of.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "../initializers/uniform.hpp"
#include "../numeric/strict.hpp"
#include "../scaling/factors.hpp"
#include "../tensor/index.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

[[nodiscard]] EIGENINIT_STRICT_RESULT inline double inverse_root(double x) {
  return 1 / std::sqrt(x);
}

/// What PyTorch's nn.Linear of so many inputs gives its bias. The bias alone does not tell them.
[[nodiscard]] inline uniform torch_bias(const char* preset, const char* what, Index inputs) {
  const double bound = inverse_root(counted(preset, what, inputs));
  return {-bound, bound};
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
