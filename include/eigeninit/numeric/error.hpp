// How the library refuses bad input: one function that puts a message together and throws it, and
// what compile-time refusals need.
//
// Every message names the value, the rule and the remedy, and is thrown before anything is written.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "../abi/abi.hpp"
#include "strict.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// For static_asserts of what is never right, once a template is asked for it.
template <class...>
inline constexpr bool never = false;

/// A printed number with a point where the program's locale has something else.
inline std::string with_point(std::string number) {
  const char* const others = "+-0123456789e";
  const auto first = number.find_first_not_of(others);
  if (first == std::string::npos) return number;
  return number.replace(first, number.find_first_of(others, first) - first, ".");
}

/// A real number as a person would type it: 0.1, 1e+300, nan. With at least 9 digits, and as many
/// as it takes to read the same number back: two that differ look different.
inline std::string text(double value) {
  const auto bits = bits_as<std::uint64_t>(value);
  if (!is_finite(value)) {
    constexpr std::uint64_t infinity = 0x7ff0000000000000;
    return bits << 1 != infinity << 1 ? "nan" : bits == infinity ? "inf" : "-inf";
  }
  char buffer[40];
  for (int digits = 9; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (bits_as<std::uint64_t>(std::strtod(buffer, nullptr)) == bits) break;
  }
  return with_point(buffer);
}

/// Not by std::to_string, an inline function of one name in objects of different flags.
template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
std::string text(Integer value) {
  char buffer[24];
  if constexpr (std::is_signed_v<Integer>) {
    std::snprintf(buffer, sizeof buffer, "%lld", static_cast<long long>(value));
  } else {
    std::snprintf(buffer, sizeof buffer, "%llu", static_cast<unsigned long long>(value));
  }
  return buffer;
}

inline const char* text(const char* value) { return value; }
inline const std::string& text(const std::string& value) { return value; }

/// Throws an Error with the parts joined; prints them and aborts in a program that was built
/// without exceptions.
template <class Error, class... Parts>
[[noreturn]] void raise(const Parts&... parts) {
  std::string message;
  ((message += text(parts)), ...);
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  throw Error(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

/// Refuses bad input.
template <class... Parts>
[[noreturn]] void refuse(const Parts&... parts) {
  raise<std::invalid_argument>(parts...);
}

/// For what is not as it was to be, although the input was good.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  raise<std::runtime_error>(parts...);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
