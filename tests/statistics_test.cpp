// The judges, judged: limits against printed tables, statistics against sums done by hand, and
// samples that are right or wrong on purpose.
//
// SPDX-License-Identifier: MIT

#include "statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

using statistics::Budget;
using statistics::Sample;

namespace {

constexpr Budget suite = {1e-9, 1000};

/// From a source that the library has no part in.
const Sample& normal_sample() {
  static const Sample sample = [] {
    std::mt19937_64 engine(20);
    Sample values(1 << 19);
    for (double& x : values) x = double(oracle::Draw{engine(), 64}.z());
    return values;
  }();
  return sample;
}

Sample ascending_uniform_sample(std::size_t n, std::mt19937_64& engine) {
  Sample sample(n);
  for (double& x : sample) x = double(oracle::Draw{engine(), 64}.fraction());
  std::sort(sample.begin(), sample.end());
  return sample;
}

double largest_z(const Sample& sample, double mean, double std,
                 const statistics::StandardMoments& expected) {
  double largest = 0;
  for (const statistics::Moment& moment : statistics::moments(sample, mean, std, expected)) {
    largest = std::max(largest, std::abs(moment.z()));
  }
  return largest;
}

/// Each statistic of a sample in units of its limit, under the standard normal hypothesis: above 1
/// is refused.
struct Verdict {
  double moments, kolmogorov, chi_square;
};

Verdict judge(Sample sample) {
  std::sort(sample.begin(), sample.end());
  const oracle::Normal standard{0, 1};
  const auto cdf = [&](double x) { return standard.cdf(x); };
  const auto edges =
      statistics::bin_edges([&](double p) { return standard.quantile(p); }, 100, 2e-4);
  return {largest_z(sample, 0, 1, statistics::normal_moments) / statistics::z_limit(suite),
          statistics::kolmogorov_distance(sample, cdf, cdf) /
              statistics::kolmogorov_limit(suite, sample.size()),
          statistics::chi_square(sample, edges, cdf) /
              statistics::chi_square_limit(suite, edges.size())};
}

}  // namespace

TEST(Oracle, KnowsTheNormalDistributionFromTables) {
  const std::pair<oracle::Wide, oracle::Wide> quantiles[] = {
      {0.5L, 0},
      {0.25L, -0.674489750196081743202227014541307L},
      {0.025L, -1.959963984540054235524594430520551L},
      {0.001L, -3.090232306167813541540399830107379L}};
  for (const auto& [p, z] : quantiles) {
    const oracle::Wide unit = std::numeric_limits<oracle::Wide>::epsilon();
    EXPECT_LE(std::abs(oracle::normal_quantile(p) - z), 20 * unit);
    EXPECT_LE(std::abs(oracle::normal_cdf(z) - p), 2 * unit);
    EXPECT_LE(std::abs(oracle::normal_quantile(1 - p) + z), 400 * unit);  // 1 - p is rounded
  }
}

TEST(Oracle, InvertsTheNormalDistributionInTheTails) {
  for (int exponent = -660; exponent <= -10; ++exponent) {
    const oracle::Wide p = std::exp2(exponent / oracle::Wide(10));
    EXPECT_LT(std::abs(oracle::normal_cdf(oracle::normal_quantile(p)) / p - 1), 1e-13L);
  }
}

TEST(Oracle, TakesWordsAsTheStreamFormatSays) {
  // Random123's philox4x32 10 for a counter and a key of zeros.
  const std::uint32_t zeros[] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  const oracle::Fill first = {0, 0};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(first.word(i), zeros[i]);
  EXPECT_EQ(first.draw(2, 32).word, 0xbc57ac4c);
  EXPECT_EQ(first.draw(1, 64).word, 0x9b00dbd8bc57ac4c);

  const oracle::Fill fill = {0x2222222211111111, 0x6666666655555555};
  const eigeninit::PhiloxCounter block =
      eigeninit::philox({0x33333333, 0x04444444, 0x55555555, 0x66666666}, {0x11111111, 0x22222222});
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(fill.word(4 * 0x0444444433333333 + i), block[i]);
  }
}

TEST(Oracle, CentresEveryWordInItsCell) {
  EXPECT_EQ((oracle::Draw{0, 32}.fraction()), 0);
  EXPECT_EQ((oracle::Draw{0xffffffff, 32}.fraction()), 1 - 0x1p-24L);
  EXPECT_EQ((oracle::Draw{~std::uint64_t(0), 64}.fraction()), 1 - 0x1p-53L);
  EXPECT_EQ((oracle::Draw{0, 32}.z()), oracle::normal_quantile(0x1p-33L));
  EXPECT_EQ((oracle::Draw{0, 64}.z()), oracle::normal_quantile(0x1p-65L));
  for (const std::uint64_t word : {0u, 1u, 12345u, 0x7fffffffu}) {
    EXPECT_EQ((oracle::Draw{word, 32}.z()), -(oracle::Draw{0xffffffff - word, 32}.z()));
    EXPECT_LT((oracle::Draw{word, 32}.z()), 0);
  }
}

TEST(Oracle, KnowsItsDistributions) {
  const oracle::Uniform uniform{-1, 3};
  EXPECT_EQ(uniform.mean(), 1);
  EXPECT_DOUBLE_EQ(uniform.std(), 2 / std::sqrt(3.0));
  EXPECT_EQ(uniform.cdf(-2), 0);
  EXPECT_EQ(uniform.cdf(0), 0.25);
  EXPECT_EQ(uniform.cdf(4), 1);
  EXPECT_EQ(uniform.quantile(0.75), 2);
  EXPECT_EQ(uniform.value({0x40000000, 32}), 0);
  const oracle::Normal normal{3, 2};
  EXPECT_NEAR(normal.cdf(3 + 2 * 1.959963984540054), 0.975, 1e-15);
  EXPECT_NEAR(normal.quantile(0.975), 3 + 2 * 1.959963984540054, 1e-14);
  EXPECT_LT(normal.value({0x7fffffff, 32}), 3);
  EXPECT_GT(normal.value({0x80000000, 32}), 3);
  EXPECT_EQ(oracle::Constant{2}.value({7, 32}), 2);
}

TEST(Limits, AreThoseOfPrintedTables) {
  EXPECT_NEAR(statistics::z_limit({0.05, 1}), 1.959964, 1e-6);
  EXPECT_NEAR(statistics::z_limit({0.01, 1}), 2.575829, 1e-6);
  EXPECT_NEAR(statistics::z_limit({1e-9, 1}), 6.109410, 1e-6);
  // Kolmogorov's distribution: 1.3581, 1.6276 and 1.9495 over √n.
  EXPECT_NEAR(statistics::kolmogorov_limit({0.05, 1}, 10000), 0.013581, 1e-6);
  EXPECT_NEAR(statistics::kolmogorov_limit({0.01, 1}, 10000), 0.016276, 1e-6);
  EXPECT_NEAR(statistics::kolmogorov_limit({0.001, 1}, 10000), 0.019495, 1e-6);
  EXPECT_NEAR(statistics::chi_square_limit({0.05, 1}, 1), 3.841459, 1e-6);
  EXPECT_NEAR(statistics::chi_square_limit({0.05, 1}, 2), 5.991465, 1e-6);
  EXPECT_NEAR(statistics::chi_square_limit({0.05, 1}, 10), 18.307038, 1e-6);
  EXPECT_NEAR(statistics::chi_square_limit({0.01, 1}, 5), 15.086272, 1e-6);
  EXPECT_NEAR(statistics::chi_square_limit({0.001, 1}, 100), 149.449253, 1e-6);
}

TEST(Limits, ShareTheBudgetAmongTheChecks) {
  EXPECT_EQ(statistics::z_limit({0.05, 5}), statistics::z_limit({0.01, 1}));
  EXPECT_EQ(statistics::kolmogorov_limit({0.05, 5}, 9), statistics::kolmogorov_limit({0.01, 1}, 9));
  EXPECT_EQ(statistics::chi_square_limit({0.05, 5}, 9), statistics::chi_square_limit({0.01, 1}, 9));
}

TEST(Statistics, OfMomentsAreMeansOfPowers) {
  const auto moments = statistics::moments({1, 5, 5, 9}, 3, 2, statistics::normal_moments);
  // y = -1, 1, 1, 3
  const double values[] = {1, 3, 7, 21}, expected[] = {0, 1, 0, 3}, variances[] = {1, 2, 15, 96};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(moments[k].value, values[k]) << moments[k].name;
    EXPECT_EQ(moments[k].expected, expected[k]) << moments[k].name;
    EXPECT_DOUBLE_EQ(moments[k].standard_error, std::sqrt(variances[k] / 4)) << moments[k].name;
    EXPECT_DOUBLE_EQ(moments[k].z(), (values[k] - expected[k]) / std::sqrt(variances[k] / 4));
  }
}

TEST(Statistics, OfKolmogorovIsTheLargestGap) {
  const oracle::Uniform unit{0, 1};
  const auto cdf = [&](double x) { return unit.cdf(x); };
  EXPECT_DOUBLE_EQ(statistics::kolmogorov_distance({0.1, 0.2, 0.9}, cdf, cdf), 2.0 / 3 - 0.2);
  EXPECT_DOUBLE_EQ(statistics::kolmogorov_distance({0.5}, cdf, cdf), 0.5);
  EXPECT_DOUBLE_EQ(statistics::kolmogorov_distance({0.7, 0.8}, cdf, cdf), 0.7);
  // A fair coin shows 0 or 1, so three ones of four are 1/4 too many and not 3/4.
  const auto coin_below = [](double x) { return x == 0 ? 0 : 0.5; };
  const auto coin_up_to = [](double x) { return x == 0 ? 0.5 : 1; };
  EXPECT_DOUBLE_EQ(statistics::kolmogorov_distance({0, 1, 1, 1}, coin_below, coin_up_to), 0.25);
}

TEST(Statistics, OfChiSquareCountBins) {
  const oracle::Uniform unit{0, 1};
  const auto edges = statistics::bin_edges([&](double p) { return unit.quantile(p); }, 2, 0.25);
  ASSERT_EQ(edges, (std::vector<double>{0.25, 0.5, 0.75}));
  const auto cdf = [&](double x) { return unit.cdf(x); };
  // 4, 1, 2 and 1 where 2 are expected; an edge belongs to the bin above it.
  const Sample sample = {0, 0, 0.1, 0.2, 0.25, 0.5, 0.6, 0.75};
  EXPECT_DOUBLE_EQ(statistics::chi_square(sample, edges, cdf), (4 + 1 + 0 + 1) / 2.0);
}

// With a budget of one in ten the alarms can be counted. Kolmogorov's limit is an inequality, so
// that it may stay below its share.
TEST(Limits, RaiseAsManyFalseAlarmsAsTheyPromise) {
  const Budget tenth = {0.1, 1};
  const std::size_t trials = 4000, n = 500;
  const oracle::Uniform unit{0, 1};
  const auto cdf = [&](double x) { return unit.cdf(x); };
  const auto edges = statistics::bin_edges([&](double p) { return unit.quantile(p); }, 5, 0.1);
  std::mt19937_64 engine(21);
  std::array<std::size_t, 4> moment_alarms{};
  std::size_t kolmogorov_alarms = 0, chi_square_alarms = 0;
  for (std::size_t trial = 0; trial < trials; ++trial) {
    const Sample sample = ascending_uniform_sample(n, engine);
    const auto moments =
        statistics::moments(sample, unit.mean(), unit.std(), statistics::uniform_moments);
    for (std::size_t k = 0; k < 4; ++k) {
      moment_alarms[k] += std::abs(moments[k].z()) > statistics::z_limit(tenth);
    }
    kolmogorov_alarms +=
        statistics::kolmogorov_distance(sample, cdf, cdf) > statistics::kolmogorov_limit(tenth, n);
    chi_square_alarms += statistics::chi_square(sample, edges, cdf) >
                         statistics::chi_square_limit(tenth, edges.size());
  }
  const double expected = 0.1 * trials;
  const double margin = statistics::z_limit({1e-6, 1}) * std::sqrt(0.1 * 0.9 * trials);
  for (const std::size_t alarms : moment_alarms) EXPECT_NEAR(double(alarms), expected, margin);
  EXPECT_NEAR(double(chi_square_alarms), expected, margin);
  EXPECT_LT(double(kolmogorov_alarms), expected + margin);
  EXPECT_GT(double(kolmogorov_alarms), expected / 2);
}

TEST(Judgement, AcceptsANormalSample) {
  const Verdict verdict = judge(normal_sample());
  EXPECT_LT(verdict.moments, 1);
  EXPECT_LT(verdict.kolmogorov, 1);
  EXPECT_LT(verdict.chi_square, 1);
}

TEST(Judgement, RefusesASampleThatIsWrong) {
  const auto judge_changed = [](const auto& change) {
    Sample changed = normal_sample();
    for (double& x : changed) x = change(x);
    return judge(changed);
  };
  const std::pair<const char*, Verdict> refused_by_all[] = {
      {"zeros", judge_changed([](double) { return 0.0; })},
      {"twice too wide", judge_changed([](double x) { return 2 * x; })},
      {"√2 too wide", judge_changed([](double x) { return std::sqrt(2.0) * x; })},
      {"√2 too narrow", judge_changed([](double x) { return x / std::sqrt(2.0); })},
      {"no sign", judge_changed([](double x) { return std::abs(x); })},
      {"uniform of the same width",
       judge_changed([](double x) { return std::sqrt(12.0) * (oracle::normal_cdf(x) - 0.5); })}};
  for (const auto& [name, verdict] : refused_by_all) {
    EXPECT_GT(verdict.moments, 1) << name;
    EXPECT_GT(verdict.kolmogorov, 1) << name;
    EXPECT_GT(verdict.chi_square, 1) << name;
  }
  EXPECT_GT(judge_changed([](double x) { return 1.01 * x; }).moments, 1);
  EXPECT_GT(judge_changed([](double x) { return x / 1.01; }).moments, 1);
}

// What only one of the statistics sees.
TEST(Judgement, NeedsEachOfItsStatistics) {
  Sample cut = normal_sample();
  for (double& x : cut) x = std::min(std::max(x, -3.3), 3.3);
  EXPECT_LT(judge(cut).kolmogorov, 1);
  EXPECT_GT(judge(cut).chi_square, 1);

  Sample far = normal_sample();
  far[0] = 100;
  EXPECT_GT(judge(far).moments, 1);
  EXPECT_LT(judge(far).kolmogorov, 1);
  EXPECT_LT(judge(far).chi_square, 1);

  Sample shifted = normal_sample();
  for (double& x : shifted) x += std::abs(x) < 0.1 ? 0.05 : 0;
  EXPECT_LT(judge(shifted).moments, 1);
  EXPECT_GT(judge(shifted).kolmogorov, 1);
}
