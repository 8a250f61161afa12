// The hash of a name: the number of its stream.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "../abi/abi.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// FNV-1a of 64 bits.
constexpr std::uint64_t hash_of(std::string_view name) noexcept {
  std::uint64_t hash = 14695981039346656037u;
  for (const char letter : name) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
  }
  return hash;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
