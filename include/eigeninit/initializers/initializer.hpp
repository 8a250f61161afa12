// What an initializer tells others: the third of the library's three protocols.
//
// An initializer is a small value that is called, as const, with a weight and a random source. To
// be wrapped by packed, icnr and scaled, and to be asked by plans, it also has
//
//   Description describe() const        how it reads a weight
//   distribution_for(Fans) const        the distribution of its values in a layer of these fans, or
//                                       Undistributed{} where there is none to tell
//
// It may also have
//
//   double std_for(Fans) const          then distribution_for(fans) is with_std(std_for(fans)), and
//                                       scaled multiplies that number
//
// For a vector without fans, scaled asks for the distribution of Fans{1, 1}. A distribution is an
// initializer that is its own distribution_for(). It may have
//
//   static with_std(double)             the one of mean 0 and this standard deviation: it fits into
//                                       kaiming<…> and the other schemes
//   summary<Scalar>() const             a Summary: mean, standard deviation, bounds
//   operator*(distribution, double)     the distribution of its values times a factor: scaled draws
//                                       from it
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <utility>

#include "../scaling/fans.hpp"
#include "../tensor/view.hpp"

namespace eigeninit {

class Generator;

inline namespace EIGENINIT_ABI {

/// How an initializer reads a weight.
struct Description {
  /// Which axes are outputs and inputs; packed and icnr divide the outputs.
  Layout layout = Layout::out_in();
  /// Whether it refuses shards, because the values of a part depend on all of the whole.
  bool needs_whole = false;
  /// Whether its values are not simply drawn from distribution_for(): it hands parts of the weight
  /// to another initializer, or changes signs. scaled then multiplies afterwards.
  bool is_composed = false;
  /// How many layers share the weight, one after the other along its outputs, each with the fans of
  /// its own part.
  Index parts = 1;
  /// How many outputs in a row have the same values. They count as one in the fans.
  Index copies = 1;
};

/// In the place of a distribution, where there is none to tell.
struct Undistributed {};

}  // namespace EIGENINIT_ABI

namespace internal {
inline namespace EIGENINIT_ABI {

template <class I, class = void>
struct has_describe : std::false_type {};
template <class I>
struct has_describe<I, std::enable_if_t<std::is_same_v<
                           Plain<decltype(std::declval<const I&>().describe())>, Description>>>
    : std::true_type {};

template <class I, class = void>
struct has_distribution : std::false_type {};
template <class I>
struct has_distribution<
    I, std::void_t<decltype(std::declval<const I&>().distribution_for(std::declval<Fans>()))>>
    : std::true_type {};

/// Whether it can be called with a weight of some rank.
template <class I>
inline constexpr bool is_called_with_weights =
    std::is_invocable_v<const I&, View<float, 2>&, Generator&> ||
    std::is_invocable_v<const I&, View<float, 4>&, Generator&> ||
    std::is_invocable_v<const I&, View<float, 1>&, Generator&>;

/// Does not compile for what can't be wrapped.
template <class Base>
constexpr bool require_initializer() {
  static_assert(has_describe<Base>::value,
                "eigeninit: the wrapped initializer has no describe(). Give it "
                "eigeninit::Description describe() const { return {}; }.");
  static_assert(has_distribution<Base>::value,
                "eigeninit: the wrapped initializer has no distribution_for(fans). Give it one "
                "that returns the distribution of its values, or eigeninit::Undistributed.");
  return true;
}

/// The distribution that an initializer draws from.
template <class I>
using DistributionOf = decltype(std::declval<const I&>().distribution_for(std::declval<Fans>()));

}  // namespace EIGENINIT_ABI
}  // namespace internal

inline namespace EIGENINIT_ABI {

/// Whether a type is an initializer that can be wrapped and asked.
template <class I>
inline constexpr bool is_initializer_v =
    internal::has_describe<std::decay_t<I>>::value&& internal::has_distribution<
        std::decay_t<I>>::value&& internal::is_called_with_weights<std::decay_t<I>>;

#if defined(__cpp_concepts) && __cpp_concepts >= 201907L
/// is_initializer_v, as a concept.
template <class I>
concept Initializer = is_initializer_v<I>;
#endif

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
