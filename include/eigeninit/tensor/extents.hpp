// Products of extents, which may be more than their type holds.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include "../numeric/error.hpp"
#include "index.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The product of two extents, neither below 0. Throws std::invalid_argument where their type can't
/// hold it.
template <class Integer>
Integer multiply_extents(Integer a, Integer b) {
  constexpr Integer most = (std::numeric_limits<Integer>::max)();
  // A division takes longer than to fill a small weight.
  constexpr Integer half_as_wide = Integer(1) << (std::numeric_limits<Integer>::digits / 2);
  if (a < half_as_wide && b < half_as_wide) return a * b;
  if (b != 0 && a > most / b) {
    refuse("shape: extents of ", a, " times ", b, " exceed ", most, "; pass smaller ones");
  }
  return a * b;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
