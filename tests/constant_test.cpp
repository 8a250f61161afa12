// constant, zeros and ones: every element and nothing else, in every storage.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <unsupported/Eigen/CXX11/Tensor>

#include "message.hpp"

namespace init = eigeninit;

template <class Scalar>
struct Constant : testing::Test {};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Constant, AllScalars);

TYPED_TEST(Constant, FillsEverySizeAroundItsBlock) {
  using T = TypeParam;
  for (const Eigen::Index n : {0, 1, 2, 1023, 1024, 1025, 2048, 5000}) {
    Eigen::Matrix<T, Eigen::Dynamic, 1> w(n + 2);
    w.setConstant(T(7));
    init::constant{0.1}(w.segment(1, n));
    for (Eigen::Index i = 1; i <= n; ++i) ASSERT_EQ(double(w(i)), double(T(0.1)));
    EXPECT_EQ(double(w(0)), 7);
    EXPECT_EQ(double(w(n + 1)), 7);
  }
}

TYPED_TEST(Constant, FillsPartsOnly) {
  using T = TypeParam;
  Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> w(6, 9);
  init::zeros{}(w);
  init::ones{}(w.block(1, 2, 3, 4));
  init::constant{2}(w.col(8));
  for (Eigen::Index r = 0; r < 6; ++r) {
    for (Eigen::Index c = 0; c < 9; ++c) {
      const bool inside = r >= 1 && r < 4 && c >= 2 && c < 6;
      EXPECT_EQ(double(w(r, c)), c == 8 ? 2 : inside ? 1 : 0);
    }
  }
}

TEST(Constant, TakesASourceAndLeavesItAlone) {
  Eigen::Tensor<float, 3> w(2, 3, 4);
  init::Generator rng(1);
  init::constant{3}(w, rng);
  init::zeros{}(w, rng);
  init::ones{}(w, rng);
  EXPECT_EQ(rng, init::Generator(1));
  for (Eigen::Index i = 0; i < w.size(); ++i) EXPECT_EQ(w.data()[i], 1);
}

TEST(Constant, KeepsInfinitiesAndNan) {
  Eigen::Vector3f w;
  init::constant{-std::numeric_limits<double>::infinity()}(w);
  EXPECT_EQ(w(2), -std::numeric_limits<float>::infinity());
  init::constant{std::nan("")}(w);
  EXPECT_TRUE(std::isnan(w(2)));
}

TEST(Constant, RefusesWhatTheScalarCannotHold) {
  Eigen::Vector3f w(7, 7, 7);
  EXPECT_EQ(message_of([&] { init::constant{-1e39}(w); }),
            "constant: -1e+39 is beyond the scalar's largest number, 3.4028234663852886e+38; pass "
            "a smaller one");
  EXPECT_EQ(w, Eigen::Vector3f(7, 7, 7));
}
