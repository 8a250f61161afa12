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

// Bits of PyTorch hang on the order of these operations. The numbers are those of the lines of
// torch/nn/init.py and linear.py, run by Python in its own doubles:
//   xavier          1.7 * math.sqrt(2.0 / float(fan_in + fan_out))
//   kaiming         math.sqrt(2.0) / math.sqrt(fan_in), of relu
//   kaiming_bound   math.sqrt(3.0) * kaiming
//   kaiming_tanh    (5.0 / 3) / math.sqrt(fan_out)
//   bias_bound      1 / math.sqrt(fan_in)
// Fans are such that gain·√2/√(in + out), gain/√((in + out)/2), √(2/in), √(6/in), √2·(1/√in),
// (5/3)·√(1/out) and √(1/in) each give other bits in one of the rows.
TEST(VarianceScaling, KeepsPyTorchsOrderOfOperations) {
  struct Row {
    Fans fans;
    double xavier, kaiming, kaiming_bound, kaiming_tanh, bias_bound;
  };
  const Row rows[] = {{{784, 255},
                       0x1.3180e0eaffcd4p-4,
                       0x1.9dc22be484458p-5,
                       0x1.66534a92f015ap-4,
                       0x1.ab80a085ca697p-4,
                       0x1.2492492492492p-5},
                      {{12, 24},
                       0x1.9a4f7c97f21a3p-2,
                       0x1.a20bd700c2c3fp-2,
                       0x1.6a09e667f3bcdp-1,
                       0x1.5c5f332b4cf8ap-2,
                       0x1.279a74590331dp-2},
                      {{147, 3136},
                       0x1.57bb144a1d30ep-5,
                       0x1.ddc4636e95723p-4,
                       0x1.9dc22be484458p-3,
                       0x1.e79e79e79e79fp-6,
                       0x1.51d517412838ep-4},
                      {{576, 64},
                       0x1.854134e7cbd5fp-4,
                       0x1.e2b7dddfefa67p-5,
                       0x1.a20bd700c2c3ep-4,
                       0x1.aaaaaaaaaaaabp-3,
                       0x1.5555555555555p-5},
                      {{10, 84},
                       0x1.fbd7f32e5c66bp-3,
                       0x1.c9f25c5bfedd9p-2,
                       0x1.8c97ef43f7247p-1,
                       0x1.746cd9dd1acdap-3,
                       0x1.43d136248490fp-2},
                      {{768, 3072},
                       0x1.3dd33c8d562e7p-5,
                       0x1.a20bd700c2c3fp-5,
                       0x1.6a09e667f3bcdp-4,
                       0x1.ecac173f05530p-6,
                       0x1.279a74590331dp-5}};
  for (const Row& row : rows) {
    EXPECT_EQ(init::xavier_normal{1.7}.std_for(row.fans), row.xavier);
    EXPECT_EQ(init::kaiming_normal{}.std_for(row.fans), row.kaiming);
    const double std = init::kaiming_uniform{}.std_for(row.fans);
    EXPECT_EQ(init::uniform::with_std(std).high, row.kaiming_bound);
    EXPECT_EQ((init::kaiming_normal{Activation::tanh(), FanMode::fan_out}.std_for(row.fans)),
              row.kaiming_tanh);
    EXPECT_EQ(init::torch_default{}.distribution_for(row.fans).high, row.bias_bound);
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
