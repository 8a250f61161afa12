// Which name of a layer and which name of a parameter belong together.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "../abi/abi.hpp"

namespace eigeninit::internal::signal {
inline namespace EIGENINIT_ABI {

/// "fc1" of the parameter "fc1.weight". A parameter whose name has no dots is a layer itself.
inline std::string_view layer_of(std::string_view parameter) {
  return parameter.substr(0, parameter.rfind('.'));
}

/// The names of what has one, which must outlive them.
template <class Named>
std::vector<std::string_view> names_of(const std::vector<Named>& things) {
  std::vector<std::string_view> names;
  names.reserve(things.size());
  for (const Named& thing : things) names.push_back(thing.name);
  return names;
}

/// Which of these parameters a recorded name means: the one that has the name, else those of the
/// layer that has it.
template <class Name>
std::vector<std::size_t> parameters_of(std::string_view recorded,
                                       const std::vector<Name>& parameters) {
  std::vector<std::size_t> of_layer;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i] == recorded) return {i};
    if (layer_of(parameters[i]) == recorded) of_layer.push_back(i);
  }
  return of_layer;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::signal
