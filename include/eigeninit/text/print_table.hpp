// A table on a stream, which may be a terminal that shows colours.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "table.hpp"
#include "terminal.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Prints a table that has a row for each of `rows`: in red, on a terminal that has colours, those
/// that is_marked(row) names.
template <class Rows, class IsMarked>
std::ostream& print(std::ostream& out, const Table& table, const Rows& rows,
                    const IsMarked& is_marked) {
  constexpr std::size_t width = 120;
  const Terminal terminal = terminal_of(out);
  std::string text = table.print(width, terminal.is_terminal);
  if (!terminal.colours) return out << text;
  std::size_t begin = text.find('\n', text.find('\n') + 1) + 1;  // behind titles and line
  for (const auto& row : rows) {
    const std::size_t end = text.find('\n', begin);
    if (is_marked(row)) {
      text.insert(end, "\033[0m").insert(begin, "\033[31m");
    }
    begin = text.find('\n', begin) + 1;
  }
  return out << text;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
