// delta_orthogonal: what its weight is made of, and that a convolution by it keeps the norm of an
// image.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>

#include "convolution.hpp"
#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using convolution::Tensor;
using everywhere::Place;
using init::Generator;
using init::Index;

namespace {

template <std::size_t rank>
double norm(const Tensor<rank>& tensor) {
  return Eigen::Map<const Eigen::VectorXd>(tensor.data(), tensor.size()).norm();
}

template <std::size_t rank>
void expect_keeps_the_norm(const Place<rank>& shape, const Place<rank - 1>& image_shape,
                           double gain) {
  Tensor<rank> weight(shape);
  Tensor<rank - 1> image(image_shape);
  Generator rng(5);
  init::normal{}(image, rng);
  init::delta_orthogonal{gain}(weight, rng);
  EXPECT_NEAR(norm<rank - 1>(convolution::convolve<rank>(weight, image)) / norm<rank - 1>(image),
              std::abs(gain), 1e-13);
}

}  // namespace

TEST(DeltaOrthogonal, KeepsTheNormOfAnImage) {
  expect_keeps_the_norm<3>({7, 4, 3}, {4, 20}, 1);
  expect_keeps_the_norm<4>({6, 6, 3, 3}, {6, 9, 8}, 1);
  expect_keeps_the_norm<4>({50, 3, 5, 2}, {3, 6, 7}, 1.5);
  expect_keeps_the_norm<4>({1, 1, 1, 1}, {1, 3, 3}, 2);
  expect_keeps_the_norm<5>({5, 2, 3, 4, 2}, {2, 5, 4, 6}, 0.5);
}

TEST(DeltaOrthogonal, HasAnOrthogonalMatrixAtTheCentreAndZerosAround) {
  for (const Place<4> shape : {Place<4>{8, 5, 3, 3}, {8, 8, 2, 4}, {9, 1, 1, 1}, {30, 4, 5, 1}}) {
    Tensor<4> weight(shape);
    weight.setConstant(7);
    Generator rng(6), matrix_rng(6);
    init::delta_orthogonal{2}(weight, rng);
    Eigen::MatrixXd matrix(shape[0], shape[1]);
    init::orthogonal{2}(matrix, matrix_rng);
    EXPECT_EQ(rng, matrix_rng);
    everywhere::for_each_index(shape, [&](const Place<4>& i) {
      const bool is_centre = i[2] == shape[2] / 2 && i[3] == shape[3] / 2;
      ASSERT_EQ(weight(i), is_centre ? matrix(i[0], i[1]) : 0);
    });
  }
}

TEST(DeltaOrthogonal, IsTheSameInEveryStorage) {
  using everywhere::Shards;
  everywhere::expect_same(Place<3>{9, 4, 3}, init::delta_orthogonal{}, Shards::are_refused);
  everywhere::expect_same(Place<4>{5, 5, 2, 3}, init::delta_orthogonal{0.3}, Shards::are_refused);
  everywhere::expect_same(Place<5>{4, 1, 3, 1, 2}, init::delta_orthogonal{}, Shards::are_refused);
}

TEST(DeltaOrthogonal, LeavesAnEmptyTensorAlone) {
  for (const Place<4> shape : {Place<4>{0, 0, 3, 3}, {4, 0, 3, 3}, {4, 3, 0, 3}, {4, 3, 3, 0}}) {
    Tensor<4> weight(shape);
    Generator rng(1);
    EXPECT_EQ(message_of([&] { init::delta_orthogonal{}(weight, rng); }), "");
  }
}

TEST(DeltaOrthogonal, TakesEveryKindOfSource) {
  Eigen::DefaultDevice device;
  Tensor<3> expected(4, 3, 3), weight(4, 3, 3);
  const auto expect_equal = [&] {
    EXPECT_TRUE(std::equal(weight.data(), weight.data() + weight.size(), expected.data()));
  };
  init::delta_orthogonal{}(expected, Generator(7).stream("conv"));
  init::delta_orthogonal{}(weight, Generator(7).stream("conv").on(device));
  expect_equal();
  std::mt19937_64 engine(3);
  init::delta_orthogonal{}(weight, engine);
  init::delta_orthogonal{}(expected, Generator(std::mt19937_64(3)()));
  expect_equal();
}

TEST(DeltaOrthogonal, RefusesWhatWouldLoseAPartOfTheImage) {
  Eigen::Tensor<float, 4> w(3, 4, 3, 3), tall(4, 3, 3, 3);
  w.setConstant(7);
  tall.setConstant(7);
  Generator rng(1);
  EXPECT_EQ(message_of([&] { init::delta_orthogonal{}(w, rng); }),
            "delta_orthogonal: 4 inputs are more than 3 outputs, and would lose a part of the "
            "image; pass a weight with as many outputs or more");
  EXPECT_EQ(message_of([&] {
              init::delta_orthogonal{std::numeric_limits<double>::infinity()}(tall, rng);
            }),
            "delta_orthogonal: gain is inf; pass a finite number of 0 or more");
  EXPECT_EQ(message_of([&] {
              init::delta_orthogonal{}(init::shard(tall, {8, 3, 3, 3}, {0, 0, 0, 0}), rng);
            }),
            "delta_orthogonal: a shard holds 4 of 8 indices of axis 0, and no part can be made "
            "alone; fill the whole tensor and copy the part");
  for (const auto* tensor : {&w, &tall}) {
    EXPECT_TRUE(std::all_of(tensor->data(), tensor->data() + tensor->size(),
                            [](float x) { return x == 7; }));
  }
  EXPECT_EQ(rng, Generator(1));
}
