// Philox4x32-10: four random words as a pure function of a counter and a key.
//
// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The words and
// their order are those of Random123 and of C++26's std::philox4x32. There is no state: the words
// at any place of a stream cost the same.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "../abi/abi.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

namespace philox_constant {
inline constexpr std::uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57};
inline constexpr std::uint32_t weyl[2] = {0x9E3779B9, 0xBB67AE85};  // added to the key each round
inline constexpr int rounds = 10;
}  // namespace philox_constant

constexpr std::uint32_t low_word(std::uint64_t value) noexcept { return std::uint32_t(value); }
constexpr std::uint32_t high_word(std::uint64_t value) noexcept {
  return std::uint32_t(value >> 32);
}
constexpr std::uint64_t join_words(std::uint32_t low, std::uint32_t high) noexcept {
  return std::uint64_t(high) << 32 | low;
}

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Four words that number a block.
using PhiloxCounter = std::array<std::uint32_t, 4>;
/// Two words that choose the stream.
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Four words, each uniform over all 2³² values.
[[nodiscard]] constexpr PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) noexcept {
  using namespace internal::philox_constant;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t even = std::uint64_t(multiplier[0]) * counter[0];
    const std::uint64_t odd = std::uint64_t(multiplier[1]) * counter[2];
    counter = {std::uint32_t(odd >> 32) ^ counter[1] ^ key[0], std::uint32_t(odd),
               std::uint32_t(even >> 32) ^ counter[3] ^ key[1], std::uint32_t(even)};
    key = {key[0] + weyl[0], key[1] + weyl[1]};
  }
  return counter;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
