// The grammar of rules: from their text to patterns and trees.
//
//   pattern = initializer [except pattern {, pattern}] [optional]
//   keep pattern [except pattern {, pattern}] [optional]
//   otherwise = initializer
//
// Rules end at a semicolon or at the end of the line; behind # stands a comment. A pattern ends at
// a blank, = , ; and #, unless \ stands before them or the whole between ". Arguments are numbers,
// names, calls and [lists], with + - * / and parentheses; some may be given by name.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner.hpp"
#include "syntax_tree.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

struct Rule {
  enum class Kind { on, keep, otherwise };

  Kind kind = Kind::on;
  Pattern pattern;
  Node initializer;
  std::vector<Pattern> exceptions;
  bool is_optional = false;
};

class Grammar {
 public:
  /// The text has to live as long.
  Grammar(const char* what, std::string_view text) : scanner_(what, text) {}

  /// Whether there was one more rule.
  bool read(Rule& rule) {
    while (scanner_.peek().kind == Token::Kind::end_of_rule) scanner_.take();
    if (scanner_.peek().kind == Token::Kind::end_of_text) return false;
    rule = {};
    rule.pattern = scanner_.take_pattern();
    const bool is_keyword = !rule.pattern.is_quoted;
    if (is_keyword && rule.pattern.glob == "keep" && !scanner_.peek().is("=")) {
      rule.kind = Rule::Kind::keep;
      rule.pattern = scanner_.take_pattern();
    } else {
      if (is_keyword && rule.pattern.glob == "otherwise") rule.kind = Rule::Kind::otherwise;
      expect("=");
      rule.initializer = sum();
    }
    if (rule.kind != Rule::Kind::otherwise) read_clauses(rule);
    if (!scanner_.peek().is_end()) fault_at_end(rule);
    return true;
  }

  /// The whole text as one initializer.
  Node read_initializer() {
    while (scanner_.peek().text == "\n") scanner_.take();
    Node initializer = sum();
    while (scanner_.peek().text == "\n") scanner_.take();
    const Token token = scanner_.peek();
    if (token.kind != Token::Kind::end_of_text) expected("the end of the text", token);
    return initializer;
  }

 private:
  static constexpr std::size_t deepest = 32;

  [[noreturn]] static void expected(const char* what, const Token& token) {
    if (token.is("{")) {
      fault(token.place,
            "braces are C++; write settings in parentheses, normal(0, 0.02), or leave them out");
    }
    fault(token.place, "expected " + std::string(what) + ", but found " + found(token));
  }

  void expect(const char* sign) {
    const Token token = scanner_.peek();
    if (!token.is(sign)) expected(sign, token);
    scanner_.take();
  }

  void read_clauses(Rule& rule) {
    if (scanner_.peek().is_word("except")) {
      do {
        scanner_.take();
        rule.exceptions.push_back(scanner_.take_pattern());
      } while (scanner_.peek().is(","));
    }
    if (scanner_.peek().is_word("optional")) {
      scanner_.take();
      rule.is_optional = true;
    }
  }

  [[noreturn]] void fault_at_end(const Rule& rule) {
    const bool has_clauses = rule.kind == Rule::Kind::otherwise || rule.is_optional;
    expected(has_clauses               ? "the end of the rule"
             : rule.exceptions.empty() ? "except, optional or the end of the rule"
                                       : "optional or the end of the rule",
             scanner_.peek());
  }

  /// A chain is one node, so that a long one is not deep.
  template <class Part>
  Node chain(Node::Kind kind, const char* signs, const Part& part) {
    Node first = part();
    if (!is_one_of(scanner_.peek(), signs)) return first;
    Node node;
    node.kind = kind;
    node.place = first.place;
    node.signs = signs[0];
    node.children.push_back(std::move(first));
    while (is_one_of(scanner_.peek(), signs)) {
      node.signs += scanner_.take().text;
      node.children.push_back(part());
    }
    return node;
  }

  static bool is_one_of(const Token& token, const char* signs) {
    return token.kind == Token::Kind::sign && token.text.size() == 1 &&
           std::string_view(signs).find(token.text) != std::string_view::npos;
  }

  Node sum() {
    return chain(Node::Kind::sum, "+-", [this] { return product(); });
  }

  Node product() {
    return chain(Node::Kind::product, "*/", [this] { return operand(); });
  }

  Node operand() {
    const Token token = scanner_.peek();
    if (token.kind == Token::Kind::word) return name();
    scanner_.take();
    Node node;
    node.place = token.place;
    if (token.kind == Token::Kind::number) {
      node.number = number_of(token);
    } else if (token.is("-")) {
      node.kind = Node::Kind::minus;
      Deeper deeper(*this, token);
      node.children.push_back(operand());
    } else if (token.is("(")) {
      Deeper deeper(*this, token);
      node = sum();
      if (!scanner_.peek().is(")")) not_closed(token, ")", "an operator or )");
      scanner_.take();
    } else if (token.is("[")) {
      node.kind = Node::Kind::list;
      read_arguments(node, token, "]");
    } else {
      expected("a name or a number", token);
    }
    return node;
  }

  /// relu, normal(0, 0.02), variance_scaling<normal>(2).
  Node name() {
    const Token token = scanner_.take();
    Node node;
    node.kind = Node::Kind::name;
    node.place = token.place;
    node.name = token.text;
    if (scanner_.peek().is("<")) {
      scanner_.take();
      const Token over = scanner_.peek();
      if (over.kind != Token::Kind::word) expected("a distribution", over);
      scanner_.take();
      node.name.append("<").append(over.text).append(">");
      expect(">");
    }
    const Token open = scanner_.peek();
    if (open.is("{")) expected("(", open);
    if (open.is("(")) {
      scanner_.take();
      read_arguments(node, open, ")");
    }
    return node;
  }

  void read_arguments(Node& node, const Token& open, const char* close) {
    Deeper deeper(*this, open);
    if (scanner_.peek().is(close)) {
      scanner_.take();
      return;
    }
    while (true) {
      node.children.push_back(argument());
      const Token token = scanner_.peek();
      if (!token.is(close) && !token.is(",")) {
        not_closed(open, close, close[0] == ')' ? ", or )" : ", or ]");
      }
      scanner_.take();
      if (token.is(close)) return;
    }
  }

  Node argument() {
    Node value = sum();
    if (value.kind != Node::Kind::name || !value.children.empty() || !scanner_.peek().is("=")) {
      return value;
    }
    scanner_.take();
    Node named = sum();
    named.label = value.name;
    named.label_place = value.place;
    return named;
  }

  [[noreturn]] void not_closed(const Token& open, const char* close, const char* wanted) {
    const Token token = scanner_.peek();
    if (!token.is_end()) expected(wanted, token);
    fault(open.place, "the " + std::string(open.text) + " is not closed; add a " + close);
  }

  /// One level deeper, as long as it lives.
  class Deeper {
   public:
    Deeper(Grammar& grammar, const Token& token) : depth_(grammar.depth_) {
      if (++depth_ > deepest) {
        fault(token.place, "parentheses are nested deeper than 32; take some away");
      }
    }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --depth_; }

   private:
    std::size_t& depth_;
  };

  Scanner scanner_;
  std::size_t depth_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
