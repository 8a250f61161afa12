// The values of an initializer times a factor: by its distribution where that can be scaled, else
// by one more pass.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>
#include <utility>

#include "../kernel/multiply.hpp"
#include "../numeric/strict.hpp"
#include "../random/generator.hpp"
#include "algorithm/scheme.hpp"
#include "initializer.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

template <class I, class = void>
struct works_out_std : std::false_type {};
/// A scheme that has one number for its distribution: the standard deviation.
template <class I>
struct works_out_std<I, std::void_t<decltype(DistributionOf<I>::with_std(
                            std::declval<const I&>().std_for(std::declval<Fans>())))>>
    : std::true_type {};

template <class Distribution, class = void>
struct has_product : std::false_type {};
template <class Distribution>
struct has_product<Distribution,
                   std::void_t<decltype(std::declval<const Distribution&>() * double())>>
    : std::true_type {};

EIGENINIT_STRICT_BEGIN

/// The distribution of an initializer's values times a factor; Undistributed where it can't be
/// told.
template <class Initializer>
auto scaled_distribution(const Initializer& initializer, Fans fans, double factor) {
  if constexpr (works_out_std<Initializer>::value) {
    return DistributionOf<Initializer>::with_std(initializer.std_for(fans) * std::abs(factor));
  } else if constexpr (has_product<DistributionOf<Initializer>>::value) {
    return initializer.distribution_for(fans) * factor;
  } else {
    return Undistributed{};
  }
}

/// Whether scaled_distribution() gives what the initializer's values are drawn from.
template <class Initializer>
constexpr bool can_be_scaled() {
  return !std::is_same_v<
      decltype(scaled_distribution(std::declval<const Initializer&>(), Fans(), 1)), Undistributed>;
}

/// Whether it is known when compiling that a view has one axis.
template <class View>
constexpr bool is_vector_view() {
  if constexpr (is_any_view<View>) {
    return false;
  } else {
    return View::rank == 1;
  }
}

/// The fans that an initializer asks a weight for. A distribution asks for none.
template <class Initializer, class View>
Fans fans_for(const Initializer& initializer, const View& weight) {
  if constexpr (std::is_same_v<DistributionOf<Initializer>, Initializer> ||
                is_vector_view<View>()) {
    return {1, 1};
  } else {
    return weight.rank == 1 ? Fans{1, 1} : shape_fans(weight, initializer.describe().layout);
  }
}

/// Draws from the scaled distribution where that gives the values of `base`, else fills by `base`
/// and multiplies. draw(distribution) and fill(base) must call them with what scaled was called
/// with; fans() is asked only where the distribution is.
template <class Initializer, class View, class GetFans, class Draw, class Fill, class Execute>
void fill_scaled(const Initializer& base, double factor, const View& target, const GetFans& fans,
                 const Draw& draw, const Fill& fill, const Execute& execute) {
  if constexpr (can_be_scaled<Initializer>()) {
    if (factor > 0 && !base.describe().is_composed) {
      draw(scaled_distribution(base, fans(), factor));
      return;
    }
  }
  fill(base);
  multiply(target, factor, execute);
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
