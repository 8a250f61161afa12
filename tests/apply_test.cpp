// That a plan writes what distributions and schemes write by themselves from rng.stream(name), bit
// for bit, whatever else the model has. Other initializers: apply_initializers_test.cpp.
//
// SPDX-License-Identifier: MIT

#include "by_itself.hpp"

namespace init = eigeninit;
using namespace by_itself;

TEST(Apply, DrawsUniformNumbersLikeTheInitializer) {
  expect_as_by_itself(init::uniform{-0.3, 0.7}, short_vector, small_matrix, small_cube,
                      small_kernel);
  expect_as_by_itself(init::uniform{}, vector, matrix, cube, kernel);
}

TEST(Apply, DrawsNormalNumbersLikeTheInitializer) {
  expect_as_by_itself(init::normal{0.1, 2}, short_vector, small_matrix, small_cube, small_kernel);
  expect_as_by_itself(init::normal{}, vector, wide_matrix, cube, kernel);
}

TEST(Apply, DrawsTruncatedNormalNumbersLikeTheInitializer) {
  // Complex ones are cut by a circle about the mean.
  expect_as_by_itself(init::truncated_normal{0.5, 2, -0.5, 1.5}, short_vector, small_matrix,
                      small_cube, small_kernel);
  expect_as_by_itself(init::truncated_normal{}, vector, matrix);
}

TEST(Apply, WritesConstantsLikeTheInitializer) {
  expect_as_by_itself(init::constant{0.1}, short_vector, small_matrix, small_cube, small_kernel);
  expect_as_by_itself(init::ones{}, vector, matrix);
  expect_as_by_itself(init::zeros{}, small_cube, kernel);
}

TEST(Apply, ScalesByFansLikeTheInitializer) {
  expect_as_by_itself(init::xavier_uniform{5.0 / 3, init::Layout::in_out()}, small_matrix, kernel);
  expect_as_by_itself(init::xavier_normal{1, init::Layout::out_in().groups(3)}, small_cube, matrix);
  expect_as_by_itself(init::xavier<init::truncated_normal>{}, small_matrix, small_kernel);
  expect_as_by_itself(init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_out},
                      wide_matrix, small_kernel);
  expect_as_by_itself(init::kaiming_uniform{init::Activation::leaky_relu(0.2)}, small_matrix, cube);
  expect_as_by_itself(init::lecun_normal{}, small_matrix, small_cube);
  expect_as_by_itself(init::variance_scaling<init::uniform>{1.5, init::FanMode::fan_avg},
                      small_matrix, small_kernel);
  expect_as_by_itself(init::torch_default{}, small_matrix, small_kernel);
  expect_as_by_itself(init::siren{}, small_matrix, matrix);
}
