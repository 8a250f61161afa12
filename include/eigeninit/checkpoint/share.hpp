// Which of several processes makes and writes what.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../numeric/error.hpp"
#include "../tensor/index.hpp"

namespace eigeninit {
inline namespace EIGENINIT_ABI {

/// One of several processes that have a model among them, such as a rank of MPI.
struct Share {
  Index number = 0;  ///< which one it is, from 0
  Index count = 1;   ///< how many there are

  /// Throws std::invalid_argument unless number is one of count.
  void check() const {
    if (number >= 0 && number < count) return;
    internal::refuse("Share: number ", number, " of ", count, "; pass a number from 0 to ",
                     "one below the count");
  }
  /// Whether this process has piece `piece` of parameter `row` of what nobody has by himself.
  [[nodiscard]] bool has(std::size_t row, std::size_t piece) const noexcept {
    return (row + piece) % std::size_t(count) == std::size_t(number);
  }
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
