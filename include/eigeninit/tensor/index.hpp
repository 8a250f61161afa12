// The type of extents and strides.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>

#include "../abi/abi.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

using Eigen::Index;

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

/// How many axes a tensor has at most.
inline constexpr std::size_t max_rank = 8;

}  // namespace EIGENINIT_ABI
}  // namespace internal
}  // namespace eigeninit
