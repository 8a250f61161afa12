// The portable log and exp, the normal tail and the roots of rare truncations, against the C
// library in long double.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <eigeninit/numeric/elementary.hpp>
#include <eigeninit/numeric/normal_tail.hpp>
#include <limits>
#include <random>

#include "oracle.hpp"

namespace elementary = eigeninit::internal::elementary;
namespace internal = eigeninit::internal;
using oracle::Wide;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where long double is no wider than double the reference has an error of its own.
constexpr double slack = std::numeric_limits<Wide>::digits > 53 ? 1 : 2;

void expect_close(double actual, Wide expected, double relative, double x) {
  EXPECT_LE(std::abs(Wide(actual) - expected), slack * relative * std::abs(expected))
      << "at " << x << ": " << actual;
}

}  // namespace

TEST(Elementary, AgreesWithTheCLibrary) {
  std::mt19937 engine(1);
  std::uniform_real_distribution<double> exponent(-700, 700), near_one(-0.5, 1), size(-40, 0);
  for (int i = 0; i < 100000; ++i) {
    const double large = exponent(engine);
    expect_close(internal::elementary::exp(large), std::exp(Wide(large)), 6e-16, large);
    const double positive = std::exp(large);
    expect_close(internal::elementary::log(positive), std::log(Wide(positive)), 6e-16, positive);
    const double x = near_one(engine);
    expect_close(internal::elementary::log(1 + x), std::log(Wide(1 + x)), 6e-16, 1 + x);
    expect_close(internal::elementary::log1p(x), std::log1p(Wide(x)), 6e-16, x);
    const double small = i % 2 == 0 ? std::exp(size(engine)) : -std::exp(size(engine));
    expect_close(internal::elementary::expm1(small), std::expm1(Wide(small)), 6e-16, small);
    const double turn = near_one(engine) / 2 + 0.5;  // in [¼, 1), and its mirror
    for (const double t : {turn, 1 - turn}) {
      const Wide angle = 8 * std::atan(Wide(1)) * t;
      const internal::elementary::CosSin point = internal::elementary::cos_sin(t);
      EXPECT_LE(std::abs(point.cos - std::cos(angle)), slack * 3e-16) << t;
      EXPECT_LE(std::abs(point.sin - std::sin(angle)), slack * 3e-16) << t;
    }
    if (small > -0.9)
      expect_close(internal::elementary::log1p(small), std::log1p(Wide(small)), 6e-16, small);
  }
}

TEST(Elementary, KnowsTheEndsOfItsRange) {
  const double denormal = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(internal::elementary::log(1), 0);
  EXPECT_EQ(internal::elementary::log(0), -infinity);
  EXPECT_EQ(internal::elementary::log(infinity), infinity);
  EXPECT_TRUE(std::isnan(internal::elementary::log(-1)));
  EXPECT_NEAR(internal::elementary::log(denormal), std::log(denormal), 1e-12);
  EXPECT_EQ(internal::elementary::exp(0), 1);
  EXPECT_EQ(internal::elementary::exp(-infinity), 0);
  EXPECT_EQ(internal::elementary::exp(infinity), infinity);
  EXPECT_EQ(internal::elementary::exp(-744.5), denormal);
  EXPECT_NEAR(internal::elementary::exp(709.7) / std::exp(709.7), 1, 1e-12);
  EXPECT_EQ(internal::elementary::expm1(-infinity), -1);
  EXPECT_EQ(internal::elementary::cos_sin(0).cos, 1);
  EXPECT_EQ(internal::elementary::cos_sin(0.25).sin, 1);
  EXPECT_EQ(internal::elementary::cos_sin(0.5).cos, -1);
  EXPECT_EQ(internal::elementary::cos_sin(1).cos, 1);
}

EIGENINIT_STRICT_BEGIN

void expect_quotient(double a, const elementary::Divisor& by) {
  ASSERT_EQ(std::fma(a, by.high, internal::product(a, by.low)), a / by.value)
      << a << " / " << by.value;
}

EIGENINIT_STRICT_END

// kernel/vector_doubles.inl proves it. Beside random numbers these are quotients as near the middle
// between two doubles as there are: value · (2N + 1) ± 1 is 2^j times a number of 53 bits.
TEST(Elementary, DividesByMultiplying) {
  std::mt19937_64 words(1);
  for (const elementary::CosSinStep& step : elementary::cos_sin_steps) {
    for (const elementary::Divisor& by : {step.of_cos, step.of_sin}) {
      auto odd = std::uint64_t(by.value);
      while (odd % 2 == 0) odd /= 2;
      std::uint64_t inverse = 1;  // of `odd`, modulo 2⁶⁴, by Newton's method
      for (int i = 0; i < 6; ++i) inverse *= 2 - odd * inverse;
      expect_quotient(0, by);
      for (int i = 0; i < 20000; ++i) {
        expect_quotient(double(words() >> 11 | 1) * 0x1p-60, by);
        const std::uint64_t middle = words() >> 10 | std::uint64_t(1) << 53;
        int j = 0;
        while (odd * middle >> (53 + j) != 0) ++j;
        const std::uint64_t places = (std::uint64_t(1) << j) - 1;
        for (const std::uint64_t rest : {std::uint64_t(1), ~std::uint64_t(0)}) {
          const std::uint64_t near = (middle & ~places) | (inverse * rest & places);
          expect_quotient(double((odd * near - rest) >> j) * 0x1p-60, by);
        }
      }
    }
  }
}

TEST(NormalTail, AgreesWithTheErrorFunction) {
  for (double x = -9; x < 37; x += 0.0137) {
    expect_close(internal::upper_tail(x), oracle::normal_cdf(-Wide(x)), 1e-13, x);
  }
  EXPECT_EQ(internal::upper_tail(infinity), 0);
  EXPECT_EQ(internal::upper_tail(-infinity), 1);
}

// The root's own probability, worked out in long double, is the one that it was asked for.
TEST(RareTruncation, FindsTheRootOfEveryProbability) {
  const struct {
    double near, width;
  } cases[] = {{-0.1, 0.24}, {0, 0.2}, {1, 0.24}, {1.99, 0.249}, {2, 0.24},      {2.2, infinity},
               {3, 0.1},     {3, 5},   {8, 1},    {8, infinity}, {30, infinity}, {5, 1e-5}};
  for (const auto& [near, width] : cases) {
    const eigeninit::internal::RareTruncation truncation(near, width);
    const Wide least = oracle::normal_cdf(-Wide(near));
    const Wide most = std::isinf(width) ? 0 : oracle::normal_cdf(-(Wide(near) + Wide(width)));
    for (int i = 1; i < 500; ++i) {
      const double below = i / 500.0;
      const double y = truncation.root(below, 1 - below);
      const Wide share = (least - oracle::normal_cdf(-(Wide(near) + Wide(y)))) / (least - most);
      ASSERT_LE(std::abs(share - Wide(below)), slack * 1e-11L)
          << "between " << near << " and " << near + width << " at " << below;
    }
  }
}

TEST(RareTruncation, StaysBetweenItsBounds) {
  for (const double near : {0.0, 2.5, 9.0, 1e6, 1e90}) {
    for (const double width : {0.0, 1e-300, 1e-12, 0.1, 1e200}) {
      if (near < 2 && width > 1) continue;
      const eigeninit::internal::RareTruncation truncation(near, width);
      for (const double below : {0x1p-54, 0x1p-33, 0.5, 1 - 0x1p-33, 1.0}) {
        const double y = truncation.root(below, below == 1 ? 0x1p-54 : 1 - below);
        EXPECT_TRUE(y >= 0 && y <= width) << near << " " << width << " " << below << ": " << y;
      }
    }
  }
}
