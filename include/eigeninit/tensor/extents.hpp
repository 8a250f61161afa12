// Extents of tensors: their type, how many there may be, and products of them, which may be more
// than their type holds.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <limits>

#include "../numeric/error.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

using Eigen::Index;

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

/// How many axes a tensor has at most.
inline constexpr std::size_t max_rank = 8;

/// The product of two extents, neither below 0. Throws std::invalid_argument where their type can't
/// hold it.
template <class Integer>
Integer multiply_extents(Integer a, Integer b) {
  constexpr Integer most = (std::numeric_limits<Integer>::max)();
  if (b != 0 && a > most / b) {
    refuse("shape: extents of ", a, " times ", b, " exceed ", most, "; pass smaller ones");
  }
  return a * b;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
