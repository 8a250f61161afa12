// Whether a stream is a terminal, whose width matters and which can show colours. Alone in its
// header, since it needs <iostream>.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <iostream>
#include <ostream>
#include <streambuf>
#include <string>

#include "../kernel/instruction_set.hpp"

#if defined(_WIN32)
#include <io.h>
#elif __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

struct Terminal {
  bool is_terminal = false;
  bool colours = false;  ///< never without a terminal
};

/// Whether a file descriptor of the process is a terminal.
inline bool is_terminal(int descriptor) {
#if defined(_WIN32)
  return ::_isatty(descriptor) != 0;
#elif __has_include(<unistd.h>)
  return ::isatty(descriptor) != 0;
#else
  (void)descriptor;
  return false;
#endif
}

/// Whether those who look at a terminal want colours (https://no-color.org), and would see them.
inline bool wants_colours() {
  const std::string terminal = environment("TERM");
#if defined(_WIN32)
  // The consoles before Windows Terminal print escape sequences as they are.
  if (terminal.empty() && environment("WT_SESSION").empty()) return false;
#endif
  return environment("NO_COLOR").empty() && terminal != "dumb";
}

/// Of std::cout, std::cerr and std::clog; other streams are no terminals.
inline Terminal terminal_of(const std::ostream& stream) {
  std::streambuf* const buffer = stream.rdbuf();
  const bool is_output = buffer == std::cout.rdbuf();
  const bool is_error = buffer == std::cerr.rdbuf() || buffer == std::clog.rdbuf();
  if (!(is_output || is_error) || !is_terminal(is_output ? 1 : 2)) return {};
#if !defined(_WIN32)
  // std::cout.rdbuf(another) may have sent it to a string or a file, which know their position. A
  // terminal knows none.
  const std::streamoff position = buffer->pubseekoff(0, std::ios_base::cur, std::ios_base::out);
  if (position != -1) return {};
#endif
  return {true, wants_colours()};
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
