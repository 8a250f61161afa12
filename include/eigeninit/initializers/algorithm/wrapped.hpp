// What initializers need that hand a weight, or parts of it, to another one.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../../numeric/error.hpp"
#include "../../scaling/layout.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

/// The output axis of a layout in a tensor of `rank` axes; of a vector, such as a bias, axis 0.
/// Throws std::invalid_argument, in the name of `wrapper`, unless there is exactly one.
inline std::size_t output_axis(const char* wrapper, const Layout& layout, std::size_t rank) {
  if (rank == 1) return 0;
  const std::uint32_t axes = layout.out().bits(rank);
  for (std::size_t k = 0; k < rank; ++k) {
    if (axes == 1u << k) return k;
  }
  refuse(wrapper, ": at rank ", rank,
         " the layout does not name exactly one output axis; pass one that does");
}

/// What a wrapper would wrap whose members were given in the other order: scaled{2.0, base}.
template <class Base>
struct NotFirst {
  static_assert(never<Base>,
                "eigeninit: the wrapped initializer stands first: scaled{kaiming_normal{}, 0.5}, "
                "packed{xavier_uniform{}, 3}, icnr{kaiming_normal{}, 2}.");
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
