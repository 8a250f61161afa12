// Patterns as they stand in the text of rules.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "../../abi/abi.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// What ends a pattern that is not quoted.
inline bool ends_pattern(char c) {
  return is_blank(c) || c == '\n' || c == ';' || c == ',' || c == '=' || c == '#';
}

/// A pattern as text from which it is read again, between " where that is needed.
inline std::string text_of_pattern(std::string_view glob) {
  bool is_plain = !glob.empty() && glob != "keep" && glob != "otherwise" && glob[0] != '"' &&
                  glob[0] != '\xef';  // which may begin a byte order mark
  std::string between = "\"";
  for (std::size_t i = 0; i < glob.size(); ++i) {
    if (glob[i] == '\\' && i + 1 < glob.size()) {
      between += glob[i++];
    } else {
      is_plain = is_plain && !ends_pattern(glob[i]);
      if (glob[i] == '"') between += '\\';
    }
    between += glob[i];
  }
  return is_plain ? std::string(glob) : between + '"';
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
