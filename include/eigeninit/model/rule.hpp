// One rule: which parameters it is about, and what becomes of them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "any_initializer.hpp"
#include "function.hpp"
#include "match.hpp"
#include "pattern/pattern.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// The initializer that a rule has for a parameter.
struct Maker {
  virtual ~Maker() = default;
  virtual AnyInitializer make(const Match&) const = 0;
  virtual std::string to_string() const = 0;
};

/// The same one for all.
struct Constant final : Maker {
  explicit Constant(AnyInitializer initializer) : initializer_(std::move(initializer)) {}
  AnyInitializer make(const Match&) const override { return initializer_; }
  std::string to_string() const override { return initializer_.to_string(); }

  AnyInitializer initializer_;
};

/// What a function of the match returns.
template <class Function>
struct Made final : Maker {
  explicit Made(Function function) : function_(std::move(function)) {}
  AnyInitializer make(const Match& match) const override { return function_(match); }
  std::string to_string() const override { return text_of_function(function_); }

  Function function_;
};

template <class T>
inline constexpr bool is_maker = std::is_invocable_v<const T&, const Match&>;

/// What stands on the right of a rule: an initializer, a function of the Match that returns one, or
/// a function (tensor, source).
template <class T>
std::shared_ptr<const Maker> maker_of(T&& value) {
  using Value = std::decay_t<T>;
  if constexpr (std::is_same_v<Value, AnyInitializer> || has_describe<Value>::value) {
    return std::make_shared<const Constant>(AnyInitializer(std::forward<T>(value)));
  } else if constexpr (is_maker<Value>) {
    return std::make_shared<const Made<Value>>(std::forward<T>(value));
  } else {
    static_assert(std::is_class_v<Value> || std::is_function_v<std::remove_pointer_t<Value>>,
                  "eigeninit: a rule needs an initializer after the pattern, or a function: of an "
                  "eigeninit::Match that returns one, or of a weight and a source.");
    return std::make_shared<const Constant>(AnyInitializer(Called<Value>(std::forward<T>(value))));
  }
}

/// What a rule is about, where it is no pattern.
struct Predicate {
  virtual ~Predicate() = default;
  virtual bool matches(std::string_view name, const std::vector<Index>& shape) const = 0;
};
template <class Function>
struct PredicateOf final : Predicate {
  explicit PredicateOf(Function function) : function_(std::move(function)) {}
  bool matches(std::string_view name, const std::vector<Index>& shape) const override {
    return function_(name, shape);
  }

  Function function_;
};

template <class T>
inline constexpr bool is_predicate =
    std::is_invocable_r_v<bool, const T&, std::string_view, const std::vector<Index>&>;

/// A rule.
struct Rule {
  enum class Kind { fill, keep, otherwise };
  Kind kind;
  std::optional<pattern::Glob> glob;           ///< or
  std::shared_ptr<const Predicate> predicate;  ///< else all
  std::shared_ptr<const Maker> maker;          ///< null where parameters are kept
  std::vector<pattern::Glob> exceptions{};
  bool is_optional = false;

  /// Whether it is about a parameter, exceptions aside. Takes the numbers of its name.
  bool names(Match& match) const {
    if (glob) return glob->matches(match.name(), match.captures());
    match.captures().clear();
    return predicate == nullptr || predicate->matches(match.name(), match.shape());
  }

  /// As messages name it.
  std::string name() const {
    if (kind == Kind::otherwise) return "otherwise";
    return glob ? "'" + glob->text() + "'" : "a predicate";
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
