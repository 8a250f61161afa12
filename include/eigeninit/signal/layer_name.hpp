// Which name of a layer and which name of a parameter belong together.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "../abi/abi.hpp"

namespace eigeninit::internal::signal {
inline namespace EIGENINIT_ABI {

/// "fc1" of the parameter "fc1.weight". A parameter whose name has no dots is a layer itself.
inline std::string_view layer_of(std::string_view parameter) {
  return parameter.substr(0, parameter.rfind('.'));
}

/// Whether a recorded name is that of a parameter, or of the layer that has it.
inline bool is_name_of_parameter(std::string_view recorded, std::string_view parameter) {
  return recorded == parameter || recorded == layer_of(parameter);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::signal
