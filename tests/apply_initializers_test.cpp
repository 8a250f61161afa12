// That a plan writes what initializers write by themselves from rng.stream(name), bit for bit:
// those of matrices, convolutions and biases, and wrappers. Distributions and schemes:
// apply_test.cpp.
//
// SPDX-License-Identifier: MIT

#include "by_itself.hpp"

namespace init = eigeninit;
using namespace by_itself;

TEST(ApplyInitializers, FillsMatricesLikeTheInitializer) {
  expect_as_by_itself(init::orthogonal{0.5}, small_matrix, Extents<4>{12, 5, 3, 2});
  expect_as_by_itself(init::sparse{0.3, 0.5}, small_matrix, matrix);
  expect_as_by_itself(init::eye{2}, small_matrix, matrix);
}

TEST(ApplyInitializers, FillsConvolutionsLikeTheInitializer) {
  expect_as_by_itself(init::dirac{2}, small_cube, small_kernel);
  expect_as_by_itself(init::dirac{}, cube, kernel);
  expect_as_by_itself(init::bilinear{}, small_cube, kernel);
  expect_as_by_itself(init::delta_orthogonal{}, small_cube, small_kernel);
}

TEST(ApplyInitializers, FillsBiasesLikeTheInitializer) {
  expect_as_by_itself(init::gate_bias{}, short_vector, vector);
  expect_as_by_itself(init::chrono_bias{50}, short_vector, vector);
  expect_as_by_itself(init::prior_bias{0.2}, short_vector);
}

TEST(ApplyInitializers, FillsLikeWrappersOfInitializers) {
  expect_as_by_itself(init::packed{init::xavier_uniform{}, 3}, small_matrix, small_kernel);
  expect_as_by_itself(init::packed{init::normal{}, 4}, vector);
  expect_as_by_itself(init::packed{init::sparse{0.3}, 3}, small_matrix);
  expect_as_by_itself(init::icnr{init::kaiming_normal{}, 2}, small_matrix, matrix);
  expect_as_by_itself(init::scaled{init::xavier_normal{}, 0.3}, small_matrix);
  expect_as_by_itself(init::scaled{init::packed{init::icnr{init::uniform{}, 2}, 3}, -0.25},
                      small_matrix);
}
