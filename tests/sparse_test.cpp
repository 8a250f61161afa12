// sparse: how many zeros, where, and that all else is normal.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>
#include <vector>

#include "everywhere.hpp"
#include "message.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
using everywhere::Place;
using init::Generator;
using init::Index;

// The numbers of zeros are those of Python's math.ceil(sparsity * rows), PyTorch's line. In 0.28 ·
// 25, 0.07 · 100 and 0.55 · 100 the doubles' product is above a whole number; 0.1 · 100, 0.1 · 30
// and 0.9 · 10 are rounded down to one; 0.29 · 100 is rounded to below 29.
TEST(Sparse, HasExactlyTheZerosThatItPromisesInEachColumn) {
  struct Case {
    Index rows, cols;
    double sparsity;
    int zeros;
  };
  const Case cases[] = {
      {25, 7, 0.28, 8},   {100, 5, 0.07, 8}, {100, 5, 0.55, 56}, {100, 30, 0.1, 10},
      {30, 5, 0.1, 3},    {10, 5, 0.9, 9},   {100, 5, 0.29, 29}, {3, 50, 0.5, 2},
      {50, 3, 0.999, 50}, {10, 4, 0, 0},     {10, 4, 1, 10},     {1, 9, 0.01, 1},
      {1, 1, 0, 0},       {0, 5, 0.5, 0},    {5, 0, 0.5, 3},     {1000, 2, 1e-9, 1}};
  for (const Case& c : cases) {
    Generator rng(3), dense_rng(3);
    Eigen::MatrixXd w(c.rows, c.cols), dense(c.rows, c.cols);
    init::sparse{c.sparsity, 0.3}(w, rng);
    init::normal{0, 0.3}(dense, dense_rng);
    for (Index col = 0; col < c.cols; ++col) {
      int zeros = 0;
      for (Index row = 0; row < c.rows; ++row) {
        if (w(row, col) == 0) {
          ++zeros;
        } else {
          EXPECT_EQ(w(row, col), dense(row, col));
        }
      }
      EXPECT_EQ(zeros, c.zeros) << c.sparsity << " of " << c.rows;
      (void)dense_rng.permutation(c.rows);
    }
    EXPECT_EQ(rng, dense_rng) << "draws another number of permutations";
  }
}

// Made in Python from the published constants of Philox and the rule of stream format 1: column c
// has the first ⌈0.28 · 25⌉ numbers of the permutation of 25 by fill 1 + c of seed 3.
TEST(Sparse, HasItsZerosWhereStreamFormat1PutsThem) {
  const std::vector<std::vector<Index>> places = {{5, 7, 10, 11, 18, 21, 23, 24},
                                                  {1, 3, 5, 9, 19, 21, 22, 23},
                                                  {2, 6, 8, 10, 15, 18, 21, 24},
                                                  {1, 3, 11, 14, 16, 17, 19, 20},
                                                  {0, 1, 3, 9, 11, 16, 21, 22}};
  Generator rng(3);
  Eigen::MatrixXf w(25, 5);
  init::sparse{0.28}(w, rng);
  for (Index col = 0; col < 5; ++col) {
    std::vector<Index> zeros;
    for (Index row = 0; row < 25; ++row) {
      if (w(row, col) == 0) zeros.push_back(row);
    }
    EXPECT_EQ(zeros, places[std::size_t(col)]);
  }
}

TEST(Sparse, PutsZerosInEveryRowAndEveryPairOfRowsEquallyOften) {
  const Index rows = 12, cols = 20000, zeros = 3;
  Generator rng(7);
  Eigen::MatrixXf w(rows, cols);
  init::sparse{0.25}(w, rng);
  const Eigen::MatrixXd is_zero = (w.array() == 0).cast<double>();
  // Entry (a, b) counts the columns in which the rows a and b are both zero.
  const Eigen::MatrixXd together = is_zero * is_zero.transpose();
  const double limit = statistics::z_limit({1e-9, std::size_t(rows * (rows + 1) / 2)});
  for (Index a = 0; a < rows; ++a) {
    for (Index b = 0; b <= a; ++b) {
      double chance = double(zeros) / double(rows);
      if (a != b) chance *= double(zeros - 1) / double(rows - 1);
      const double spread = std::sqrt(double(cols) * chance * (1 - chance));
      EXPECT_LE(std::abs(together(a, b) - double(cols) * chance), limit * spread) << a << " " << b;
    }
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
