// Where in a text something stands, and how the text is refused there.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "../../numeric/error.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

struct Place {
  const char* text = "";   ///< what the text is: "rules"
  std::size_t line = 1;    ///< from 1 on
  std::size_t column = 1;  ///< in characters of UTF-8, from 1 on
};

[[noreturn]] inline void fault(const Place& place, const std::string& message) {
  refuse(place.text, ", line ", place.line, ", column ", place.column, ": ", message);
}

/// Calls what may refuse what stands at a place, and says where that is.
template <class Action>
auto at(const Place& place, const Action& action) {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    return action();
  } catch (const std::invalid_argument& refusal) {
    fault(place, refusal.what());
  }
#else
  static_cast<void>(place);
  return action();
#endif
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
