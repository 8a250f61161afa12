// What is expected of values, asked of a distribution whose scalar is known when the program runs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "../distributions/summary.hpp"
#include "../tensor/any_view.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class Distribution, class = void>
struct has_summary : std::false_type {};
template <class Distribution>
struct has_summary<
    Distribution,
    std::void_t<decltype(std::declval<const Distribution&>().template summary<float>())>>
    : std::true_type {};

template <class Distribution, class = void>
struct has_expected : std::false_type {};
/// One that is asked with a scalar that is known when the program runs.
template <class Distribution>
struct has_expected<Distribution, std::void_t<decltype(std::declval<const Distribution&>().expected(
                                      std::declval<ScalarType>()))>> : std::true_type {};

/// The summary of a distribution in a scalar, where there is one.
template <class Distribution>
std::optional<Summary> expected_of(const Distribution& distribution, ScalarType type) {
  if constexpr (has_expected<Distribution>::value) {
    return distribution.expected(type);
  } else if constexpr (has_summary<Distribution>::value) {
    return with_scalar(type, [&](auto scalar) -> std::optional<Summary> {
      return distribution.template summary<typename decltype(scalar)::Type>();
    });
  } else {
    return std::nullopt;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
