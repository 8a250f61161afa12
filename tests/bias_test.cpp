// gate_bias, chrono_bias and prior_bias.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
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

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What a call says, which must leave the bias and the source as they are.
template <class Initializer>
std::string refusal(const Initializer& initializer, Index size = 12) {
  Eigen::VectorXf b = Eigen::VectorXf::Constant(size, 7);
  Generator rng(1);
  const std::string message = message_of([&] { initializer(b, rng); });
  EXPECT_TRUE((b.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
  return message;
}

}  // namespace

TEST(GateBias, OpensOneGate) {
  everywhere::expect_values(Place<1>{20}, init::gate_bias{}, [](const Place<1>& index) {
    return index[0] >= 5 && index[0] < 10 ? 1 : 0;
  });
  everywhere::expect_values(Place<2>{9, 3}, init::gate_bias{2, 3, -0.1},
                            [](const Place<2>& index) { return index[0] >= 6 ? -0.1 : 0; });
  everywhere::expect_values(Place<1>{1}, init::gate_bias{0, 1, 3},
                            [](const Place<1>&) { return 3; });
  everywhere::expect_values(Place<1>{0}, init::gate_bias{}, [](const Place<1>&) { return 0; });
}

TEST(GateBias, RefusesGatesThatAreNotThere) {
  EXPECT_EQ(refusal(init::gate_bias{4, 4}),
            "gate_bias: there is no gate 4 of 4; number them from 0 to 3");
  EXPECT_EQ(refusal(init::gate_bias{-1, 4}),
            "gate_bias: there is no gate -1 of 4; number them from 0 to 3");
  EXPECT_EQ(refusal(init::gate_bias{0, 0}), "gate_bias: 0 gates; pass 1 or more");
  EXPECT_EQ(refusal(init::gate_bias{1, 4}, 10),
            "gate_bias: 4 gates do not divide a bias of 10; pass one of as many elements for each "
            "gate");
  EXPECT_EQ(
      refusal(init::gate_bias{1, 4, 1e39}),
      "gate_bias: 1e+39 is beyond the scalar's largest number, 3.4028234663852886e+38; pass a "
      "smaller one");
}

TEST(GateBias, RefusesAValueThatIsNotFinite) {
  EXPECT_EQ(refusal(init::gate_bias{1, 4, std::nan("")}),
            "gate_bias: value is nan; pass a finite number");
  EXPECT_EQ(refusal(init::gate_bias{1, 4, -HUGE_VAL}),
            "gate_bias: value is -inf; pass a finite number");
}

TEST(ChronoBias, IsTheLogarithmOfAUniformFill) {
  const Index units = 50;
  Eigen::VectorXd b(4 * units), times(units);
  Generator rng(3), times_rng(3);
  init::chrono_bias{784}(b, rng);
  init::uniform{1, 783}(times, times_rng);
  EXPECT_EQ(rng, times_rng);
  for (Index i = 0; i < units; ++i) {
    EXPECT_NEAR(b(units + i), std::log(times(i)), 2e-15);
    EXPECT_EQ(b(i), -b(units + i));
    EXPECT_EQ(b(2 * units + i), 0);
    EXPECT_EQ(b(3 * units + i), 0);
  }
}

TEST(ChronoBias, SpreadsMemoriesEvenlyOverAllSpans) {
  const Index units = 20000;
  Eigen::VectorXf b(4 * units);
  Generator rng(4);
  init::chrono_bias{300}(b, rng);
  std::vector<double> forget(b.data() + units, b.data() + 2 * units);
  std::sort(forget.begin(), forget.end());
  EXPECT_GE(forget.front(), 0);
  EXPECT_LT(forget.back(), std::log(299.0));
  // P(log T ≤ x) for T ~ U(1, 299)
  const auto cdf = [](double x) { return (std::exp(x) - 1) / 298; };
  EXPECT_LE(statistics::kolmogorov_distance(forget, cdf, cdf),
            statistics::kolmogorov_limit({1e-9, 1}, forget.size()));
}

TEST(ChronoBias, IsTheSameEverywhere) {
  everywhere::expect_same(Place<1>{4 * 13}, init::chrono_bias{50});
  everywhere::expect_same(Place<2>{4 * 5, 3}, init::chrono_bias{3});
  everywhere::expect_same(Place<1>{4}, init::chrono_bias{1e4});
  everywhere::expect_same(Place<1>{0}, init::chrono_bias{});
}

TEST(ChronoBias, TakesEveryKindOfSource) {
  Eigen::DefaultDevice device;
  Eigen::VectorXf expected(40), b(40);
  Generator rng(6), device_rng(6);
  init::chrono_bias{}(expected, rng);
  init::chrono_bias{}(b, device_rng.on(device));
  EXPECT_EQ(b, expected);
  EXPECT_EQ(rng, device_rng);
  std::mt19937_64 engine(2), twin(2);
  init::chrono_bias{}(b, engine);
  init::chrono_bias{}(expected, Generator(twin()).on(device));
  EXPECT_EQ(b, expected);
  EXPECT_EQ(engine, twin);
}

TEST(ChronoBias, RefusesASpanBelowThree) {
  EXPECT_EQ(refusal(init::chrono_bias{2.9}),
            "chrono_bias: t_max is 2.9; pass a finite number of 3 or more");
  EXPECT_EQ(refusal(init::chrono_bias{infinity}),
            "chrono_bias: t_max is inf; pass a finite number of 3 or more");
  EXPECT_EQ(refusal(init::chrono_bias{std::nan("")}),
            "chrono_bias: t_max is nan; pass a finite number of 3 or more");
  EXPECT_EQ(refusal(init::chrono_bias{10}, 7),
            "chrono_bias: 4 gates do not divide a bias of 7; pass one of as many elements for "
            "each gate");
  EXPECT_EQ(refusal(init::chrono_bias{1e39}),
            "uniform: high is 1e+39 and the scalar holds at most 3.4028234663852886e+38; pass a "
            "number in "
            "its range");
}

TEST(PriorBias, IsTheLogitOfItsProbability) {
  for (const double p : {0.01, 0.5, 0.3, 0.999, 1e-12, 1e-310, 1 - 0x1p-53}) {
    Eigen::Vector2d b;
    init::prior_bias{p}(b);
    EXPECT_NEAR(b(1), -std::log1p(-p) + std::log(p), 1e-15 * std::abs(std::log(p)) + 1e-15);
  }
  Eigen::Vector2f b;
  Generator rng(1);
  init::prior_bias{}(b, rng);
  EXPECT_FLOAT_EQ(b(0), -4.59511985f);
  EXPECT_EQ(rng, Generator(1));
}

TEST(PriorBias, RefusesWhatIsNoProbability) {
  EXPECT_EQ(refusal(init::prior_bias{0}),
            "prior_bias: p is 0; pass a probability above 0 and below 1");
  EXPECT_EQ(refusal(init::prior_bias{1}),
            "prior_bias: p is 1; pass a probability above 0 and below 1");
  EXPECT_EQ(refusal(init::prior_bias{std::nan("")}),
            "prior_bias: p is nan; pass a probability above 0 and below 1");
}
