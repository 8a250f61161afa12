// Super-resolution by sub-pixel convolution: before any training the layer prints a checkerboard
// over the image, unless its kernels start as copies of each other (ICNR).
//
//   super_resolution [folder for the two images]
//
// Writes kaiming.pgm and icnr.pgm, the first output of the network with either start.
//
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <fstream>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>

namespace init = eigeninit;
using Eigen::Index;
using Image = Eigen::Tensor<float, 3>;   // channels, height, width
using Kernel = Eigen::Tensor<float, 4>;  // out, in, height, width

constexpr Index upscale = 3;
constexpr Index size = 32;
constexpr Index features = 16;

/// A ring and a disc on a ramp.
Image picture() {
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
Image convolve(const Kernel& kernel, const Image& image) {
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
Eigen::MatrixXf pixel_shuffle(const Image& image) {
  Eigen::MatrixXf out(size * upscale, size * upscale);
  for (Index y = 0; y < out.rows(); ++y) {
    for (Index x = 0; x < out.cols(); ++x) {
      out(y, x) = image(y % upscale * upscale + x % upscale, y / upscale, x / upscale);
    }
  }
  return out;
}

/// How much of the image's variance lies inside cells of upscale × upscale pixels that were one
/// pixel: 0 for nearest-neighbour upsampling.
float checkerboard(const Eigen::MatrixXf& image) {
  float inside = 0;
  for (Index y = 0; y < image.rows(); y += upscale) {
    for (Index x = 0; x < image.cols(); x += upscale) {
      const auto cell = image.block<upscale, upscale>(y, x).array();
      inside += (cell - cell.mean()).square().sum();
    }
  }
  return inside / (image.array() - image.mean()).square().sum();
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

void write_pgm(const std::string& path, const Eigen::MatrixXf& image) {
  std::ofstream file(path, std::ios::binary);
  file << "P5\n" << image.cols() << " " << image.rows() << "\n255\n";
  const float low = image.minCoeff(), range = image.maxCoeff() - low;
  for (Index y = 0; y < image.rows(); ++y) {
    for (Index x = 0; x < image.cols(); ++x) {
      file.put(static_cast<char>(std::lround(255 * (image(y, x) - low) / range)));
    }
  }
  if (!file) std::printf("cannot write %s\n", path.c_str());
}

int main(int count, char** arguments) {
  const std::string folder = count > 1 ? std::string(arguments[1]) + "/" : "";
  const Image image = picture();
  const auto report = [&](const char* name, const Eigen::MatrixXf& result) {
    write_pgm(folder + name + ".pgm", result);
    std::printf("%-8s  %3.0f %% of the variance is checkerboard\n", name,
                100 * double(checkerboard(result)));
  };
  // torch.nn.init.kaiming_normal_(conv.weight)
  report("kaiming", super_resolve(image, init::kaiming_normal{}));
  report("icnr", super_resolve(image, init::icnr{init::kaiming_normal{}, upscale}));
}
