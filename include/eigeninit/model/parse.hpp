// Rules from their text. See grammar.hpp for how they are written.
//
// Templates, so that the initializers, all of which a text may name, are compiled only in programs
// that read one.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "any_initializer.hpp"
#include "initializer_reader.hpp"
#include "pattern/pattern.hpp"
#include "rules.hpp"
#include "syntax/grammar.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

/// Makes the initializer of each parameter with the numbers in its name:
/// normal(0, 0.02 * depth_factor(layer)).
class Maker {
 public:
  Maker(Node initializer, std::vector<std::string> captures)
      : text_(std::make_shared<const Text>(Text{std::move(initializer), std::move(captures)})) {}

  /// For a name that the pattern matches, whose numbers are match["layer"].
  template <class Match>
  AnyInitializer operator()(const Match& match) const {
    const auto number = [](const void* of, std::string_view name) -> Index {
      return (*static_cast<const Match*>(of))[name];
    };
    Numbers numbers(Captures{text_->captures, number, &match});
    return read_initializer<AnyInitializer>(numbers, text_->initializer);
  }

  /// The text that it was read from, with blanks and numbers written in one way.
  [[nodiscard]] std::string to_string() const { return text_of_node(text_->initializer); }

 private:
  struct Text {
    Node initializer;
    std::vector<std::string> captures;
  };

  std::shared_ptr<const Text> text_;
};

/// The rule of a pattern, without its clauses.
template <class Rules>
void add_pattern(Rules& rules, const Rule& rule) {
  const std::string& glob = rule.pattern.glob;
  const auto captures = at(rule.pattern.place, [&] { return pattern::Glob(glob).capture_names(); });
  if (rule.kind == Rule::Kind::keep) {
    rules.keep(glob);
    return;
  }
  Numbers numbers(Captures{captures});
  const auto initializer = read_initializer<AnyInitializer>(numbers, rule.initializer);
  if (numbers.are_known()) {
    rules.on(glob, initializer);
  } else {
    rules.on(glob, Maker(rule.initializer, captures));
  }
}

/// One rule more.
template <class Rules>
void add_rule(Rules& rules, const Rule& rule) {
  if (rule.kind == Rule::Kind::otherwise) {
    const std::vector<std::string> no_captures;
    Numbers numbers(Captures{no_captures});
    rules.otherwise(read_initializer<AnyInitializer>(numbers, rule.initializer));
    return;
  }
  add_pattern(rules, rule);
  for (const Pattern& exception : rule.exceptions) {
    at(exception.place, [&] { rules.except(exception.glob); });
  }
  if (rule.is_optional) rules.optional();
}

/// Throws std::invalid_argument for a text that breaks the rules, with the line and the column.
template <class Rules>
Rules parse_rules(std::string_view text) {
  Rules rules;
  Grammar grammar("rules", text);
  for (Rule rule; grammar.read(rule);) add_rule(rules, rule);
  return rules;
}

/// The same for one initializer.
template <class Any = AnyInitializer>
Any parse_initializer(std::string_view text) {
  const std::vector<std::string> no_captures;
  Numbers numbers(Captures{no_captures});
  return read_initializer<Any>(numbers, Grammar("initializer", text).read_initializer());
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax

namespace eigeninit {
inline namespace EIGENINIT_ABI {

template <class Text>
Rules Rules::parse(const Text& text) {
  return internal::syntax::parse_rules<Rules>(text);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
