// A network that enlarges images by sub-pixel convolution, as it is before any training, and an
// image for it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

namespace sub_pixel {

namespace init = eigeninit;
using Eigen::Index;
using Image = Eigen::Tensor<float, 3>;   // channels, height, width
using Kernel = Eigen::Tensor<float, 4>;  // out, in, height, width

constexpr Index upscale = 3;
constexpr Index size = 32;
constexpr Index features = 16;

/// A ring and a disc on a ramp.
inline Image picture() {
  Image image(1, size, size);
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size; ++x) {
      const float ring = std::hypot(float(y) - 15, float(x) - 14);
      const float disc = std::hypot(float(y) - 22, float(x) - 24);
      image(0, y, x) = 0.02f * float(x) + (ring > 8 && ring < 11 ? 0.5f : 0) + (disc < 5 ? 1 : 0);
    }
  }
  return image;
}

/// torch.nn.Conv2d(in, out, 3, padding='same', padding_mode='replicate', bias=False)
inline Image convolve(const Kernel& kernel, const Image& image) {
  const auto at = [](Index i) { return std::clamp(i, Index(0), size - 1); };
  Image out(kernel.dimension(0), size, size);
  for (Index o = 0; o < kernel.dimension(0); ++o) {
    for (Index y = 0; y < size; ++y) {
      for (Index x = 0; x < size; ++x) {
        float sum = 0;
        for (Index c = 0; c < kernel.dimension(1); ++c) {
          for (Index i = 0; i < 9; ++i) {
            sum += kernel(o, c, i / 3, i % 3) * image(c, at(y + i / 3 - 1), at(x + i % 3 - 1));
          }
        }
        out(o, y, x) = sum;
      }
    }
  }
  return out;
}

/// torch.nn.PixelShuffle(upscale), to one channel.
inline Eigen::MatrixXf pixel_shuffle(const Image& image) {
  Eigen::MatrixXf out(size * upscale, size * upscale);
  for (Index y = 0; y < out.rows(); ++y) {
    for (Index x = 0; x < out.cols(); ++x) {
      out(y, x) = image(y % upscale * upscale + x % upscale, y / upscale, x / upscale);
    }
  }
  return out;
}

/// The whole network: features, ReLU, sub-pixel convolution.
template <class Start>
Eigen::MatrixXf super_resolve(const Image& image, const Start& start) {
  const init::Generator rng(42);
  Kernel first(features, 1, 3, 3), last(upscale * upscale, features, 3, 3);
  init::kaiming_normal{}(first, rng.stream("first"));
  start(last, rng.stream("last"));
  return pixel_shuffle(convolve(last, convolve(first, image).cwiseMax(0.0f)));
}

}  // namespace sub_pixel
