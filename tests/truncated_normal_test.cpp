// The truncated normal: safe at any bounds and in every scalar, where others return infinities,
// pile values up at a bound or lose the tails.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <type_traits>
#include <vector>

#include "message.hpp"
#include "statistics.hpp"
#include "value_of_word.hpp"

namespace init = eigeninit;
using init::truncated_normal;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Scalar>
std::vector<double> draw(const truncated_normal& distribution, Eigen::Index n) {
  init::Generator rng(3);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> w(n);
  distribution(w, rng);
  std::vector<double> values;
  for (const Scalar value : w) values.push_back(double(value));
  return values;
}

/// The first eight moments of (x - mean) / std, and both: the density integrated by Simpson's rule,
/// which no cancellation of tails disturbs.
struct Theory {
  double mean, std;
  statistics::StandardMoments moments;
};

Theory theory(const truncated_normal& of) {
  const double alpha = (of.low - of.mean) / of.std, beta = (of.high - of.mean) / of.std;
  // Where the density is largest, and as far from there as it is above 1e-20 of that.
  const double peak = std::min(std::max(0.0, alpha), beta);
  const double reach = 100 / (std::abs(peak) + 10);
  const double first = std::max(alpha, peak - reach), last = std::min(beta, peak + reach);
  const int steps = 200000;
  const auto integral = [&](const auto& f) {
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
      const double z = first + (last - first) * i / steps;
      const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * f(z) * std::exp(-(z - peak) * (z + peak) / 2);
    }
    return sum;
  };
  const double mass = integral([](double) { return 1.0; });
  const double offset = integral([&](double z) { return z - peak; }) / mass;
  const double m = peak + offset;
  const double s = std::sqrt(integral([&](double z) { return (z - m) * (z - m); }) / mass);
  Theory result{of.mean + of.std * m, of.std * s, {}};
  for (std::size_t k = 0; k < 8; ++k) {
    result.moments[k] =
        integral([&](double z) { return std::pow((z - m) / s, double(k + 1)); }) / mass;
  }
  return result;
}

struct Case {
  const char* name;
  truncated_normal distribution;
};
const Case cases[] = {{"as by default", {}},
                      {"bounds a thousand std away", {0, 0.002, -2, 2}},
                      {"bounds at 6 std", {0, 1, -6, 6}},
                      {"bounds at 100 std", {0, 0.01, -1, 1}},
                      {"the upper half", {0, 1, 0, infinity}},
                      {"no upper bound", {1, 0.5, 0.75, infinity}},
                      {"no lower bound", {0, 1, -infinity, 1}},
                      {"no bounds", {0, 1, -infinity, infinity}},
                      {"from 8 to 9 std", {0, 1, 8, 9}},
                      {"from -9 to -8 std", {0, 1, -9, -8}},
                      {"beyond 8 std", {0, 1, 8, infinity}},
                      {"beyond 3.2 std", {0, 1, 3.2, infinity}},
                      {"below -100 std", {0, 1, -infinity, -100}},
                      {"from 3 to 4 std", {0, 1, 3, 4}},
                      {"from 5.9 to 6.2 std", {5, 0.5, 7.95, 8.1}},
                      {"a narrow interval", {0, 1, 0.1, 0.2}},
                      {"a narrow interval about the mean", {0, 1, -0.05, 0.12}},
                      {"a mean outside", {4, 1, -1, 1.5}}};

}  // namespace

template <class Scalar>
struct TruncatedNormal : testing::Test {};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(TruncatedNormal, AllScalars);

TYPED_TEST(TruncatedNormal, IsFiniteAndInsideAtAnyBounds) {
  for (const Case& c : cases) {
    for (const double x : draw<TypeParam>(c.distribution, 20000)) {
      ASSERT_TRUE(std::isfinite(x)) << c.name;
      ASSERT_TRUE(x >= c.distribution.low && x <= c.distribution.high) << c.name << ": " << x;
    }
  }
}

TYPED_TEST(TruncatedNormal, TakesNeighboursAndSingleValuesAsBounds) {
  using T = TypeParam;
  const double one_up = double(init::internal::rounding::neighbour(T(1), +1));
  const std::vector<double> two = draw<T>({0, 1, 1, one_up}, 1000);
  const auto ones = std::count(two.begin(), two.end(), 1.0);
  EXPECT_EQ(ones + std::count(two.begin(), two.end(), one_up), 1000);
  EXPECT_GT(ones, 400);
  EXPECT_LT(ones, 600);
  for (const double x : draw<T>({0, 1, 0.5, 0.5}, 100)) EXPECT_EQ(x, 0.5);
  for (const double x : draw<T>({0, 0, -2, 2}, 100)) EXPECT_EQ(x, 0);
  // A mean outside: the nearest bound, as for any std that is small enough.
  for (const double x : draw<T>({3, 0, -2, 2}, 100)) EXPECT_EQ(x, 2);
  for (const double x : draw<T>({0, 0, 1, 2}, 100)) EXPECT_EQ(x, 1);
  for (const double x : draw<T>({0, 1e-300, 1, 2}, 100)) EXPECT_EQ(x, 1);
  // No value of the scalar inside: the nearest to low.
  for (const double x : draw<T>({0, 1, 0.1, std::nextafter(0.1, 1)}, 100)) {
    EXPECT_NEAR(x, double(T(0.1)), 2e-17);  // double has two
  }
}

// The mean, variance, skewness and kurtosis of theory; in the narrow scalars where rounding changes
// them by less than the sample does.
TEST(TruncatedNormal, HasTheMomentsOfTheory) {
  const statistics::Budget budget{1e-9, 2 * 4 * std::size(cases)};
  const auto expect_moments = [&](const std::vector<double>& sample, const Theory& expected) {
    for (const statistics::Moment& moment :
         statistics::moments(sample, expected.mean, expected.std, expected.moments)) {
      EXPECT_LE(std::abs(moment.z()), statistics::z_limit(budget))
          << moment.name << " is " << moment.value << " and not " << moment.expected;
    }
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Theory expected = theory(c.distribution);
    expect_moments(draw<float>(c.distribution, 100000), expected);
    expect_moments(draw<double>(c.distribution, 100000), expected);
  }
}

TEST(TruncatedNormal, IsANormalWhereBoundsAreFarAway) {
  const Eigen::Index block = 1 << 20;
  const int blocks = 96;  // 10⁸ values
  init::Generator rng(7);
  Eigen::ArrayXf w(block);
  double second = 0, fourth = 0;
  float farthest = 0;
  for (int i = 0; i < blocks; ++i) {
    truncated_normal{0, 0.002, -2, 2}(w, rng);
    farthest = std::max(farthest, w.abs().maxCoeff());
    const Eigen::ArrayXf squares = w.square();
    second += double(squares.sum());
    fourth += double(squares.square().sum());
  }
  const double n = double(block) * blocks;
  EXPECT_NEAR(fourth / n / (second / n * (second / n)), 3, 0.01);
  EXPECT_LT(farthest, 6.5f * 0.002f);
  EXPECT_GT(farthest, 5 * 0.002f);
}

template <class Scalar>
void expect_nothing_piled_up(const truncated_normal& distribution) {
  std::vector<double> values = draw<Scalar>(distribution, 1000000);
  std::sort(values.begin(), values.end());
  // A normal's densest value takes at most what its spacing holds of the density there.
  const double spacing = std::ldexp(distribution.std, 1 - std::numeric_limits<Scalar>::digits) * 8;
  const double most = 0.4 * spacing / distribution.std * double(values.size());
  for (auto first = values.begin(); first != values.end();) {
    const auto next = std::upper_bound(first, values.end(), *first);
    ASSERT_LT(double(next - first), most + 6 * std::sqrt(most)) << *first;
    first = next;
  }
}

TEST(TruncatedNormal, PilesNothingUpInNarrowScalars) {
  expect_nothing_piled_up<Eigen::bfloat16>({0, 0.01, -2, 2});
  expect_nothing_piled_up<Eigen::half>({0, 0.01, -2, 2});
  expect_nothing_piled_up<Eigen::bfloat16>({0, 0.01, -0.02, 0.02});
}

TEST(TruncatedNormal, RealisesTheStandardDeviationOfWithStd) {
  const std::vector<double> values = draw<float>(truncated_normal::with_std(0.05), 10000000);
  double sum = 0, squares = 0;
  for (const double x : values) {
    sum += x;
    squares += x * x;
  }
  const double mean = sum / double(values.size());
  const double std = std::sqrt(squares / double(values.size()) - mean * mean);
  EXPECT_NEAR(std / 0.05, 1, 0.001);
  EXPECT_EQ(truncated_normal::with_std(0.05).high, 2 * truncated_normal::with_std(0.05).std);
}

TEST(TruncatedNormal, SaysItsWidthInThreeWays) {
  static_assert(std::is_aggregate_v<truncated_normal>);
  static_assert(std::is_same_v<init::trunc_normal, truncated_normal>);
  EXPECT_EQ(truncated_normal{}.low, -2);
  EXPECT_EQ(truncated_normal{}.high, 2);
  const auto in_sigmas = truncated_normal::in_sigmas(0.5, -3, 4);
  EXPECT_EQ(in_sigmas.mean, 0);
  EXPECT_EQ(in_sigmas.std, 0.5);
  EXPECT_EQ(in_sigmas.low, -1.5);
  EXPECT_EQ(in_sigmas.high, 2);
}

TEST(TruncatedNormal, RisesWithTheWord) {
  for (const Case& c : cases) {
    const auto& d = c.distribution;
    const auto to =
        init::internal::parameters<float>(init::TruncatedNormal{d.mean, d.std, d.low, d.high});
    float last = -std::numeric_limits<float>::infinity();
    for (std::uint64_t word = 0; word < std::uint64_t(1) << 32; word += 1000003) {
      const float value = to.is_rare ? value_of_word<float>(to.rare, std::uint32_t(word))
                                     : value_of_word<float>(to, std::uint32_t(word));
      ASSERT_GE(value, last) << c.name;
      last = value;
    }
  }
}

TEST(TruncatedNormal, RefusesWhatItCannotDraw) {
  Eigen::VectorXf w = Eigen::VectorXf::Constant(3, 7);
  Eigen::Matrix<Eigen::half, 3, 1> narrow;
  init::Generator rng(1);
  const auto message = [&](const truncated_normal& bad) {
    return message_of([&] { bad(w, rng); });
  };
  EXPECT_EQ(message({0, 1, 2, -2}),
            "truncated_normal: low 2 is not at or below high -2; pass them in order");
  EXPECT_EQ(message({0, 1, std::nan(""), 2}),
            "truncated_normal: low nan is not at or below high 2; pass them in order");
  EXPECT_EQ(message({0, -1, -2, 2}),
            "truncated_normal: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(message({infinity, 1, -2, 2}), "truncated_normal: mean is inf; pass a finite number");
  EXPECT_EQ(message({0, 1, infinity, infinity}),
            "truncated_normal: values reach from inf to inf and the scalar holds at most "
            "3.4028234663852886e+38; pass a smaller std, or bounds in its range");
  EXPECT_EQ(message_of([&] {
              truncated_normal{0, 1e5, 0, infinity}(narrow, rng);
            }),
            "truncated_normal: values reach from 0 to 640000 and the scalar holds at most 65504; "
            "pass a smaller std, or bounds in its range");
  EXPECT_EQ(message_of([] { (void)truncated_normal::with_std(-1); }),
            "truncated_normal: std is -1; pass a finite number of 0 or more");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, init::Generator(1));
}
