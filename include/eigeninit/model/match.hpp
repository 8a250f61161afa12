// What a rule that is a function is told of the parameter that it matched.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../numeric/error.hpp"
#include "../tensor/index.hpp"
#include "pattern/pattern.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// A parameter and the numbers that a pattern took from its name.
class Match {
 public:
  /// Of a parameter of this name and these extents.
  Match(std::string_view name, const std::vector<Index>& shape) : name_(name), shape_(shape) {}

  /// The parameter's name.
  [[nodiscard]] std::string_view name() const noexcept { return name_; }

  /// Its extents; of a shard those of the whole tensor.
  [[nodiscard]] const std::vector<Index>& shape() const noexcept { return shape_; }

  /// The number that stands in the name where the pattern has {capture}: of "blocks.{layer}.*" and
  /// "blocks.7.bias" m["layer"] is 7. Throws std::invalid_argument where the pattern has none of
  /// that name.
  [[nodiscard]] Index operator[](std::string_view capture) const {
    for (const auto& [name, number] : captures_) {
      if (name == capture) return number;
    }
    internal::refuse("rules: the pattern that matched '", std::string(name_), "' has no {",
                     std::string(capture), "}; take a number's name that stands in the pattern");
  }

  /// For rules.
  [[nodiscard]] internal::pattern::Captures& captures() noexcept { return captures_; }

 private:
  std::string_view name_;
  const std::vector<Index>& shape_;
  internal::pattern::Captures captures_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
