// What the text of a pattern means, and what is wrong with it.
//
//   *         any run of characters, dots included; may be empty
//   ?         one character
//   [abc]     one character of a set; [a-z] is a range, [!abc] is any other character
//   {layer}   a number: one digit or more, captured under that name
//   \         the next character as it is
//
// Everything else is itself. Characters are bytes; those of a set are ASCII.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../../numeric/error.hpp"

namespace eigeninit::internal::pattern {
inline namespace EIGENINIT_ABI {

inline constexpr std::size_t npos = std::string_view::npos;

/// One character of a set, any run of characters (*), or one digit or more ({name}).
struct Token {
  enum class Kind { one, star, number };

  Kind kind = Kind::one;
  std::bitset<256> set;

  bool accepts(char c) const { return set[static_cast<unsigned char>(c)]; }
  void add(char first, char last) {
    const unsigned begin = static_cast<unsigned char>(first);
    const unsigned end = static_cast<unsigned char>(last);
    for (unsigned c = begin; c <= end; ++c) set.set(c);
  }
};

/// Reads a pattern from left to right. Throws std::invalid_argument for what breaks the rules.
class Reader {
 public:
  /// The text has to live as long.
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.empty()) fault(0, "there is nothing", "pass * for every name");
  }

  bool is_at_end() const { return at_ == text_.size(); }

  Token next() {
    Token token;
    switch (text_[at_]) {
      case '*': ++at_, token.kind = Token::Kind::star; break;
      case '?': ++at_, token.set.set(); break;
      case '[': read_set(token); break;
      case '{': read_number(token); break;
      default: const char c = character(); token.add(c, c);
    }
    return token;
  }

  /// Those of the numbers up to here.
  const std::vector<std::string>& capture_names() const { return names_; }

 private:
  char character() {
    if (text_[at_] == '\\' && ++at_ == text_.size()) {
      fault(at_ - 1, "the \\ has nothing to quote", "write \\\\ for itself");
    }
    return text_[at_++];
  }

  void read_set(Token& token) {
    const std::size_t begin = at_++;
    const bool is_of_others = text_.substr(at_, 1) == "!";
    if (is_of_others) ++at_;
    while (!is_at_end() && text_[at_] != ']') read_range(token);
    if (is_at_end()) fault(begin, "the [ is not closed", "add a ], or write \\[ for itself");
    if (token.set.none()) fault(begin, "the set is empty", "fill it, or write \\[ for a [");
    if (is_of_others) token.set.flip();
    ++at_;
  }

  /// One character of a set, or two with a - between them.
  void read_range(Token& token) {
    const std::size_t begin = at_;
    const char first = character();
    const std::string_view rest = text_.substr(at_, 2);
    const bool is_range = rest.size() == 2 && rest[0] == '-' && rest[1] != ']';
    if (is_range) ++at_;
    const char last = is_range ? character() : first;
    if ((first | last) & 0x80) fault(begin, "a set holds ASCII only", "match the rest by *");
    if (first > last) fault(begin, "the range ends before it begins", "exchange its ends");
    token.add(first, last);
  }

  void read_number(Token& token) {
    const std::size_t begin = at_, end = text_.find('}', begin);
    if (end == npos) fault(begin, "the { is not closed", "add a }, or write \\{ for itself");
    const std::string name(text_.substr(begin + 1, end - begin - 1));
    const char* const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    const bool begins_with_digit = name[0] >= '0' && name[0] <= '9';
    if (name.empty() || begins_with_digit || name.find_first_not_of(allowed) != npos) {
      fault(begin, "{" + name + "} is no name of a number",
            "take letters, digits and _, the first not a digit");
    }
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
      fault(begin, "there is another {" + name + "}", "give each number a name of its own");
    }
    names_.push_back(name);
    token.kind = Token::Kind::number;
    token.add('0', '9');
    at_ = end + 1;
  }

  [[noreturn]] void fault(std::size_t at, const std::string& rule, const char* remedy) const {
    refuse("pattern \"", std::string(text_), "\": position ", at + 1, ": ", rule, "; ", remedy);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> names_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::pattern
