// A rule for residual branches, by the number of their layer.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "../initializers/scaled.hpp"
#include "../scaling/factors.hpp"
#include "match.hpp"
#include "syntax/text_of.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The values of `base` times depth_factor(layer), where the pattern takes the layer's number from
/// the name: on("blocks.{layer}.*.proj.weight", depth_scaled{normal{0, 0.02}}).
template <class Base>
struct depth_scaled {
  Base base = {};                 ///< of every layer
  std::string capture = "layer";  ///< the number's name in the pattern

  /// The initializer of a layer.
  [[nodiscard]] scaled<Base> operator()(const Match& match) const {
    return {base, depth_factor(match[capture])};
  }

  /// As it is written in rules.
  [[nodiscard]] std::string to_string() const {
    return "scaled(" + internal::text_of(base) + ", depth_factor(" + capture + "))";
  }
};

/// The type of the base follows from it.
template <class Base>
depth_scaled(Base) -> depth_scaled<Base>;
/// The same with a name.
template <class Base>
depth_scaled(Base, const char*) -> depth_scaled<Base>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
