// The neighbours of real numbers in a scalar type, against a search by value; with and without
// subnormal numbers.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <eigeninit/numeric/rounding.hpp>
#include <limits>
#include <vector>

#include "flush_to_zero.hpp"

namespace rounding = eigeninit::internal::rounding;

namespace {

template <class Scalar>
using Bits = rounding::Bits<Scalar>;

template <class Scalar>
Bits<Scalar> bits_of(Scalar value) {
  return eigeninit::internal::bits_as<Bits<Scalar>>(value);
}

/// Numbers of a scalar that are neighbours: around zero, the least normal number, 1 and the
/// largest. Each is right where it stands, as a search by value says.
template <class Scalar>
std::vector<Scalar> neighbours() {
  using Limits = std::numeric_limits<Scalar>;
  const Bits<Scalar> places[] = {3, bits_of(Limits::min()), bits_of(Scalar(1)),
                                 Bits<Scalar>(bits_of(Limits::max()) - 3)};
  std::vector<Scalar> result;
  for (const Bits<Scalar> place : places) {
    for (int i = -3; i <= 3; ++i) {
      result.push_back(eigeninit::internal::bits_as<Scalar>(Bits<Scalar>(place + Bits<Scalar>(i))));
    }
  }
  return result;
}

/// The bits of up, down and below for numbers at, between and beyond those of the scalar.
template <class Scalar>
std::vector<Bits<Scalar>> roundings(const std::vector<double>& values) {
  std::vector<Bits<Scalar>> result;
  for (const double value : values) {
    result.push_back(bits_of(rounding::up<Scalar>(value)));
    result.push_back(bits_of(rounding::down<Scalar>(value)));
    result.push_back(bits_of(rounding::below<Scalar>(value)));
  }
  return result;
}

template <class Scalar>
std::vector<double> values_near_numbers() {
  std::vector<double> result = {0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e300, -1e300};
  for (const Scalar number : neighbours<Scalar>()) {
    const auto value = double(number), next = double(rounding::neighbour(number, +1));
    for (const double x : {value, std::nextafter(value, -INFINITY), std::nextafter(value, INFINITY),
                           value + (next - value) / 2}) {
      if (!std::isfinite(x)) continue;
      result.push_back(x);
      result.push_back(-x);
    }
  }
  return result;
}

}  // namespace

template <class Scalar>
struct Rounding : testing::Test {};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Rounding, AllScalars);

TYPED_TEST(Rounding, FindsTheNearestOnEitherSide) {
  const auto neighbour = [](TypeParam x, int direction) {
    return double(rounding::neighbour(x, direction));
  };
  for (const double value : values_near_numbers<TypeParam>()) {
    SCOPED_TRACE(testing::Message() << std::hexfloat << value);
    const auto up = rounding::up<TypeParam>(value);
    EXPECT_GE(double(up), value);
    EXPECT_LT(neighbour(up, -1), value);
    const auto down = rounding::down<TypeParam>(value);
    EXPECT_LE(double(down), value);
    EXPECT_GT(neighbour(down, +1), value);
    const auto below = rounding::below<TypeParam>(value);
    EXPECT_LT(double(below), value);
    EXPECT_GE(neighbour(below, +1), value);
  }
}

TYPED_TEST(Rounding, KeepsInfinitiesAndSignsOfZero) {
  const double infinity = INFINITY;
  EXPECT_EQ(double(rounding::up<TypeParam>(-infinity)), -infinity);
  EXPECT_EQ(double(rounding::down<TypeParam>(infinity)), infinity);
  EXPECT_EQ(bits_of(rounding::up<TypeParam>(-0.0)), bits_of(TypeParam(-0.0)));
  EXPECT_EQ(bits_of(rounding::down<TypeParam>(-0.0)), bits_of(TypeParam(-0.0)));
  EXPECT_EQ(bits_of(rounding::up<TypeParam>(0.0)), bits_of(TypeParam(0.0)));
}

TYPED_TEST(Rounding, OrdersByValue) {
  std::vector<TypeParam> numbers;
  for (const TypeParam number : neighbours<TypeParam>()) {
    numbers.push_back(number);
    numbers.push_back(-number);
  }
  for (const TypeParam a : numbers) {
    for (const TypeParam b : numbers) {
      EXPECT_EQ(rounding::in_order(a, b), double(a) <= double(b)) << double(a) << " " << double(b);
    }
  }
}

TYPED_TEST(Rounding, IsTheSameWhereSubnormalNumbersAreZero) {
  if (!FlushToZero::is_known) GTEST_SKIP() << "this processor's mode is not known here";
  const std::vector<double> values = values_near_numbers<TypeParam>();
  const auto usual = roundings<TypeParam>(values);
  const FlushToZero mode;
  EXPECT_EQ(roundings<TypeParam>(values), usual);
}
