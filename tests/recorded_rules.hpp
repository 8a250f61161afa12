// Rules that only keep what they were told, as the text that they would be read from.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <eigeninit/model/parse.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The numbers of a name.
struct RecordedMatch {
  eigeninit::Index operator[](std::string_view name) const {
    for (const auto& [captured, number] : numbers) {
      if (captured == name) return number;
    }
    throw std::out_of_range("there is no number " + std::string(name));
  }

  eigeninit::internal::pattern::Captures numbers;
};

class RecordedRules {
 public:
  using AnyInitializer = eigeninit::AnyInitializer;
  using Maker = eigeninit::internal::syntax::Maker;

  RecordedRules& on(std::string_view glob, const AnyInitializer& initializer) {
    return add("", glob, initializer.to_string(), initializer, {});
  }
  RecordedRules& on(std::string_view glob, const Maker& maker) {
    return add("", glob, maker.to_string(), {}, maker);
  }
  RecordedRules& except(std::string_view glob) {
    (void)eigeninit::internal::pattern::Glob(std::string(glob));
    lines_.back() += has_exceptions_ ? ", " : " except ";
    lines_.back() += eigeninit::internal::syntax::text_of_pattern(glob);
    has_exceptions_ = true;
    return *this;
  }
  RecordedRules& optional() {
    lines_.back() += " optional";
    return *this;
  }
  RecordedRules& keep(std::string_view glob) { return add("keep ", glob, "", {}, {}); }
  RecordedRules& otherwise(const AnyInitializer& initializer) {
    return add("otherwise", "", initializer.to_string(), initializer, {});
  }

  std::string to_string() const {
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    return text;
  }

  std::size_t size() const { return lines_.size(); }
  /// There is none in a rule that keeps.
  bool has_initializer(std::size_t rule) const { return initializers_[rule] || makers_[rule]; }

  /// What the rule of this number gives a parameter of this name.
  AnyInitializer initializer(std::size_t rule, const std::string& name) const {
    RecordedMatch match;
    const eigeninit::internal::pattern::Glob glob(globs_[rule]);
    if (!glob.matches(name, match.numbers)) throw std::out_of_range(name + " does not match");
    return initializer(rule, match);
  }

  /// The same for every name in which all numbers are this one.
  AnyInitializer initializer(std::size_t rule, eigeninit::Index number) const {
    RecordedMatch match;
    const eigeninit::internal::pattern::Glob glob(globs_[rule]);
    for (const std::string& name : glob.capture_names()) match.numbers.emplace_back(name, number);
    return initializer(rule, match);
  }

 private:
  AnyInitializer initializer(std::size_t rule, const RecordedMatch& match) const {
    return initializers_[rule] ? *initializers_[rule] : (*makers_[rule])(match);
  }

  RecordedRules& add(const char* keyword, std::string_view glob, const std::string& initializer,
                     std::optional<AnyInitializer> value, std::optional<Maker> maker) {
    std::string line = keyword;
    if (!glob.empty()) line += eigeninit::internal::syntax::text_of_pattern(glob);
    if (!initializer.empty()) line += " = " + initializer;
    lines_.push_back(line);
    globs_.emplace_back(glob);
    initializers_.push_back(std::move(value));
    makers_.push_back(std::move(maker));
    has_exceptions_ = false;
    return *this;
  }

  std::vector<std::string> lines_, globs_;
  std::vector<std::optional<AnyInitializer>> initializers_;
  std::vector<std::optional<Maker>> makers_;
  bool has_exceptions_ = false;
};
