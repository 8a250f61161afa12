// An initializer as it is written in rules: "kaiming_normal(mode = fan_out)".
//
// Settings that have their default are left out. Those of real numbers only stand in their order up
// to the last one that is not: normal(0, 0.02). All others have names from the first gap on.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "syntax_table.hpp"

namespace eigeninit::internal {
namespace syntax {
inline namespace EIGENINIT_ABI {

inline bool has_real_settings(const Syntax& syntax) {
  for (std::size_t k = 0; k < syntax.size(); ++k) {
    if (syntax.settings[k].type != Setting::Type::real) return false;
  }
  return true;
}

/// `base` is the text of what is wrapped.
inline std::string text_of_syntax(const Syntax& syntax, const Syntax& defaults, std::string base) {
  const bool in_order = has_real_settings(syntax);
  std::string value, usual, left_out, written = std::move(base);
  bool needs_name = false;
  for (std::size_t k = 0; k < syntax.size(); ++k) {
    const Setting& setting = syntax.settings[k];
    value.clear(), usual.clear();
    write(value, setting);
    write(usual, defaults.settings[k]);
    const char* separator = written.empty() && left_out.empty() ? "" : ", ";
    if (value == usual) {
      needs_name = !in_order;
      if (in_order) left_out.append(separator).append(value);
      continue;
    }
    written.append(left_out).append(separator);
    left_out.clear();
    if (needs_name) written.append(setting.name).append(" = ");
    written += value;
  }
  std::string result = syntax.name;
  result += syntax.over;
  if (!written.empty()) result.append("(").append(written).append(")");
  return result;
}

template <class I, class = void>
struct has_to_string : std::false_type {};
template <class I>
struct has_to_string<I, std::enable_if_t<std::is_convertible_v<
                            decltype(std::declval<const I&>().to_string()), std::string>>>
    : std::true_type {};

}  // namespace EIGENINIT_ABI
}  // namespace syntax

inline namespace EIGENINIT_ABI {

/// An initializer of the library by the table; a user's own by its to_string(), if it has one, that
/// returns a std::string.
template <class I>
std::string text_of(const I& initializer) {
  if constexpr (syntax::has_syntax<I>) {
    auto defaults = syntax::default_of(initializer);
    std::string base;
    if constexpr (syntax::wraps<I>) base = internal::text_of(initializer.base);
    // The table hands out places that a reader may write to. They are not written to here.
    return syntax::text_of_syntax(syntax::syntax_of(const_cast<I&>(initializer)),
                                  syntax::syntax_of(defaults), std::move(base));
  } else if constexpr (syntax::has_to_string<I>::value) {
    return initializer.to_string();
  } else {
    return "custom initializer";
  }
}

/// What makes an initializer for a parameter: by its to_string(), if it has one.
template <class Function>
std::string text_of_function(const Function& function) {
  if constexpr (syntax::has_to_string<Function>::value) {
    return function.to_string();
  } else {
    return "function";
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
