// The values of another initializer, times a factor.
//
// SPDX-License-Identifier: MIT
#pragma once

#include "../numeric/strict.hpp"
#include "../random/draw.hpp"
#include "algorithm/call.hpp"
#include "algorithm/wrapped.hpp"
#include "initializer.hpp"
#include "scale.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// The values of `base` times `factor`: scaled{kaiming_normal{}, gpt2_factor(12)}.
///
/// Where `base` tells what it draws from, and the factor is above 0, that distribution is scaled
/// and drawn from once: scaled{normal{0, 0.02}, 0.5} gives the values of normal{0, 0.01}. Otherwise
/// (orthogonal, packed, …) `base` fills, and one more pass over memory multiplies; an element is
/// then rounded twice, and a product beyond the scalar's range is infinite.
template <class Base>
struct [[nodiscard]] scaled {
  static_assert(internal::require_initializer<Base>());

  Base base = {};     ///< whose values they are
  double factor = 1;  ///< what they are multiplied by

  /// Fills what `base` fills. Throws std::invalid_argument for a factor that is not finite, and
  /// what the scaled distribution, or else `base`, throws.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Source> = 0>
  void operator()(Tensor&& w, Source&& source) const {
    require_factor();
    const auto target = view(w);
    const auto draw = [&](const auto& initializer) { initializer(target, source); };
    internal::fill_scaled(
        base, factor, target, [&] { return internal::fans_for(base, target); }, draw, draw,
        internal::threads_of(source));
  }

  /// The same by these fans.
  template <class Tensor, class Source, internal::IfCalls<Base, Tensor, Fans, Source> = 0>
  void operator()(Tensor&& w, Fans fans, Source&& source) const {
    require_factor();
    const auto target = view(w);
    internal::fill_scaled(
        base, factor, target, [&] { return fans; },
        [&](const auto& distribution) { distribution(target, source); },
        [&](const auto& initializer) { initializer(target, fans, source); },
        internal::threads_of(source));
  }

  /// The same where `base` draws nothing.
  template <class Tensor, internal::IfCalls<Base, Tensor> = 0>
  void operator()(Tensor&& w) const {
    require_factor();
    const auto target = view(w);
    const auto fill = [&](const auto& initializer) { initializer(target); };
    internal::fill_scaled(
        base, factor, target,
        [] {
          return Fans{1, 1};
        },
        fill, fill, internal::threads::OpenMp());
  }

  EIGENINIT_WRONG_CALLS_OF_WRAPPING(Base)

  /// That of `base`.
  [[nodiscard]] Description describe() const {
    Description that = base.describe();
    that.is_composed = that.is_composed || factor <= 0;
    return that;
  }
  /// That of `base`, scaled.
  [[nodiscard]] auto distribution_for(Fans fans) const {
    return internal::scaled_distribution(base, fans, factor);
  }

 private:
  void require_factor() const {
    if (!internal::is_finite(factor)) {
      internal::refuse("scaled: factor is ", factor, "; pass a finite number");
    }
  }
};

/// The type of the wrapped initializer follows from it.
template <class Base>
scaled(Base, double) -> scaled<Base>;
/// Does not compile: the wrapped initializer stands first.
template <class Base>
scaled(double, Base) -> scaled<internal::NotFirst<Base>>;

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
