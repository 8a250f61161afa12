// scaled: products of a base's values, and the published factors.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>

#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using everywhere::Place;
using init::Fans;
using init::Generator;
using init::Index;

namespace {

/// That `initializer` draws what `distribution` draws, and leaves the generator where that does.
template <class Initializer, class Distribution>
void expect_draws(const Initializer& initializer, const Distribution& distribution, Index rows,
                  Index cols) {
  Eigen::MatrixXf w(rows, cols), expected(rows, cols);
  Generator rng(3), expected_rng(3);
  initializer(w, rng);
  distribution(expected, expected_rng);
  EXPECT_EQ(w, expected);
  EXPECT_EQ(rng, expected_rng);
}

}  // namespace

// Not the float values of a wider distribution, rounded a second time.
TEST(Scaled, DrawsOnceFromTheScaledDistributionOfItsBase) {
  for (const auto& [rows, cols] : {std::pair(13, 7), std::pair(1, 1), std::pair(0, 4)}) {
    const double fan_in = cols, fans = rows + cols;
    expect_draws(init::scaled{init::kaiming_normal{}, 0.3},
                 init::normal{0, std::sqrt(2.0) / std::sqrt(fan_in) * 0.3}, rows, cols);
    expect_draws(init::scaled{init::scaled{init::xavier<init::truncated_normal>{}, 0.3}, 0.5},
                 init::truncated_normal::with_std(std::sqrt(2 / fans) * 0.3 * 0.5), rows, cols);
    expect_draws(init::scaled{init::siren{}, 0.3},
                 init::uniform{-std::sqrt(6 / fan_in) / 30 * 0.3, std::sqrt(6 / fan_in) / 30 * 0.3},
                 rows, cols);
    expect_draws(init::scaled{init::uniform{-1, 3}, 0.3}, init::uniform{-0.3, 3 * 0.3}, rows, cols);
    expect_draws(init::scaled{init::normal{2, 3}, 0}, init::normal{0, 0}, rows, cols);
    expect_draws(init::scaled{init::constant{2}, -0.3}, init::constant{-0.6}, rows, cols);
  }
}

TEST(Scaled, MultipliesTheValuesOfABaseThatHasNoDistribution) {
  Eigen::MatrixXf w(12, 7), base(12, 7);
  Generator rng(3), base_rng(3);
  const auto expect_product = [&](const auto& initializer, double factor) {
    init::scaled{initializer, factor}(w, rng);
    initializer(base, base_rng);
    EXPECT_EQ(w, (base.cast<double>() * factor).cast<float>());
    EXPECT_EQ(rng, base_rng);
  };
  expect_product(init::orthogonal{}, 0.3);
  expect_product(init::sparse{}, 0.3);
  expect_product(init::packed{init::xavier_uniform{}, 3}, 0.3);
  expect_product(init::icnr{init::normal{}, 2}, 0.3);
  expect_product(init::kaiming_normal{}, -0.3);
  expect_product(init::scaled{init::uniform{-1, 3}, -1}, 0.5);
  const double infinity = std::numeric_limits<double>::infinity();
  expect_product(init::truncated_normal{0, 1, -infinity, infinity}, 0);
}

TEST(Scaled, IsExactForAPowerOfTwo) {
  Eigen::Matrix<Eigen::half, 9, 9> w, narrower;
  Generator rng(3), narrower_rng(3);
  init::scaled{init::normal{0, 1}, 0.25}(w, rng);
  init::normal{0, 0.25}(narrower, narrower_rng);
  EXPECT_EQ(w, narrower);
}

TEST(Scaled, PassesOnWhateverItsBaseTakes) {
  Eigen::VectorXd b(5), expected(5);
  Generator rng(4), expected_rng(4);
  init::scaled{init::torch_default{}, -2}(b, Fans{9, 5}, rng);
  init::torch_default{}(expected, Fans{9, 5}, expected_rng);
  EXPECT_EQ(b, -2 * expected);
  init::scaled{init::ones{}, 0.1}(b);
  EXPECT_EQ(b, Eigen::VectorXd::Constant(5, 0.1));
  Eigen::DefaultDevice device;
  init::scaled{init::normal{}, 1}(b, rng.on(device));
  init::normal{}(expected, expected_rng);
  EXPECT_EQ(b, expected);
  std::mt19937_64 engine(1), twin(1);
  init::scaled{init::normal{}, 1}(b, engine);
  init::normal{}(expected, twin);
  EXPECT_EQ(b, expected);
  EXPECT_EQ(engine, twin);
}

TEST(Scaled, IsTheSameEverywhere) {
  everywhere::expect_same(Place<2>{37, 11}, init::scaled{init::kaiming_normal{}, 0.3});
  everywhere::expect_same(Place<4>{5, 4, 3, 2}, init::scaled{init::xavier_uniform{}, -1.7});
}

TEST(Scaled, RefusesAFactorThatIsNotFinite) {
  Eigen::Vector3f w(7, 7, 7);
  Generator rng(1);
  EXPECT_EQ(message_of([&] {
              init::scaled{init::normal{}, std::numeric_limits<double>::infinity()}(w, rng);
            }),
            "scaled: factor is inf; pass a finite number");
  EXPECT_EQ(w, Eigen::Vector3f(7, 7, 7));
  EXPECT_EQ(rng, Generator(1));
}

// Backwards: multiplied with itself as often as its root says, a factor gives the formula's base.
TEST(Factors, FollowTheirFormulas) {
  const auto power = [](double factor, Index exponent) {
    double result = 1;
    for (Index i = 0; i < exponent; ++i) result *= factor;
    return result;
  };
  for (const Index n : {1, 2, 3, 6, 12, 24, 1000}) {
    const auto layers = double(n);
    EXPECT_NEAR(power(init::gpt2_factor(n), 2) * 2 * layers, 1, 1e-15);
    EXPECT_NEAR(power(init::depth_factor(n), 2) * 2 * (layers + 1), 1, 1e-15);
    EXPECT_NEAR(power(init::tfixup_encoder_factor(n) / 0.67, 4) * layers, 1, 2e-15);
    EXPECT_NEAR(power(init::tfixup_decoder_factor(n), 4) * 9 * layers, 1, 2e-15);
    EXPECT_NEAR(power(init::deepnorm_factor(n), 4) * 8 * layers, 1, 2e-15);
    for (const Index m : {2, 3, 4, 10}) {
      EXPECT_NEAR(power(init::fixup_factor(n, m), 2 * m - 2) * layers, 1, 1e-14);
    }
    EXPECT_NEAR(power(init::mup_factor(n, 256), 2) * layers / 256, 1, 1e-15);
  }
}

// 4, 16, 81, 256 and 1296 are powers of 2, 3, 4 and 6.
TEST(Factors, AreFractionsWhereTheirRootsAreWhole) {
  EXPECT_EQ(init::gpt2_factor(2), 1.0 / 2);
  EXPECT_EQ(init::gpt2_factor(50), 1.0 / 10);
  EXPECT_EQ(init::depth_factor(1), 1.0 / 2);
  EXPECT_EQ(init::depth_factor(49), 1.0 / 10);
  EXPECT_EQ(init::depth_factor(0), init::gpt2_factor(1));
  EXPECT_EQ(init::tfixup_encoder_factor(1), 0.67);
  EXPECT_EQ(init::tfixup_encoder_factor(16), 0.335);
  EXPECT_EQ(init::tfixup_decoder_factor(9), 1.0 / 3);
  EXPECT_EQ(init::tfixup_decoder_factor(144), 1.0 / 6);
  EXPECT_EQ(init::deepnorm_factor(2), 1.0 / 2);
  EXPECT_EQ(init::deepnorm_factor(32), 1.0 / 4);
  EXPECT_EQ(init::deepnorm_factor(162), 1.0 / 6);
  EXPECT_DOUBLE_EQ(init::fixup_factor(16, 2), 1.0 / 4);
  EXPECT_DOUBLE_EQ(init::fixup_factor(81, 3), 1.0 / 3);
  EXPECT_DOUBLE_EQ(init::fixup_factor(64, 4), 1.0 / 2);
  EXPECT_EQ(init::mup_factor(1024, 256), 1.0 / 2);
  EXPECT_EQ(init::mup_factor(100, 900), 3);
}

TEST(Factors, HaveTheValuesOfTheirPapersExamples) {
  EXPECT_NEAR(init::gpt2_factor(12), 0.20412, 1e-5);  // GPT-2 small
  EXPECT_NEAR(init::deepnorm_factor(100), 0.18803, 1e-5);
  EXPECT_NEAR(init::tfixup_encoder_factor(6), 0.42809, 1e-5);
  EXPECT_NEAR(init::tfixup_decoder_factor(6), 0.36889, 1e-5);
  EXPECT_NEAR(init::fixup_factor(54, 2), 0.13608, 1e-5);  // ResNet-110: 54 blocks of two
}

TEST(Factors, RefuseFewerThanOneLayer) {
  EXPECT_EQ(message_of([] { (void)init::gpt2_factor(0); }),
            "gpt2_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::depth_factor(-1); }),
            "depth_factor: layer is -1; number layers from 0 on");
  EXPECT_EQ(message_of([] { (void)init::fixup_factor(-1, 2); }),
            "fixup_factor: branches is -1; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::fixup_factor(5, 1); }),
            "fixup_factor: a branch of 1 layers has none to scale; pass 2 or more");
  EXPECT_EQ(message_of([] { (void)init::tfixup_encoder_factor(0); }),
            "tfixup_encoder_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::tfixup_decoder_factor(0); }),
            "tfixup_decoder_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::deepnorm_factor(0); }),
            "deepnorm_factor: layers is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::mup_factor(0, 3); }),
            "mup_factor: width is 0; pass 1 or more");
  EXPECT_EQ(message_of([] { (void)init::mup_factor(3, 0); }),
            "mup_factor: base_width is 0; pass 1 or more");
}
