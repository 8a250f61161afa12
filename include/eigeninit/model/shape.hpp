// The extents of parameters, and their text.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "../numeric/error.hpp"
#include "../tensor/any_view.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// The extents of the whole tensor.
inline std::vector<Index> shape_of(const AnyView& view) {
  std::vector<Index> shape;
  for (std::size_t k = 0; k < view.rank; ++k) shape.push_back(view.axes[k].whole);
  return shape;
}

/// "768 x 3072".
inline std::string text_of_shape(const std::vector<Index>& shape) {
  std::string result;
  for (const Index extent : shape) result += (result.empty() ? "" : " x ") + text(extent);
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::model
