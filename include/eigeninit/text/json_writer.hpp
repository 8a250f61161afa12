// Writes JSON (RFC 8259), so that json.hpp reads back what was written, to the bit.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

#include "../numeric/error.hpp"
#include "../numeric/strict.hpp"
#include "utf8.hpp"

namespace eigeninit::internal::json {
inline namespace EIGENINIT_ABI {

/// Appends a string in quotes. Throws std::invalid_argument for one that is not UTF-8.
inline void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view characters = "\"\\\b\f\n\r\t", escapes = "\"\\bfnrt";
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8::first_length(text.substr(at));
    if (length == 0) {
      refuse("json: the text \"", std::string(text), "\" is not UTF-8 at byte ", at + 1,
             "; pass UTF-8");
    }
    const std::size_t escape = characters.find(text[at]);
    if (escape != std::string_view::npos) {
      out.append(1, '\\').append(1, escapes[escape]);
    } else if (length == 1 && text[at] < ' ') {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(text[at]));
      out += buffer;
    } else {
      out.append(text.substr(at, length));
    }
    at += length;
  }
  out += '"';
}

/// Appends one value to a string, piece by piece in the order of the calls:
///
///   Writer(out).begin_object().member("seed", 42).name("shape").begin_array()…
///
/// That begins have their ends, and that names stand in objects alone, is left to the caller.
class Writer {
 public:
  /// The outer `lines` levels of arrays and objects have a line for each of their elements.
  explicit Writer(std::string& out, std::size_t lines = 0) : out_(out), lines_(lines) {}

  Writer& begin_object() { return begin('{'); }
  Writer& end_object() { return end('}'); }
  Writer& begin_array() { return begin('['); }
  Writer& end_array() { return end(']'); }

  /// Of the member whose value comes next.
  Writer& name(std::string_view text) {
    begin_element();
    append_string(out_, text);
    out_ += ": ";
    is_named_ = true;
    return *this;
  }

  Writer& value(std::string_view text) {
    begin_element();
    append_string(out_, text);
    return *this;
  }
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(bool is_true) { return literal(is_true ? "true" : "false"); }
  Writer& value(std::nullptr_t) { return literal("null"); }

  /// As few digits, from 9 on, as it takes to read it back; "nan", "inf" and "-inf" are strings.
  Writer& value(double number) {
    return is_finite(number) ? literal(internal::text(number)) : value(internal::text(number));
  }

  template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>
  Writer& value(Integer number) {
    return literal(internal::text(number));
  }

  template <class Value>
  Writer& member(std::string_view name_of_it, const Value& value_of_it) {
    return name(name_of_it).value(value_of_it);
  }

 private:
  Writer& begin(char bracket) {
    begin_element();
    out_ += bracket;
    ++depth_;
    is_empty_ = true;
    return *this;
  }

  Writer& end(char bracket) {
    const bool is_on_its_line = !is_empty_ && depth_ <= lines_;
    --depth_;
    if (is_on_its_line) begin_line();
    out_ += bracket;
    is_empty_ = false;
    return *this;
  }

  Writer& literal(std::string_view text) {
    begin_element();
    out_.append(text);
    return *this;
  }

  void begin_element() {
    if (depth_ > 0 && !is_named_) {
      if (!is_empty_) out_ += ',';
      if (depth_ <= lines_)
        begin_line();
      else if (!is_empty_)
        out_ += ' ';
    }
    is_empty_ = is_named_ = false;
  }

  void begin_line() { out_.append(1, '\n').append(2 * depth_, ' '); }

  std::string& out_;
  std::size_t lines_, depth_ = 0;
  bool is_empty_ = true;   // the array or object up to here
  bool is_named_ = false;  // what comes next
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::json
