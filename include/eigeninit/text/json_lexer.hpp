// The words of a JSON text: strings, numbers, literals; and where in it something else stands than
// was expected.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "../numeric/error.hpp"
#include "utf8.hpp"

namespace eigeninit::internal::json {
inline namespace EIGENINIT_ABI {

/// Walks through a text. Throws std::invalid_argument, with line and column, for what is no JSON.
class Lexer {
 public:
  /// The text has to live as long.
  explicit Lexer(std::string_view text) : text_(text) {}

  bool is_at_end() const { return at_ == text_.size(); }
  /// The next character; at the end one that no JSON has.
  char next() const { return is_at_end() ? '\0' : text_[at_]; }

  /// Goes on by a character if it is this one.
  bool take(char character) {
    const bool is_next = !is_at_end() && text_[at_] == character;
    if (is_next) ++at_;
    return is_next;
  }

  void skip_blanks() {
    while (take(' ') || take('\n') || take('\r') || take('\t')) continue;
  }

  std::string read_word(std::string_view word) {
    for (const char c : word) {
      if (!take(c)) expected(word);
    }
    return std::string(word);
  }

  std::string read_number() {
    const std::size_t begin = at_;
    if (!take('-') && !is_digit(next())) expected("a value");
    if (!take('0')) skip_digits();
    if (take('.')) skip_digits();
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      skip_digits();
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// What a string says.
  std::string read_string(const char* what) {
    if (!take('"')) expected(what);
    std::string string;
    while (!take('"')) {
      const std::size_t length = utf8::first_length(text_.substr(at_));
      if (is_at_end()) expected("the '\"' that ends the string");
      if (length == 0) expected("UTF-8");
      if (length == 1 && next() < ' ') expected("an escape for a control character");
      if (take('\\')) {
        read_escape(string);
      } else {
        string.append(text_.substr(at_, length));
        at_ += length;
      }
    }
    return string;
  }

  [[noreturn]] void expected(std::string_view what) const {
    std::string found = "the end";
    if (!is_at_end()) {
      char buffer[16];
      const auto byte = static_cast<unsigned char>(next());
      const bool is_printed = byte >= ' ' && byte < 0x7f;
      std::snprintf(buffer, sizeof buffer, is_printed ? "'%c'" : "byte 0x%02x", byte);
      found = buffer;
    }
    fault(at_, "expected " + std::string(what) + ", found " + found);
  }

  /// Says that something is wrong with what has just been read, or at the next character.
  [[noreturn]] void fault_behind(const std::string& rule) const { fault(at_ - 1, rule); }
  [[noreturn]] void fault_here(const std::string& rule) const { fault(at_, rule); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  void skip_digits() {
    if (!is_digit(next())) expected("a digit");
    while (is_digit(next())) ++at_;
  }

  void read_escape(std::string& string) {
    constexpr std::string_view escapes = "\"\\/bfnrt", characters = "\"\\/\b\f\n\r\t";
    const std::size_t begin = at_ - 1, escape = escapes.find(next());
    if (escape != std::string_view::npos) {
      string += characters[escape];
      ++at_;
      return;
    }
    if (!take('u')) expected(R"(one of "\/bfnrtu behind a \)");
    const std::uint32_t first = read_hexadecimal();
    if (first < 0xd800 || first >= 0xe000) return utf8::append(string, first);
    const bool has_second = first < 0xdc00 && take('\\') && take('u');
    const std::uint32_t second = has_second ? read_hexadecimal() : 0;
    if (second < 0xdc00 || second >= 0xe000) {
      fault(begin, "half of a surrogate pair; expected both halves");
    }
    utf8::append(string, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
  }

  std::uint32_t read_hexadecimal() {
    constexpr std::string_view lower = "0123456789abcdef", upper = "0123456789ABCDEF";
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const std::size_t digit = (std::min)(lower.find(next()), upper.find(next()));
      if (digit == std::string_view::npos) expected("4 hexadecimal digits");
      number = number << 4 | static_cast<std::uint32_t>(digit);
    }
    return number;
  }

  [[noreturn]] void fault(std::size_t at, const std::string& rule) const {
    const std::string_view before = text_.substr(0, at);
    const std::size_t line_begin = before.rfind('\n') + 1;  // 0 in the first line
    const auto lines = 1 + std::count(before.begin(), before.end(), '\n');
    refuse("json: line ", lines, ", column ", 1 + utf8::count(before.substr(line_begin)), ": ",
           rule);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::json
