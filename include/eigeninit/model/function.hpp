// A function (tensor, source) as an initializer, for rules.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "../initializers/initializer.hpp"
#include "../numeric/error.hpp"
#include "../random/any_source.hpp"
#include "../tensor/any_view.hpp"
#include "../tensor/transform.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Calls use(view) with the view of the weight's own scalar and rank, if use() takes that: whether
/// it did. What has `auto` in the place of the weight takes the AnyView itself.
template <class Scalar, class Takes, class Use, std::size_t... rank>
bool with_rank(const AnyView& weight, const Takes& takes, const Use& use,
               std::index_sequence<rank...>) {
  const auto with = [&](auto number) {
    constexpr std::size_t axes = decltype(number)::value + 1;
    using Weight = View<Scalar, axes>;
    if constexpr (decltype(takes(std::declval<Weight&>()))::value) {
      if (weight.rank != axes) return false;
      Weight view = typed<Scalar, axes>(weight);
      use(view);
      return true;
    }
    return false;
  };
  return (with(std::integral_constant<std::size_t, rank>()) || ...);
}

/// The views of all scalars and ranks.
template <class Takes, class Use>
bool with_view(const AnyView& weight, const Takes& takes, const Use& use) {
  return with_scalar(weight.type(), [&](auto scalar) {
    using Scalar = typename decltype(scalar)::Type;
    return with_rank<Scalar>(weight, takes, use,
                             std::make_index_sequence<OperationsOf<Scalar>::rank>());
  });
}

/// How a function is called: with any source, or with a Generator.
template <class Function, class Weight>
inline constexpr bool takes_any_source = std::is_invocable_v<const Function&, Weight&, AnySource&>;
template <class Function, class Weight>
inline constexpr bool takes_generator = std::is_invocable_v<const Function&, Weight&, Generator&>;
template <class Function, class Weight>
inline constexpr bool takes_weight =
    takes_any_source<Function, Weight> || takes_generator<Function, Weight>;

/// [](eigeninit::View<float, 2> w, eigeninit::Generator& rng) { … } as an initializer that is asked
/// for whole weights.
template <class Function>
class Called {
 public:
  explicit Called(Function function) : function_(std::move(function)) {}

  void operator()(const AnyView& weight, AnySource& source) const {
    const bool is_done = find(weight, [&](auto& view) { call(view, source); });
    if (!is_done) refuse_weight(weight);
  }
  void operator()(const AnyView& weight, Fans, AnySource& source) const { (*this)(weight, source); }

  /// Throws where the function does not take this weight.
  void check(const AnyView& weight) const {
    if (!find(weight, [](auto&) {})) refuse_weight(weight);
  }

  static Description describe() { return {Layout::out_in(), /*needs_whole=*/true, true}; }
  static Undistributed distribution_for(Fans) { return {}; }
  static std::string to_string() { return "function"; }

 private:
  template <class Use>
  static bool find(const AnyView& weight, const Use& use) {
    if constexpr (takes_weight<Function, const AnyView>) {
      use(weight);
      return true;
    } else {
      const auto takes = [](auto& view) {
        return std::bool_constant<
            takes_weight<Function, std::remove_reference_t<decltype(view)>>>();
      };
      return with_view(weight, takes, use);
    }
  }

  template <class Weight>
  void call(Weight& weight, AnySource& source) const {
    if constexpr (takes_any_source<Function, Weight>) {
      function_(weight, source);
    } else {
      Generator* const generator = source.generator();
      if (generator == nullptr) {
        refuse(
            "rules: a function takes an eigeninit::Generator, and the plan is applied with "
            "another source; let it take eigeninit::AnySource&");
      }
      function_(weight, *generator);
    }
  }

  [[noreturn]] static void refuse_weight(const AnyView& weight) {
    refuse("the function does not take a ", name_of(weight.type()), " weight of ", weight.rank,
           " axes; let it take an eigeninit::View of that scalar and rank");
  }

  Function function_;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
