// What a wrong call says: sentences that name the right one.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include "abi.hpp"

namespace eigeninit {

struct Fans;

namespace wrong_call {
inline namespace EIGENINIT_ABI {

template <class...>
inline constexpr bool never = false;

template <class T>
using Plain = std::remove_cv_t<std::remove_reference_t<T>>;

/// For the arguments of a call for which a random initializer has no overload.
template <class... Arguments>
void refuse_arguments() {
  if constexpr (sizeof...(Arguments) < 2) {
    static_assert(never<Arguments...>,
                  "eigeninit: random values need a source. Pass an eigeninit::Generator or a std:: "
                  "engine after the tensor: kaiming_normal{}(w, rng).");
  } else if constexpr ((std::is_same_v<Plain<Arguments>, Fans> || ...)) {
    static_assert(never<Arguments...>,
                  "eigeninit: fans stand between the tensor and the source, in a call of a scheme "
                  "that divides by them: kaiming_normal{}(w, Fans{784, 256}, rng).");
  } else {
    static_assert(never<Arguments...>,
                  "eigeninit: braces hold the settings, parentheses take the tensor and the "
                  "source: normal{0, 0.02}(w, rng).");
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace wrong_call
}  // namespace eigeninit
