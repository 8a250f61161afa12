// Which initializer a parameter gets, by its name.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "parameters.hpp"
#include "rule.hpp"
#include "syntax/written_pattern.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

class Plan;

/// Rules for the parameters of a model. Of several that match a name the first one counts; what is
/// kept is kept, wherever that stands among the rules.
///
/// A pattern describes the whole name: * is any run of characters, dots included, ? one, [a-z] or
/// [!0-9] one of a set, {layer} a number, which functions are told by that name.
class Rules {
 public:
  Rules() = default;

  /// Parameters whose name the pattern describes are filled by `how`: an initializer; or a function
  /// of a `const Match&` that returns one; or a function of a weight and a source that fills it,
  /// whose weight is an eigeninit::View of a scalar and rank, or `auto`. Throws
  /// std::invalid_argument for a pattern that breaks the rules.
  template <class Initializer>
  Rules& on(std::string_view pattern, Initializer&& how) {
    return add({Rule::Kind::fill, glob(pattern), nullptr, maker(std::forward<Initializer>(how))});
  }

  /// The same by a predicate (name, extents): on([](std::string_view, const std::vector<Index>&
  /// extents) { return extents.size() == 4; }, kaiming_normal{}).
  template <class Predicate, class Initializer,
            std::enable_if_t<internal::model::is_predicate<std::decay_t<Predicate>>, int> = 0>
  Rules& on(Predicate&& predicate, Initializer&& how) {
    using Held = internal::model::PredicateOf<std::decay_t<Predicate>>;
    return add({Rule::Kind::fill, std::nullopt,
                std::make_shared<const Held>(std::forward<Predicate>(predicate)),
                maker(std::forward<Initializer>(how))});
  }

  /// The rule before, or keep(), is not about parameters that this pattern describes. Throws
  /// std::invalid_argument where there is none before.
  Rules& except(std::string_view pattern) {
    Rule& rule = last("except");
    if (rule.kind == Rule::Kind::otherwise) {
      internal::refuse("Rules: otherwise() is about all that is left, without exceptions; give '",
                       std::string(pattern), "' a rule of its own, or keep() it");
    }
    rule.exceptions.push_back(glob(pattern));
    return *this;
  }

  /// The rule before may match nothing: for parameters that only some variants of a model have.
  Rules& optional() {
    last("optional").is_optional = true;
    return *this;
  }

  /// These parameters are left as they are, loaded or frozen, whatever other rules say.
  Rules& keep(std::string_view pattern) {
    return add({Rule::Kind::keep, glob(pattern), nullptr, nullptr});
  }

  /// What no other rule matches is filled by this one. Throws std::invalid_argument where there is
  /// one already.
  template <class Initializer>
  Rules& otherwise(Initializer&& how) {
    for (const Rule& rule : rules_) {
      if (rule.kind == Rule::Kind::otherwise) {
        internal::refuse("Rules: there is an otherwise() already; drop one");
      }
    }
    return add(
        {Rule::Kind::otherwise, std::nullopt, nullptr, maker(std::forward<Initializer>(how))});
  }

  /// What the rules would do to these parameters. Nothing is written yet. Throws
  /// std::invalid_argument with all that is wrong: see Plan.
  [[nodiscard]] Plan plan(const Parameters& parameters) const;

  /// The rules in a text, such as a file's:
  ///
  ///     *.bias = zeros
  ///     blocks.{layer}.*.proj.weight = scaled(normal(0, 0.02), depth_factor(layer))
  ///     *.weight = kaiming_normal(mode = fan_out) except head.*, lora.* optional
  ///     keep backbone.*
  ///     otherwise = normal(0, 0.02)   # only where wanted
  ///
  /// Rules end with a line or a semicolon; except and optional are what the functions of that name
  /// are. Initializers are written as in C++, with parentheses in the place of braces; numbers may
  /// be computed, also from those in the name, by + - * /, sqrt and the functions of factors.hpp.
  /// Throws std::invalid_argument with the line and the column of what is wrong. A program that
  /// calls this compiles every initializer, which takes some seconds.
  template <class Text>
  [[nodiscard]] static Rules parse(const Text& text);

  /// The text that parse() makes the same rules of. What is a function of the program's own is
  /// "function" there, which parse() refuses.
  [[nodiscard]] std::string to_string() const;

  /// For plans.
  [[nodiscard]] const std::vector<internal::model::Rule>& all() const noexcept { return rules_; }

 private:
  using Rule = internal::model::Rule;

  static internal::pattern::Glob glob(std::string_view text) {
    return internal::pattern::Glob(std::string(text));
  }
  template <class T>
  static auto maker(T&& how) {
    return internal::model::maker_of(std::forward<T>(how));
  }

  Rules& add(Rule rule) {
    rules_.push_back(std::move(rule));
    return *this;
  }

  Rule& last(const char* what) {
    if (rules_.empty()) {
      internal::refuse("Rules: there is no rule before ", what, "(); call on() first");
    }
    return rules_.back();
  }

  std::vector<Rule> rules_;
};

inline std::string Rules::to_string() const {
  std::string text;
  for (const Rule& rule : rules_) {
    if (!text.empty()) text += "; ";
    if (rule.kind == Rule::Kind::keep) text += "keep ";
    text += rule.kind == Rule::Kind::otherwise ? "otherwise"
            : rule.glob ? internal::syntax::text_of_pattern(rule.glob->text())
                        : "function";
    if (rule.maker != nullptr) text += " = " + rule.maker->to_string();
    for (std::size_t i = 0; i < rule.exceptions.size(); ++i) {
      text += (i == 0 ? " except " : ", ") +
              internal::syntax::text_of_pattern(rule.exceptions[i].text());
    }
    if (rule.is_optional) text += " optional";
  }
  return text;
}

/// The rules as to_string() has them, one in each line.
inline std::ostream& operator<<(std::ostream& out, const Rules& rules) {
  std::string text = rules.to_string();
  for (std::size_t at = 0; (at = text.find("; ", at)) != std::string::npos;)
    text.replace(at, 2, "\n");
  return out << text << '\n';
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
