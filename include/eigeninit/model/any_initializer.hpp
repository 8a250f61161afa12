// An initializer whose type is known when the program runs: what a rule keeps.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "../distributions/summary.hpp"
#include "../initializers/initializer.hpp"
#include "../random/any_source.hpp"
#include "expected.hpp"
#include "syntax/text_of.hpp"

namespace eigeninit {
namespace internal {
inline namespace EIGENINIT_ABI {

template <class I, class = void>
struct has_check : std::false_type {};
/// One that is not to be asked by filling nothing.
template <class I>
struct has_check<
    I, std::void_t<decltype(std::declval<const I&>().check(std::declval<const AnyView&>()))>>
    : std::true_type {};

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Any initializer. It is one itself: it can be called, asked and wrapped.
class AnyInitializer {
 public:
  /// Holds a copy of an initializer of the library or of a user's own.
  template <class Initializer,
            std::enable_if_t<!std::is_same_v<std::decay_t<Initializer>, AnyInitializer> &&
                                 internal::has_describe<std::decay_t<Initializer>>::value,
                             int> = 0>
  AnyInitializer(Initializer&& initializer)
      : held_(std::make_shared<const Holder<std::decay_t<Initializer>>>(
            std::forward<Initializer>(initializer))) {}

  /// Fills a weight.
  void operator()(const AnyView& weight, AnySource& source) const { held_->fill(weight, source); }

  /// Fills a weight by these fans.
  void operator()(const AnyView& weight, Fans fans, AnySource& source) const {
    held_->fill(weight, fans, source);
  }

  /// Throws what a call would throw. `part` is a part of the weight that has no elements.
  void check(const AnyView& part, AnySource& source) const { held_->check(part, source); }

  /// See initializer.hpp.
  [[nodiscard]] Description describe() const { return held_->describe(); }

  /// See initializer.hpp. Its summary is asked with a scalar that is known when the program runs.
  [[nodiscard]] auto distribution_for(Fans fans) const { return Distribution{held_, fans}; }

  /// What the values of a weight of these fans are in a scalar, where that is known.
  [[nodiscard]] std::optional<Summary> expected(Fans fans, ScalarType type) const {
    return held_->expected(fans, type);
  }

  /// As it is written in rules: "normal(0, 0.02)".
  [[nodiscard]] std::string to_string() const { return held_->to_string(); }

 private:
  struct Held {
    virtual ~Held() = default;
    virtual void fill(const AnyView&, AnySource&) const = 0;
    virtual void fill(const AnyView&, Fans, AnySource&) const = 0;
    virtual void check(const AnyView&, AnySource&) const = 0;
    virtual Description describe() const = 0;
    virtual std::optional<Summary> expected(Fans, ScalarType) const = 0;
    virtual std::string to_string() const = 0;
  };

  template <class Initializer>
  struct Holder final : Held {
    explicit Holder(Initializer initializer) : initializer_(std::move(initializer)) {}
    void fill(const AnyView& weight, AnySource& source) const override {
      initializer_(weight, source);
    }
    void fill(const AnyView& weight, Fans fans, AnySource& source) const override {
      initializer_(weight, fans, source);
    }
    void check(const AnyView& part, AnySource& source) const override {
      if constexpr (internal::has_check<Initializer>::value) {
        initializer_.check(part);
      } else {
        initializer_(part, source);
      }
    }
    Description describe() const override { return initializer_.describe(); }
    std::optional<Summary> expected(Fans fans, ScalarType type) const override {
      return internal::expected_of(initializer_.distribution_for(fans), type);
    }
    std::string to_string() const override { return internal::text_of(initializer_); }

    Initializer initializer_;
  };

  struct Distribution {
    std::shared_ptr<const Held> held;
    Fans fans;
    std::optional<Summary> expected(ScalarType type) const { return held->expected(fans, type); }
  };

  std::shared_ptr<const Held> held_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
