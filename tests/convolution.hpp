// Convolutions written down as their definition says, to see what starting weights do.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "everywhere.hpp"

namespace convolution {

using everywhere::for_each_index;
using everywhere::Index;
using everywhere::Place;

template <std::size_t rank>
using Tensor = Eigen::Tensor<double, int(rank)>;

template <std::size_t rank>
Place<rank> shape_of(const Tensor<rank>& tensor) {
  return everywhere::init::internal::whole_extents(tensor);
}

template <std::size_t rank>
bool is_inside(const Place<rank>& shape, const Place<rank>& index) {
  for (std::size_t k = 0; k < rank; ++k) {
    if (index[k] < 0 || index[k] >= shape[k]) return false;
  }
  return true;
}

/// Weight (out, in / groups, k…), image (in, extents…), padded with k / 2 zeros before the image:
/// torch.nn.functional.conv with padding=k//2, cut to the image's size.
template <std::size_t rank>
Tensor<rank - 1> convolve(const Tensor<rank>& weight, const Tensor<rank - 1>& image,
                          Index groups = 1) {
  const Place<rank> kernel = shape_of<rank>(weight);
  const Place<rank - 1> extents = shape_of<rank - 1>(image);
  Place<rank - 1> out_shape = extents;
  out_shape[0] = kernel[0];
  Tensor<rank - 1> out(out_shape);
  out.setZero();
  for_each_index(kernel, [&](const Place<rank>& tap) {
    for_each_index(out_shape, [&](const Place<rank - 1>& place) {
      if (place[0] != tap[0]) return;
      Place<rank - 1> from = place;
      from[0] = tap[0] / (kernel[0] / groups) * kernel[1] + tap[1];
      for (std::size_t k = 1; k + 1 < rank; ++k) from[k] += tap[k + 1] - kernel[k + 1] / 2;
      if (is_inside(extents, from)) out(place) += weight(tap) * image(from);
    });
  });
  return out;
}

/// Weight (in, out, k…), image (in, extents…) to (out, (extents − 1) · stride + k…).
template <std::size_t rank>
Tensor<rank - 1> convolve_transposed(const Tensor<rank>& weight, const Tensor<rank - 1>& image,
                                     Index stride) {
  const Place<rank> kernel = shape_of<rank>(weight);
  const Place<rank - 1> extents = shape_of<rank - 1>(image);
  Place<rank - 1> out_shape;
  out_shape[0] = kernel[1];
  for (std::size_t k = 1; k + 1 < rank; ++k) {
    out_shape[k] = (extents[k] - 1) * stride + kernel[k + 1];
  }
  Tensor<rank - 1> out(out_shape);
  out.setZero();
  for_each_index(kernel, [&](const Place<rank>& tap) {
    for_each_index(extents, [&](const Place<rank - 1>& place) {
      if (place[0] != tap[0]) return;
      Place<rank - 1> to = place;
      to[0] = tap[1];
      for (std::size_t k = 1; k + 1 < rank; ++k) to[k] = place[k] * stride + tap[k + 1];
      out(to) += weight(tap) * image(place);
    });
  });
  return out;
}

}  // namespace convolution
