// Super-resolution by sub-pixel convolution: before any training the layer prints a checkerboard
// over the image, unless its kernels start as copies of each other (ICNR).
//
//   super_resolution [folder for the two images]
//
// Writes kaiming.pgm and icnr.pgm, the first output of the network with either start. The network
// is in sub_pixel.hpp.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <fstream>
#include <string>

#include "sub_pixel.hpp"

namespace init = eigeninit;
using Eigen::Index;
using sub_pixel::Image;
using sub_pixel::super_resolve;
using sub_pixel::upscale;

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
  const Image image = sub_pixel::picture();
  const auto report = [&](const char* name, const Eigen::MatrixXf& result) {
    write_pgm(folder + name + ".pgm", result);
    std::printf("%-8s  %3.0f %% of the variance is checkerboard\n", name,
                100 * double(checkerboard(result)));
  };
  // torch.nn.init.kaiming_normal_(conv.weight)
  report("kaiming", super_resolve(image, init::kaiming_normal{}));
  report("icnr", super_resolve(image, init::icnr{init::kaiming_normal{}, upscale}));
}
