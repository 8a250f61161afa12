// Reads JSON, strictly by RFC 8259: UTF-8, no byte order mark, no comment, no comma behind the last
// element, and no name twice in an object. Writes it by json_writer.hpp.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../numeric/error.hpp"
#include "json_lexer.hpp"
#include "json_value.hpp"
#include "json_writer.hpp"

namespace eigeninit::internal::json {
inline namespace EIGENINIT_ABI {

/// How many arrays and objects may stand in one another.
inline constexpr int max_depth = 64;

class Parser {
 public:
  /// The text has to live as long.
  explicit Parser(std::string_view text) : lexer_(text) {}

  Value read_document() {
    Value value = read_value("the document");
    lexer_.skip_blanks();
    if (!lexer_.is_at_end()) lexer_.expected("the end");
    return value;
  }

 private:
  Value read_value(std::string where) {
    lexer_.skip_blanks();
    Value value;
    value.where_ = std::move(where);
    const auto set = [&value](Type type, std::string text) {
      value.type_ = type;
      value.text_ = std::move(text);
    };
    switch (lexer_.next()) {
      case '{': read_object(value); break;
      case '[': read_array(value); break;
      case '"': set(Type::string, lexer_.read_string("a string")); break;
      case 't': set(Type::boolean, lexer_.read_word("true")); break;
      case 'f': set(Type::boolean, lexer_.read_word("false")); break;
      case 'n': set(Type::null, lexer_.read_word("null")); break;
      default: set(Type::number, lexer_.read_number());
    }
    return value;
  }

  void read_object(Value& object) {
    object.type_ = Type::object;
    const std::string prefix = depth_ == 0 ? "" : object.where_ + '.';
    const auto read_member = [&] {
      lexer_.skip_blanks();
      object.names_.push_back(lexer_.read_string("a name in quotes"));
      lexer_.skip_blanks();
      if (!lexer_.take(':')) lexer_.expected("':'");
      object.values_.push_back(read_value(prefix + object.names_.back()));
    };
    read_elements('{', '}', read_member);
    require_different(object.names_);
  }

  void read_array(Value& array) {
    array.type_ = Type::array;
    const std::string prefix = depth_ == 0 ? "[" : array.where_ + '[';
    read_elements('[', ']', [&] {
      array.values_.push_back(read_value(prefix + text(array.values_.size()) + ']'));
    });
  }

  template <class Read>
  void read_elements(char begin, char end, const Read& read_element) {
    if (++depth_ > max_depth) {
      lexer_.fault_here("array or object number " + text(depth_) + " in one another; expected " +
                        text(max_depth) + " or fewer");
    }
    lexer_.take(begin);
    lexer_.skip_blanks();
    if (!lexer_.take(end)) {
      do {
        read_element();
        lexer_.skip_blanks();
      } while (lexer_.take(','));
      if (!lexer_.take(end)) lexer_.expected(std::string("',' or '") + end + '\'');
    }
    --depth_;
  }

  void require_different(const std::vector<std::string>& names) const {
    std::vector<std::string_view> sorted(names.begin(), names.end());
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice == sorted.end()) return;
    lexer_.fault_behind("the object has two members \"" + std::string(*twice) + "\"; expected one");
  }

  Lexer lexer_;
  int depth_ = 0;
};

/// What a text says. Throws std::invalid_argument, with line and column, where it is no JSON.
inline Value parse(std::string_view text) { return Parser(text).read_document(); }

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::json
