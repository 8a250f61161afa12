// Which argument of a call is meant for which of its parameters.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../pattern/nearest.hpp"
#include "scanner.hpp"
#include "syntax_tree.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

using Names = std::vector<std::string_view>;

/// "mean, std".
inline std::string list_of(const Names& names) {
  std::string result;
  for (const std::string_view name : names) {
    if (!result.empty()) result += ", ";
    result += name;
  }
  return result;
}

/// "; nearest: 'std'"; empty where none is near.
inline std::string nearest_of(std::string_view wanted, const Names& names) {
  constexpr std::size_t longest = 64;  // of a name that anybody meant
  const std::size_t most = (std::max)(std::size_t(1), wanted.size() / 3);
  const std::size_t best =
      wanted.size() > longest ? pattern::npos : pattern::nearest(wanted, names);
  if (best == pattern::npos || pattern::distance(wanted, names[best]) > most) return "";
  return "; nearest: " + in_quotes(names[best]);
}

/// The same; all, where none is near.
inline std::string proposal(std::string_view wanted, const Names& names) {
  const std::string nearest = nearest_of(wanted, names);
  return nearest.empty() ? "; there are " + list_of(names) : nearest;
}

/// Which of these names it is. Throws std::invalid_argument where it is none.
inline std::size_t choice(const Node& node, const std::string& what, const Names& names) {
  if (node.kind != Node::Kind::name) {
    fault(node.place, in_quotes(text_of_node(node)) + " is no " + what + "; pass one, such as " +
                          std::string(names.front()));
  }
  const auto found = std::find(names.begin(), names.end(), node.name);
  if (found == names.end()) {
    fault(node.place,
          "there is no " + what + " " + in_quotes(node.name) + proposal(node.name, names));
  }
  return std::size_t(found - names.begin());
}

/// The argument of each parameter of a call; null for one that is not given. Those before `first`
/// are not asked. Throws std::invalid_argument for an argument that has no parameter of its own.
inline std::vector<const Node*> arguments_of(const Node& call, const Names& parameters,
                                             std::size_t first = 0) {
  std::vector<const Node*> arguments(parameters.size(), nullptr);
  bool has_labels = false;
  for (std::size_t i = first; i < call.children.size(); ++i) {
    const Node& argument = call.children[i];
    const Place& place = argument.label.empty() ? argument.place : argument.label_place;
    std::size_t k = i - first;
    if (parameters.empty()) fault(place, call.name + " takes no settings; write " + call.name);
    if (!argument.label.empty()) {
      has_labels = true;
      const auto found = std::find(parameters.begin(), parameters.end(), argument.label);
      if (found == parameters.end()) {
        fault(place, call.name + " has no setting " + in_quotes(argument.label) +
                         proposal(argument.label, parameters));
      }
      k = std::size_t(found - parameters.begin());
    } else if (has_labels) {
      fault(place, "a setting without a name stands behind one with a name; name it too");
    } else if (k >= parameters.size()) {
      fault(place, "there are too many settings; " + call.name + " takes " + list_of(parameters));
    }
    if (arguments[k] != nullptr) {
      fault(place, std::string(parameters[k]) + " is given twice; give it once");
    }
    arguments[k] = &argument;
  }
  return arguments;
}

/// The same for a call of which the first `needed` parameters have no default.
inline std::vector<const Node*> arguments_of_function(const Node& call, const Names& parameters,
                                                      std::size_t needed) {
  std::vector<const Node*> arguments = arguments_of(call, parameters);
  for (std::size_t k = 0; k < needed; ++k) {
    if (arguments[k] != nullptr) continue;
    const Names all(parameters.begin(), parameters.begin() + std::ptrdiff_t(needed));
    fault(call.place, std::string(parameters[k]) + " is missing; write " + call.name + "(" +
                          list_of(all) + ")");
  }
  return arguments;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
