// Any engine of the standard library in a generator's place: it gives one key of 64 bits for each
// fill, and the numbers come from the stream of that key.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "../abi/abi.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class T, class = void>
struct is_engine : std::false_type {};
/// A uniform random bit generator: std::mt19937, std::random_device, pcg32, …
template <class T>
struct is_engine<
    T, std::void_t<decltype((T::min)()), decltype((T::max)()), decltype(std::declval<T&>()())>>
    : std::is_unsigned<decltype(std::declval<T&>()())> {};

/// 64 random bits, the same from an engine on every platform: whole words of as many bits as the
/// engine's range holds, low bits first, each without bias.
template <class Engine>
std::uint64_t draw_key(Engine& engine) {
  constexpr std::uint64_t range = std::uint64_t((Engine::max)()) - std::uint64_t((Engine::min)());
  constexpr int bits = [] {
    int count = 0;
    while (count < 64 && (range >> count) != 0) ++count;
    // `range` is the number of values less one: all `count` bits are usable only where it is all
    // ones.
    return count == 64 || range == (std::uint64_t(1) << count) - 1 ? count : count - 1;
  }();
  static_assert(bits > 0, "eigeninit: this engine's range is too small to draw a key from.");
  constexpr std::uint64_t mask = bits == 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << bits) - 1;
  std::uint64_t key = 0;
  for (int filled = 0; filled < 64;) {
    const std::uint64_t value = std::uint64_t(engine()) - std::uint64_t((Engine::min)());
    if (value > mask) continue;
    key |= value << filled;
    filled += bits;
  }
  return key;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
