// The ways from a call to its random source: an eigeninit::Generator, a std:: engine, or any type
// with a member fill(view, distribution).
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <utility>

#include "../complex.hpp"
#include "../view.hpp"
#include "../wrong_call.hpp"
#include "generator.hpp"
#include "std_engine.hpp"

namespace eigeninit::random_source {
inline namespace EIGENINIT_ABI {

template <class Source, class View, class Distribution, class = void>
struct can_fill : std::false_type {};
template <class Source, class View, class Distribution>
struct can_fill<Source, View, Distribution,
                std::void_t<decltype(std::declval<Source&>().fill(
                    std::declval<View>(), std::declval<Distribution>()))>> : std::true_type {};

/// Whether a source has no complex values, which it says by a member `real_only`.
template <class Source, class = void>
struct is_real_only : std::false_type {};
template <class Source>
struct is_real_only<Source, std::void_t<decltype(Source::real_only)>> : std::true_type {};

/// The one way from a distribution to memory.
template <class Tensor, class Source, class Distribution>
void fill(Tensor&& w, Source& source, const Distribution& distribution) {
  const auto target = view(std::forward<Tensor>(w));
  using Scalar = typename decltype(target)::Scalar;
  if constexpr (complex_values::is_complex<Scalar>::value) {
    static_assert(!is_real_only<Source>::value,
                  "eigeninit: torch::Generator fills float and double. Fill a complex tensor from "
                  "an eigeninit::Generator.");
    (void)distribution.template parameters<typename Scalar::value_type>();
    distribution.fill_complex(target, source);
  } else if constexpr (is_engine<Source>::value) {
    // Refused before the engine moves on.
    (void)distribution.template parameters<Scalar>();
    Generator(draw_key(source)).fill(target, distribution);
  } else if constexpr (can_fill<Source, decltype(target), Distribution>::value) {
    source.fill(target, distribution);
  } else {
    static_assert(wrong_call::never<Source>,
                  "eigeninit: random values need a source that can be written to. Pass an "
                  "eigeninit::Generator or a std:: engine, not const, after the tensor.");
  }
}

template <class Source, class = void>
struct can_permute : std::false_type {};
template <class Source>
struct can_permute<Source, std::void_t<decltype(std::declval<Source&>().permutation(Index()))>>
    : std::true_type {};

/// The one way to a random order of 0 … n-1. A std:: engine gives a key for each.
template <class Source>
auto permutation(Source& source, Index n) {
  if constexpr (is_engine<Source>::value) {
    shuffle::require_length(n);
    return Generator(draw_key(source)).permutation(n);
  } else {
    static_assert(can_permute<Source>::value,
                  "eigeninit: a random order needs a source with permutation(n). Pass an "
                  "eigeninit::Generator or a std:: engine, not const, after the tensor.");
    return source.permutation(n);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::random_source
