// What the two translation units of the consumer share.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <eigeninit/eigeninit.hpp>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>

struct Weights {
  Eigen::MatrixXf dense{16, 8};
  Eigen::Tensor<double, 4> kernel{8, 3, 3, 3};
  Eigen::TensorFixedSize<float, Eigen::Sizes<8, 4>> fixed;
  Eigen::VectorXf bias{16};
};

Weights weights_from_the_other_unit();
