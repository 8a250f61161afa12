// The data of the picture `icnr`: an image, and what a network that enlarges it makes of it before
// any training, with and without ICNR.
//
// Prints three matrices of numbers from 0 (the darkest pixel of each) to 255, with two empty lines
// between them, as gnuplot's `index` takes them.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>

#include "../sub_pixel.hpp"

namespace init = eigeninit;
using Eigen::Index;

void print(const char* title, const Eigen::MatrixXf& image) {
  const float low = image.minCoeff(), range = image.maxCoeff() - low;
  std::printf("# %s\n", title);
  for (Index y = 0; y < image.rows(); ++y) {
    for (Index x = 0; x < image.cols(); ++x) {
      std::printf("%.0f ", double(255 * (image(y, x) - low) / range));
    }
    std::printf("\n");
  }
  std::printf("\n\n");
}

int main() {
  const sub_pixel::Image image = sub_pixel::picture();
  print("input",
        Eigen::Map<const Eigen::Matrix<float, sub_pixel::size, sub_pixel::size>>(image.data()));
  print("kaiming_normal", sub_pixel::super_resolve(image, init::kaiming_normal{}));
  print("icnr",
        sub_pixel::super_resolve(image, init::icnr{init::kaiming_normal{}, sub_pixel::upscale}));
}
