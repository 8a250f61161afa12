// The schemes that scale by fans, beside the distributions that initializer_test.cpp holds them to:
// how they relate to each other, what they make of empty tensors, and what they refuse.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <limits>

#include "message.hpp"

namespace init = eigeninit;
using init::Activation;
using init::FanMode;
using init::Fans;
using init::Generator;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Initializer>
Eigen::MatrixXf filled(const Initializer& initializer, Eigen::Index rows, Eigen::Index cols) {
  Eigen::MatrixXf w(rows, cols);
  Generator rng(9);
  initializer(w, rng);
  return w;
}

/// What a call on a 3×4 matrix says, which must leave the matrix and the source as they are.
template <class Initializer>
std::string refusal(const Initializer& initializer) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(3, 4, 7);
  Generator rng(1);
  const std::string message = message_of([&] { initializer(w, rng); });
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
  return message;
}

}  // namespace

TEST(VarianceScaling, HasThePublishedSchemesAsPresets) {
  using init::uniform;
  using init::variance_scaling;
  for (const Fans fans : {Fans{1, 1}, Fans{3, 1000}, Fans{784, 256}}) {
    EXPECT_DOUBLE_EQ((variance_scaling<uniform>{1, FanMode::fan_avg}.std_for(fans)),
                     init::xavier_uniform{}.std_for(fans));
    EXPECT_DOUBLE_EQ(variance_scaling<uniform>{2}.std_for(fans),
                     init::kaiming_uniform{}.std_for(fans));
    EXPECT_DOUBLE_EQ(variance_scaling<uniform>{}.std_for(fans),
                     init::lecun_uniform{}.std_for(fans));
  }
}

// Golden values and PyTorch's bits hang on the order of these operations.
TEST(VarianceScaling, KeepsPyTorchsOrderOfOperations) {
  for (const Fans fans : {Fans{3, 7}, Fans{27, 576}, Fans{784, 255}}) {
    const double in = double(fans.in), out = double(fans.out);
    EXPECT_EQ(init::xavier_normal{1.7}.std_for(fans), 1.7 * std::sqrt(2.0 / (in + out)));
    EXPECT_EQ(init::kaiming_normal{}.std_for(fans), std::sqrt(2.0) / std::sqrt(in));
    EXPECT_EQ(init::torch_default{}.distribution_for(fans).high, 1 / std::sqrt(in));
  }
}

TEST(FanScaled, CopiesWithoutNamingTheDistributionAgain) {
  const init::xavier_normal tanh{5.0 / 3};
  const init::xavier copy{tanh};
  EXPECT_EQ(filled(copy, 3, 4), filled(tanh, 3, 4));
}

TEST(TorchDefault, IsKaimingUniformOfSlopeRootFive) {
  const init::kaiming_uniform kaiming{Activation::leaky_relu(std::sqrt(5.0))};
  for (const auto& [rows, cols] : {std::pair(1, 1), std::pair(3, 50), std::pair(70, 9)}) {
    const Eigen::MatrixXf ours = filled(init::torch_default{}, rows, cols);
    EXPECT_TRUE(ours.isApprox(filled(kaiming, rows, cols), 1e-6f));
  }
}

TEST(TorchDefault, FillsABiasByTheFansOfItsWeight) {
  const Eigen::MatrixXf weight(40, 25);
  Eigen::VectorXf bias(4000);
  Generator rng(2);
  init::torch_default{}(bias, init::fans(weight), rng);
  EXPECT_LE(bias.cwiseAbs().maxCoeff(), 0.2f);
  EXPECT_GT(bias.maxCoeff(), 0.199f);
  EXPECT_LT(bias.minCoeff(), -0.199f);
}

TEST(Siren, IgnoresOmegaInTheFirstLayer) {
  EXPECT_EQ(filled(init::siren{30, true}, 8, 8), filled(init::siren{1, true}, 8, 8));
  EXPECT_NE(filled(init::siren{30}, 8, 8), filled(init::siren{1}, 8, 8));
}

TEST(FanScaled, CountsTheFillOfAnEmptyTensor) {
  const auto expect_one_fill = [](const auto& initializer) {
    for (const auto& [rows, cols] : {std::pair(0, 3), std::pair(3, 0), std::pair(0, 0)}) {
      Eigen::MatrixXf w(rows, cols);
      Generator rng(1), counted(1);
      initializer(w, rng);
      init::uniform{}(w, counted);
      EXPECT_EQ(rng, counted);
    }
  };
  expect_one_fill(init::variance_scaling<init::normal>{});
  expect_one_fill(init::lecun_uniform{});
  expect_one_fill(init::torch_default{});
  expect_one_fill(init::siren{});
}

TEST(FanScaled, FillsOneElement) {
  EXPECT_LE(std::abs(filled(init::torch_default{}, 1, 1)(0)), 1);
  EXPECT_LE(std::abs(filled(init::siren{1}, 1, 1)(0)), std::sqrt(6.0f));
}

TEST(FanScaled, RefusesSettingsWithoutMeaning) {
  EXPECT_EQ(refusal(init::variance_scaling<init::normal>{-1}),
            "variance_scaling: scale is -1; pass a finite number of 0 or more");
  EXPECT_EQ(refusal(init::variance_scaling<init::normal>{not_a_number}),
            "variance_scaling: scale is nan; pass a finite number of 0 or more");
  EXPECT_EQ(refusal(init::siren{0}), "siren: omega is 0; pass a finite number above 0");
  EXPECT_EQ(refusal(init::siren{-30, true}), "siren: omega is -30; pass a finite number above 0");
  EXPECT_EQ(refusal(init::siren{1 / 0.0}), "siren: omega is inf; pass a finite number above 0");
  EXPECT_EQ(message_of([] {
              Eigen::VectorXf b(3);
              Generator rng(1);
              init::torch_default{}(b, Fans{0, 3}, rng);
            }),
            "Fans{0, 3}: a fan counts connections; pass 1 or more");
}
