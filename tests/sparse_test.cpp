// sparse: how many zeros, where, and that all else is normal.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>

#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using everywhere::Place;
using init::Generator;
using init::Index;

namespace {

/// The definition, element by element: a normal fill, then for each column the first rows of a
/// permutation.
Eigen::MatrixXd by_the_definition(Index rows, Index cols, int zeros, double std, Generator& rng) {
  Eigen::MatrixXd w(rows, cols);
  init::normal{0, std}(w, rng);
  for (Index c = 0; c < cols; ++c) {
    const auto order = rng.permutation(rows);
    for (int i = 0; i < zeros; ++i) w(order[std::size_t(i)], c) = 0;
  }
  return w;
}

}  // namespace

TEST(Sparse, HasExactlyTheZerosThatItPromisesInEachColumn) {
  struct Case {
    Index rows, cols;
    double sparsity;
    int zeros;
  };
  const Case cases[] = {{25, 7, 0.28, 8},  // 0.28 · 25 is above 7 in double arithmetic
                        {100, 30, 0.1, 10}, {3, 50, 0.5, 2},   {50, 3, 0.999, 50}, {10, 4, 0, 0},
                        {10, 4, 1, 10},     {1, 9, 0.01, 1},   {1, 1, 0, 0},       {0, 5, 0.5, 0},
                        {5, 0, 0.5, 3},     {1000, 2, 1e-9, 1}};
  for (const Case& c : cases) {
    Generator rng(3), expected_rng(3);
    Eigen::MatrixXd w(c.rows, c.cols);
    init::sparse{c.sparsity, 0.3}(w, rng);
    EXPECT_EQ(w, by_the_definition(c.rows, c.cols, c.zeros, 0.3, expected_rng));
    EXPECT_EQ(rng, expected_rng);
    for (Index col = 0; col < c.cols; ++col) EXPECT_EQ((w.col(col).array() == 0).count(), c.zeros);
  }
}

TEST(Sparse, HasAStdOfOneHundredthUnlessGiven) {
  Generator rng(4);
  Eigen::MatrixXd w(400, 300);
  init::sparse{0.25}(w, rng);
  // Six standard errors of a variance over 90,000 normal values.
  EXPECT_NEAR(w.squaredNorm() / (300 * 300) / 1e-4, 1, 6 * std::sqrt(2.0 / 90000));
}

TEST(Sparse, IsTheSameInEveryStorage) {
  for (const Place<2> shape : {Place<2>{31, 17}, {1, 40}, {40, 1}, {0, 3}}) {
    everywhere::expect_same(shape, init::sparse{0.3, 1}, everywhere::Shards::are_refused);
  }
}

TEST(Sparse, TakesEveryKindOfSource) {
  Eigen::MatrixXf expected(20, 6), w(20, 6);
  const init::sparse initializer{0.4};
  Generator rng(5), device_rng(5);
  Eigen::DefaultDevice device;
  initializer(expected, rng);
  initializer(w, device_rng.on(device));
  EXPECT_EQ(w, expected);
  EXPECT_EQ(rng, device_rng);
  initializer(expected, Generator(5).stream("w"));
  initializer(w, Generator(5).stream("w").on(device));
  EXPECT_EQ(w, expected);
  // One key for the fill and one for each column.
  std::mt19937_64 engine(6), twin(6);
  initializer(w, engine);
  for (int key = 0; key < 7; ++key) twin();
  EXPECT_EQ(engine, twin);
  for (Index c = 0; c < 6; ++c) EXPECT_EQ((w.col(c).array() == 0).count(), 8);
}

TEST(Sparse, RefusesWhatItCannotDo) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(4, 5, 7);
  Generator rng(1);
  const auto refusal = [&](const init::sparse& initializer) {
    return message_of([&] { initializer(w, rng); });
  };
  EXPECT_EQ(refusal({-0.1}), "sparse: sparsity is -0.1; pass a number from 0 to 1");
  EXPECT_EQ(refusal({1.01}), "sparse: sparsity is 1.01; pass a number from 0 to 1");
  EXPECT_EQ(refusal({std::numeric_limits<double>::quiet_NaN()}),
            "sparse: sparsity is nan; pass a number from 0 to 1");
  EXPECT_EQ(refusal({0.1, -1}), "normal: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(message_of([&] {
              init::sparse{}(init::shard(w, {4, 10}, {0, 5}), rng);
            }),
            "sparse: a shard holds 5 of 10 indices of axis 1, and no part can be made alone; fill "
            "the whole tensor and copy the part");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
}
