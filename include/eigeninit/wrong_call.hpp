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

template <class T, class = void>
struct is_eigen_expression : std::false_type {};
template <class T>
struct is_eigen_expression<T, std::void_t<typename T::StorageKind>> : std::true_type {};

/// For what has no view. Its type is deduced, so that this is compiled before what the caller does
/// with the view.
template <class T>
auto refuse_object() {
  if constexpr (is_eigen_expression<Plain<T>>::value) {
    static_assert(never<T>,
                  "eigeninit: this Eigen expression has no strides in memory. Fill a Matrix or "
                  "Tensor of its shape and assign that to it, or pass a Map.");
  } else {
    static_assert(never<T>,
                  "eigeninit: only Eigen objects can be filled. Pass one whose elements are in "
                  "memory, before the source, or wrap raw memory in an Eigen::Map.");
  }
}

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

/// For a tensor in the place of a setting: kaiming_normal{w, rng}, in C++20 kaiming_normal(w, rng).
template <class Tensor>
constexpr bool refuse_setting() {
  static_assert(never<Tensor>,
                "eigeninit: braces hold the settings, parentheses take the tensor and the source: "
                "kaiming_normal{}(w, rng).");
  return true;
}

/// For the sources that an initializer without random values is given.
template <class... Sources>
void require_sources() {
  static_assert((!std::is_scalar_v<std::remove_reference_t<Sources>> && ...),
                "eigeninit: braces hold the settings, parentheses take the tensor: "
                "constant{0.5}(w).");
}

/// The distribution of a scheme that was written without one: variance_scaling{2.0}.
template <class... Settings>
struct NoDistribution {
  static_assert(never<Settings...>,
                "eigeninit: a scheme needs a distribution. Name it, variance_scaling<normal>{2}, "
                "or take a scheme that has one, kaiming_normal{}.");
};

/// What a wrapper would wrap whose members were given in the other order: scaled{2.0, base}.
template <class Base>
struct NotFirst {
  static_assert(never<Base>,
                "eigeninit: the wrapped initializer stands first: scaled{kaiming_normal{}, 0.5}, "
                "packed{xavier_uniform{}, 3}, icnr{kaiming_normal{}, 2}.");
};

}  // namespace EIGENINIT_ABI
}  // namespace wrong_call
}  // namespace eigeninit
