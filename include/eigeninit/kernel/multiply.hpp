// The elements of a view times a factor.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../numeric/strict.hpp"
#include "../tensor/any_traversal.hpp"
#include "../tensor/complex_parts.hpp"
#include "../tensor/traversal.hpp"
#include "parameters.hpp"

namespace eigeninit::internal {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

/// Each element becomes its product with `factor`, rounded to the scalar, on the threads of
/// `execute`.
template <class View, class Execute>
void multiply(const View& target, double factor, const Execute& execute) {
  const auto numbers = parts(target);
  using Scalar = typename decltype(numbers)::Scalar;
  traversal::in_memory_order(
      numbers,
      [factor](Scalar* line, std::ptrdiff_t count, std::ptrdiff_t stride) {
        for (std::ptrdiff_t i = 0; i < count; ++i) {
          Scalar& element = line[i * stride];
          element = Scalar(kernel::Compute<Scalar>(double(element) * factor));
        }
      },
      execute);
}
/// Whose threads do not matter: plans fill on several threads by themselves.
template <class Execute>
void multiply(const AnyView& target, double factor, const Execute&) {
  const ScalarOperations& operations = *target.operations;
  const auto size = std::ptrdiff_t(operations.number_size);
  traversal::for_each_tile(
      target, traversal::TileVisitor([&](std::uint64_t, const Tile& tile, char* first) {
        for (std::ptrdiff_t c = 0; c < tile.columns; ++c) {
          for (std::ptrdiff_t r = 0; r < tile.rows; ++r) {
            char* const number = first + (r * tile.row_stride + c * tile.column_stride) * size;
            operations.put(number, operations.get(number) * factor);
          }
        }
      }));
}

EIGENINIT_STRICT_END

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal
