// What will become of one parameter.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "../distributions/summary.hpp"
#include "../scaling/fans.hpp"
#include "../tensor/any_view.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// What will become of one parameter.
struct PlannedParameter {
  /// What is done with it.
  enum class Action {
    fill,
    keep,  ///< a rule says so
    skip   ///< Plan::skip() says so
  };

  std::string name;               ///< as it was added
  std::vector<std::string> ties;  ///< its other names
  std::vector<Index> shape;       ///< its extents; of a shard those of the whole tensor
  ScalarType scalar;              ///< of its elements
  Index elements;                 ///< how many are here
  std::size_t bytes;              ///< of these
  /// The bytes of the whole tensor, where its initializer can make no part alone: who fills a part
  /// of it, or writes it to a file, makes all of it in memory of this size. Otherwise 0.
  std::size_t makes_whole;
  bool is_declared;          ///< whether it has no memory
  Action action;             ///< what is done with it
  std::string rule;          ///< the pattern that matched
  std::string initializer;   ///< what fills it, as it is written in rules
  std::optional<Fans> fans;  ///< where it has two axes or more; of one part where it is packed
  std::optional<Summary> expected;  ///< mean, standard deviation, bounds, where they are known
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
