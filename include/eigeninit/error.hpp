// How the library refuses bad input: one function that puts a message together and throws it.
//
// Every message names the value, the rule and the remedy, and is thrown before anything is written.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "abi.hpp"

namespace eigeninit::error {
inline namespace EIGENINIT_ABI {

/// A real number as a person would type it: 0.1, 1e+300, nan.
inline std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.9g", value);
  return buffer;
}

template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
std::string text(Integer value) {
  return std::to_string(value);
}

inline const char* text(const char* value) { return value; }
inline const std::string& text(const std::string& value) { return value; }

/// Throws std::invalid_argument with the parts joined; prints them and aborts in a program that was
/// built without exceptions.
template <class... Parts>
[[noreturn]] void refuse(const Parts&... parts) {
  std::string message;
  ((message += text(parts)), ...);
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  throw std::invalid_argument(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::error
