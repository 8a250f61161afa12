// What initializers that divide the outputs of a weight and leave the rest to another one have to
// know of it: which axis holds the outputs, and whether it can fill a part.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../error.hpp"
#include "../layout.hpp"

namespace eigeninit::wrapped {
inline namespace EIGENINIT_ABI {

template <class T, class = void>
struct has_layout : std::false_type {};
template <class T>
struct has_layout<T, std::void_t<decltype(T::layout)>> : std::true_type {};

template <class T, class = void>
struct has_base : std::false_type {};
template <class T>
struct has_base<T, std::void_t<decltype(T::base)>> : std::true_type {};

template <class T, class = void>
struct says_needs_whole : std::false_type {};
template <class T>
struct says_needs_whole<T, std::void_t<decltype(T::needs_whole)>>
    : std::bool_constant<T::needs_whole> {};

/// Whether an initializer or a random source, or the initializer that it wraps, refuses a part of a
/// tensor, which it says by a member `needs_whole`.
template <class T>
constexpr bool needs_whole() {
  if constexpr (says_needs_whole<T>::value) {
    return true;
  } else if constexpr (has_base<T>::value) {
    return needs_whole<decltype(T::base)>();
  } else {
    return false;
  }
}

/// The layout that an initializer, or the one that it wraps, reads weights by.
template <class Initializer>
Layout layout_of(const Initializer& initializer) {
  if constexpr (has_layout<Initializer>::value) {
    return initializer.layout;
  } else if constexpr (has_base<Initializer>::value) {
    return layout_of(initializer.base);
  } else {
    return Layout::out_in();
  }
}

/// The output axis in a tensor of `rank` axes; of a vector, such as a bias, axis 0.
/// Throws std::invalid_argument, in the name of `wrapper`, unless there is exactly one.
template <class Initializer>
std::size_t output_axis(const char* wrapper, const Initializer& initializer, std::size_t rank) {
  if (rank == 1) return 0;
  const std::uint32_t axes = layout_of(initializer).out().bits(rank);
  for (std::size_t k = 0; k < rank; ++k) {
    if (axes == 1u << k) return k;
  }
  error::refuse(wrapper, ": at rank ", rank,
                " the layout does not name exactly one output axis; pass one that does");
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::wrapped
