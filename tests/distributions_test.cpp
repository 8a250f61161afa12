// Distributions: their bounds, their parameters and what they refuse.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cfenv>
#include <cmath>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "message.hpp"
#include "value_of_word.hpp"

namespace init = eigeninit;

namespace {

template <class Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <class Scalar>
Vector<Scalar> draw(const init::uniform& distribution, Eigen::Index n = 20000) {
  init::Generator rng(1);
  Vector<Scalar> w(n);
  distribution(w, rng);
  return w;
}

/// Compared in double, where every value and every bound is exact.
template <class Scalar>
void expect_inside(const init::uniform& distribution) {
  SCOPED_TRACE(testing::Message() << "U[" << distribution.low << ", " << distribution.high << ")");
  for (const Scalar value : draw<Scalar>(distribution)) {
    ASSERT_GE(double(value), distribution.low);
    ASSERT_LT(double(value), distribution.high);
  }
}

/// The least and the largest value that any random word can give.
template <class Scalar>
std::pair<double, double> extremes(const init::uniform& distribution) {
  const auto to =
      init::internal::parameters<Scalar>(init::Uniform{distribution.low, distribution.high});
  return {double(value_of_word<Scalar>(to, Word<Scalar>(0))),
          double(value_of_word<Scalar>(to, ~Word<Scalar>(0)))};
}

}  // namespace

template <class Scalar>
struct Uniform : testing::Test {};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Uniform, AllScalars);

TYPED_TEST(Uniform, NeverLeavesItsBounds) {
  using T = TypeParam;
  const double most = double(Eigen::NumTraits<T>::highest());
  const double least = double(std::numeric_limits<T>::denorm_min());
  const double one_up = double(init::internal::rounding::neighbour(T(1), +1));
  const init::uniform cases[] = {{0, 1},
                                 {-0.1, 0.1},
                                 {1, 1.1},
                                 {-1.1, -1},
                                 {0.3, 0.30001 + 0.01},
                                 {1, one_up},  // neighbours
                                 {-one_up, -1},
                                 {0, least},
                                 {-least, least},
                                 {-3 * least, 5 * least},
                                 {-most, most},
                                 {-most, 1},
                                 {0, most},
                                 {most / 2, most}};
  for (const init::uniform& distribution : cases) {
    expect_inside<T>(distribution);
    const auto [first, last] = extremes<T>(distribution);
    EXPECT_GE(first, distribution.low) << distribution.low << " " << distribution.high;
    EXPECT_LT(last, distribution.high) << distribution.low << " " << distribution.high;
    EXPECT_LE(first, last);
  }
}

TYPED_TEST(Uniform, ReachesBothEnds) {
  using T = TypeParam;
  const double most = double(Eigen::NumTraits<T>::highest());
  const double step = double(init::internal::rounding::neighbour(T(1), +1)) - 1;
  EXPECT_EQ(extremes<T>({-1, 1}).first, -1);
  EXPECT_GE(extremes<T>({-1, 1}).second, 1 - step);
  EXPECT_EQ(extremes<T>({-most, most}).first, -most);
  EXPECT_GE(extremes<T>({-most, most}).second, most * (1 - 2 * step));
}

TYPED_TEST(Uniform, OfOneNumberIsThatNumber) {
  const auto values = draw<TypeParam>({0.1, 0.1}, 100);
  for (const TypeParam value : values) EXPECT_EQ(double(value), double(TypeParam(0.1)));
  // No value of the scalar lies inside: the nearest to low.
  for (const TypeParam value : draw<TypeParam>({0.1, std::nextafter(0.1, 1)}, 100)) {
    EXPECT_EQ(double(value), double(TypeParam(0.1)));
  }
}

TYPED_TEST(Uniform, OfBoundsThatAreEqualIsTheOneOrTheOther) {
  for (const TypeParam value : draw<TypeParam>({1, 1}, 100)) EXPECT_EQ(double(value), 1);
  for (const TypeParam value : draw<TypeParam>({-0.0, 0.0}, 100)) EXPECT_EQ(double(value), 0);
}

TYPED_TEST(Uniform, GivesHalfTheWeightToTheFirstOfAdjacentNumbersAndAHalfMoreToTheLast) {
  const double step = double(init::internal::rounding::neighbour(TypeParam(1), +1)) - 1;
  for (const int k : {2, 3, 4, 7}) {
    const auto to = init::internal::parameters<TypeParam>(init::Uniform{1, 1 + k * step});
    std::vector<int> counts(std::size_t(k), 0);
    const int words = 1 << 16;
    for (int i = 0; i < words; ++i) {
      const auto value = value_of_word<TypeParam>(
          to, Word<TypeParam>(Word<TypeParam>(i) << (sizeof(Word<TypeParam>) * 8 - 16)));
      ++counts.at(std::size_t((double(value) - 1) / step));
    }
    for (int i = 0; i < k; ++i) {
      const double weight = i == 0 ? 0.5 : i == k - 1 ? 1.5 : 1;
      // By way of float, ties of the narrow scalars are somewhat wider.
      EXPECT_NEAR(counts[std::size_t(i)], weight / k * words, 1e-4 * words) << i << " of " << k;
    }
  }
}

TYPED_TEST(Uniform, RefusesWhatTheScalarCannotHold) {
  Vector<TypeParam> w(3);
  w.setConstant(TypeParam(7));
  init::Generator rng(1);
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const init::uniform& bad :
       {init::uniform{-infinity, 0}, init::uniform{0, infinity}, init::uniform{nan, 1},
        init::uniform{0, nan}, init::uniform{1, 0}}) {
    EXPECT_THROW(bad(w, rng), std::invalid_argument);
  }
  for (const init::normal& bad :
       {init::normal{nan, 1}, init::normal{infinity, 1}, init::normal{0, nan},
        init::normal{0, infinity}, init::normal{0, -1}}) {
    EXPECT_THROW(bad(w, rng), std::invalid_argument);
  }
  const double most = double(Eigen::NumTraits<TypeParam>::highest());
  EXPECT_THROW((init::normal{0, most / 4}(w, rng)), std::invalid_argument);
  EXPECT_THROW((init::normal{most, most / 10}(w, rng)), std::invalid_argument);
  EXPECT_NO_THROW((init::normal{0, most / 10}(w, rng)));
  for (const TypeParam value : w) EXPECT_TRUE(std::isfinite(double(value)));
}

TEST(Distributions, SayWhatIsWrongAndWriteNothing) {
  Eigen::VectorXf w = Eigen::VectorXf::Constant(3, 7);
  init::Generator rng(1);
  EXPECT_EQ(message_of([&] {
              init::uniform{1, 0}(w, rng);
            }),
            "uniform: low 1 is above high 0; pass them in order");
  EXPECT_EQ(message_of([&] {
              init::uniform{0, 1e39}(w, rng);
            }),
            "uniform: high is 1e+39 and the scalar holds at most 3.4028234663852886e+38; pass a "
            "number in its "
            "range");
  EXPECT_EQ(message_of([&] {
              init::normal{0, -0.5}(w, rng);
            }),
            "normal: std is -0.5; pass a finite number of 0 or more");
  EXPECT_EQ(
      message_of([&] {
        init::normal{0, 1e38}(w, rng);
      }),
      "normal: mean 0 and std 1e+38 reach 6.4000000000000005e+38 and the scalar holds at most "
      "3.4028234663852886e+38; "
      "pass a smaller mean or std");
  EXPECT_EQ(message_of([] { (void)init::uniform::with_std(-1); }),
            "uniform: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(message_of([] { (void)init::normal::with_std(std::nan("")); }),
            "normal: std is nan; pass a finite number of 0 or more");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, init::Generator(1));
}

TEST(Distributions, ReachAsFarAsTheySay) {
  const init::internal::kernel::Normal<float> in_float{0, 1};
  const init::internal::kernel::Normal<double> in_double{0, 1};
  EXPECT_NEAR(value_of_word<float>(in_float, 0u), -6.338f, 1e-3f);
  EXPECT_NEAR(value_of_word<float>(in_float, ~0u), 6.338f, 1e-3f);
  EXPECT_NEAR(value_of_word<double>(in_double, std::uint64_t(0)), -9.155, 1e-3);
  EXPECT_NEAR(value_of_word<double>(in_double, ~std::uint64_t(0)), 9.155, 1e-3);
}

/// What `distribution` gives where the processor rounds by `mode`, which it must leave as it is.
template <class Scalar, class Distribution>
Vector<Scalar> draw_rounding(int mode, const Distribution& distribution) {
  Vector<Scalar> w(3000);
  init::Generator rng(1);
  std::fesetround(mode);
  distribution(w, rng);
  EXPECT_EQ(std::fegetround(), mode);
  std::fesetround(FE_TONEAREST);
  return w;
}

// The promise of bits is for rounding to nearest; others change the last ones and break no bound.
TEST(Distributions, KeepTheirBoundsAndAllButTheLastBitsInOtherRoundingModes) {
  const auto check = [](auto zero, const auto& distribution, double low, double high) {
    using Scalar = decltype(zero);
    const Vector<Scalar> nearest = draw_rounding<Scalar>(FE_TONEAREST, distribution);
    for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
      const Vector<Scalar> directed = draw_rounding<Scalar>(mode, distribution);
      const double largest = double(nearest.cwiseAbs().maxCoeff());
      const double tolerance = 4 * double(std::numeric_limits<Scalar>::epsilon()) * largest;
      EXPECT_LE(double((directed - nearest).cwiseAbs().maxCoeff()), tolerance);
      EXPECT_GE(double(directed.minCoeff()), low);
      EXPECT_LT(double(directed.maxCoeff()), high);
    }
  };
  const auto check_both = [&](const auto& distribution, double low, double high) {
    check(0.0f, distribution, low, high);
    check(0.0, distribution, low, high);
  };
  check_both(init::uniform{}, 0, 1);
  check_both(init::uniform{1, 1.00001}, 1, 1.00001);
  check_both(init::uniform{-0.3, 0.1}, -0.3, 0.1);
  check_both(init::normal{0.1, 2}, -19, 19);
}

TEST(Distributions, KnowTheirWidthFromTheirStandardDeviation) {
  EXPECT_EQ(init::uniform::with_std(0.5).high, std::sqrt(3.0) * 0.5);
  EXPECT_EQ(init::uniform::with_std(0.5).low, -std::sqrt(3.0) * 0.5);
  EXPECT_EQ(init::normal::with_std(0.5).mean, 0);
  EXPECT_EQ(init::normal::with_std(0.5).std, 0.5);
  EXPECT_EQ(draw<float>(init::uniform::with_std(0), 9), Eigen::VectorXf::Zero(9));
}

TEST(Distributions, AreAggregatesWithTheStandardDefaults) {
  static_assert(std::is_aggregate_v<init::uniform> && std::is_aggregate_v<init::normal>);
  EXPECT_EQ(init::uniform{}.low, 0);
  EXPECT_EQ(init::uniform{}.high, 1);
  EXPECT_EQ(init::normal{}.mean, 0);
  EXPECT_EQ(init::normal{}.std, 1);
}

// Half and bfloat16 take float's value, rounded once; a bound is never crossed by it.
TEST(Distributions, RoundFloatsValueOnceForNarrowScalars) {
  const Eigen::Index n = 20000;
  const auto expect_rounded = [&](auto narrow_type, const auto& distribution, double low,
                                  double high) {
    using Narrow = decltype(narrow_type);
    Eigen::VectorXf wide(n);
    Vector<Narrow> narrow(n);
    init::Generator rng(4);
    init::Generator twin = rng;
    distribution(wide, rng);
    distribution(narrow, twin);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto rounded = Narrow(wide(i));
      if (double(rounded) >= low && double(rounded) < high) {
        ASSERT_EQ(double(narrow(i)), double(rounded));
      } else {
        ASSERT_NEAR(double(narrow(i)), double(wide(i)), std::abs(double(rounded)) * 0x1p-7);
      }
    }
  };
  const double infinity = std::numeric_limits<double>::infinity();
  expect_rounded(Eigen::half(), init::normal{0.1, 0.02}, -infinity, infinity);
  expect_rounded(Eigen::bfloat16(), init::normal{0.1, 0.02}, -infinity, infinity);
  expect_rounded(Eigen::half(), init::uniform{-0.088, 0.088}, -0.088, 0.088);
  expect_rounded(Eigen::bfloat16(), init::uniform{-0.088, 0.088}, -0.088, 0.088);
}
