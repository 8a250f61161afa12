// From the text of rules to words, numbers, signs and patterns.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../../numeric/strict.hpp"
#include "place.hpp"
#include "written_pattern.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

struct Token {
  enum class Kind { word, number, sign, end_of_rule, end_of_text };

  bool is(std::string_view sign) const { return kind == Kind::sign && text == sign; }
  bool is_word(std::string_view word) const { return kind == Kind::word && text == word; }
  bool is_end() const { return kind == Kind::end_of_rule || kind == Kind::end_of_text; }

  Kind kind;
  std::string_view text;
  Place place;
};

/// A pattern of names; see pattern_text.hpp.
struct Pattern {
  std::string glob;
  Place place;
  bool is_quoted = false;
};

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Between ', with what can't be seen as \x0a, and cut where it is long.
inline std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (result.size() > 60 && !continues_character(c)) {
      result += "…";
      break;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02x", unsigned(c));
      result += code;
    } else {
      result += c;
    }
  }
  return result + "'";
}

/// What a message says of a token that is not wanted.
inline std::string found(const Token& token) {
  if (token.kind == Token::Kind::end_of_text) return "the end of the text";
  if (token.text == "\n") return "the end of the line";
  return in_quotes(token.text);
}

class Scanner {
 public:
  /// The text has to live as long.
  Scanner(const char* what, std::string_view text) : rest_(text) {
    place_.text = what;
    const std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest_.substr(0, 3) == byte_order_mark) rest_.remove_prefix(3);
  }

  /// The token at which it stands, behind blanks and comments.
  Token peek() {
    skip_blanks();
    if (rest_.empty()) return {Token::Kind::end_of_text, rest_, place_};
    const char c = rest_[0];
    const bool is_number = is_digit(c) || (c == '.' && rest_.size() > 1 && is_digit(rest_[1]));
    if (is_number) return {Token::Kind::number, rest_.substr(0, number_size()), place_};
    std::size_t size = 1;
    if (is_letter(c)) {
      while (size < rest_.size() && (is_letter(rest_[size]) || is_digit(rest_[size]))) ++size;
      return {Token::Kind::word, rest_.substr(0, size), place_};
    }
    if (c == '\n' || c == ';') return {Token::Kind::end_of_rule, rest_.substr(0, 1), place_};
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    while (!is_ascii && size < rest_.size() && continues_character(rest_[size])) ++size;
    return {Token::Kind::sign, rest_.substr(0, size), place_};
  }

  /// The same, and goes behind it.
  Token take() {
    const Token token = peek();
    advance(token.text.size());
    return token;
  }

  Pattern take_pattern() {
    const Token first = peek();
    Pattern pattern{{}, first.place, first.is("\"")};
    if (pattern.is_quoted) advance(1);
    while (!rest_.empty() && rest_[0] != '\n') {
      if (pattern.is_quoted ? rest_[0] == '"' : ends_pattern(rest_[0])) break;
      // A \ stays in front of what it protects, save the " that it protects from ending this.
      const bool protects = rest_[0] == '\\' && rest_.size() > 1 && rest_[1] != '\n';
      if (protects && pattern.is_quoted && rest_[1] == '"') advance(1);
      const std::size_t size = protects && rest_[0] == '\\' ? 2 : 1;
      pattern.glob += rest_.substr(0, size);
      advance(size);
    }
    if (pattern.is_quoted) {
      if (rest_.substr(0, 1) != "\"") fault(pattern.place, "the \" is not closed; add a \"");
      advance(1);
    } else if (pattern.glob.empty()) {
      fault(pattern.place, "expected a pattern, but found " + found(first));
    }
    return pattern;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty()) {
      if (rest_[0] == '#') {
        while (!rest_.empty() && rest_[0] != '\n') advance(1);
      } else if (is_blank(rest_[0])) {
        advance(1);
      } else {
        return;
      }
    }
  }

  void advance(std::size_t bytes) {
    for (const char c : rest_.substr(0, bytes)) {
      if (c == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if (!continues_character(c)) {
        ++place_.column;
      }
    }
    rest_.remove_prefix(bytes);
  }

  /// 1, 0.5, .5, 5., 1e-3.
  std::size_t number_size() const {
    const auto skip_digits = [this](std::size_t at) {
      while (at < rest_.size() && is_digit(rest_[at])) ++at;
      return at;
    };
    std::size_t size = skip_digits(0);
    if (size < rest_.size() && rest_[size] == '.') size = skip_digits(size + 1);
    if (size < rest_.size() && (rest_[size] == 'e' || rest_[size] == 'E')) {
      const std::string_view next = rest_.substr(size + 1, 1);
      const std::size_t digits = size + (next == "+" || next == "-" ? 2 : 1);
      if (skip_digits(digits) > digits) size = skip_digits(digits);
    }
    return size;
  }

  std::string_view rest_;
  Place place_;
};

/// The number that a token is.
inline double number_of(const Token& token) {
  std::string digits(token.text);
  const std::size_t point = digits.find('.');
  if (point != std::string::npos) {
    char half[16];  // strtod wants the point of the program's locale
    std::snprintf(half, sizeof half, "%.1f", 0.5);
    const std::string localized = half;
    digits.replace(point, 1, localized, 1, localized.size() - 2);
  }
  const double number = std::strtod(digits.c_str(), nullptr);
  if (!is_finite(number)) {
    fault(token.place, in_quotes(token.text) + " is beyond a double; write inf for infinity");
  }
  return number;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
