// Which axis of a weight holds the outputs, for initializers that divide the outputs and leave the
// rest to another one: its layout decides.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../error.hpp"
#include "../layout.hpp"

namespace eigeninit::output_axis {

template <class T, class = void>
struct has_layout : std::false_type {};
template <class T>
struct has_layout<T, std::void_t<decltype(T::layout)>> : std::true_type {};

template <class T, class = void>
struct has_base : std::false_type {};
template <class T>
struct has_base<T, std::void_t<decltype(T::base)>> : std::true_type {};

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
std::size_t of(const char* wrapper, const Initializer& initializer, std::size_t rank) {
  if (rank == 1) return 0;
  const std::uint32_t axes = layout_of(initializer).out().bits(rank);
  for (std::size_t k = 0; k < rank; ++k) {
    if (axes == 1u << k) return k;
  }
  error::refuse(wrapper, ": at rank ", rank,
                " the layout does not name exactly one output axis; pass one that does");
}

}  // namespace eigeninit::output_axis
