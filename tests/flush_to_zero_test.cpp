// Every initializer in a program where subnormal numbers are zero, as linking with -ffast-math
// makes them: it returns at once, and what it writes is the same but for subnormal numbers.
//
// A search for the neighbours of zero once went through all subnormal numbers, and in double never
// ended. So each of these tests has a time limit.
//
// SPDX-License-Identifier: MIT

#include "flush_to_zero.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstddef>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <limits>
#include <random>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

namespace {

constexpr double least = std::numeric_limits<double>::denorm_min();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The same bits, or a subnormal number in the first, in whose place the second may have a zero.
template <class Scalar>
bool agree(Scalar usual, Scalar flushed) {
  using Bits = init::internal::rounding::Bits<Scalar>;
  const auto a = init::internal::bits_as<Bits>(usual), b = init::internal::bits_as<Bits>(flushed);
  const auto normal = init::internal::bits_as<Bits>(std::numeric_limits<Scalar>::min());
  constexpr auto magnitude = Bits(Bits(~Bits(0)) >> 1);
  return a == b || ((a & magnitude) < normal && (b & magnitude) < normal);
}
template <class Real>
bool agree(const std::complex<Real>& usual, const std::complex<Real>& flushed) {
  return agree(usual.real(), flushed.real()) && agree(usual.imag(), flushed.imag());
}

template <class Source>
bool are_in_one_state(const Source& a, const Source& b) {
  return a == b;
}
bool are_in_one_state(const init::torch::Generator& a, const init::torch::Generator& b) {
  return a.get_state() == b.get_state();
}

/// That `fill(tensor, source)` gives the same in both modes, from every kind of source.
template <class Tensor, class Source, class Fill>
void expect_same(const Tensor& shape, const Source& start, const Fill& fill) {
  Tensor usual = shape, flushed = shape;
  Source first = start, second = start;
  fill(usual, first);
  {
    const FlushToZero mode;
    fill(flushed, second);
  }
  int differences = 0;
  for (Index i = 0; i < usual.size(); ++i) {
    differences += !agree(usual.data()[i], flushed.data()[i]);
  }
  EXPECT_EQ(differences, 0);
  EXPECT_TRUE(are_in_one_state(first, second));
}

template <class Tensor, class Fill>
void expect_same(const Tensor& shape, const Fill& fill) {
  expect_same(shape, init::Generator(3), fill);
  expect_same(shape, std::mt19937(3), fill);
}

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
template <class Scalar>
using Kernel = Eigen::Tensor<Scalar, 4>;

/// Calls check(distribution) for all kinds, with bounds and widths on both sides of zero.
template <class Check>
void for_each_distribution(const Check& check) {
  for (const init::uniform& to : {init::uniform{-1, 0},
                                  {0, 0},
                                  {-0.0, 0.0},
                                  {0, 1},
                                  {-1, 1},
                                  {0, least},
                                  {-least, least},
                                  {-least, 0},
                                  {1e-310, 1e-309},
                                  {-1e-40, 1e-40},
                                  {-1e-6, 0},
                                  {-1, 1e-40},
                                  init::uniform::with_std(0),
                                  init::uniform::with_std(0.1)}) {
    SCOPED_TRACE(testing::Message() << "uniform{" << to.low << ", " << to.high << "}");
    check(to);
  }
  for (const init::normal& to : {init::normal{0, 1}, {0, 0}, {0.1, 0.02}, {0, 1e-40}, {1, least}}) {
    SCOPED_TRACE(testing::Message() << "normal{" << to.mean << ", " << to.std << "}");
    check(to);
  }
  for (const init::truncated_normal& to : {init::truncated_normal{0, 1, -2, 2},
                                           {0, 0, -2, 2},
                                           {0, 1, 0, 0},
                                           {0, 1, -least, least},
                                           {0, 1, -1e-40, 1e-40},
                                           {0, 1e-310, -1, 1},
                                           {0, 1, -infinity, infinity},
                                           init::truncated_normal::with_std(0),
                                           init::truncated_normal::with_std(0.02)}) {
    SCOPED_TRACE(testing::Message() << "truncated_normal{" << to.mean << ", " << to.std << ", "
                                    << to.low << ", " << to.high << "}");
    check(to);
  }
}

/// Calls check(initializer) for all that fill a real matrix.
template <class Check>
void for_each_of_a_matrix(const Check& check) {
  check(init::constant{1e-310});
  check(init::xavier_uniform{});
  check(init::xavier<init::truncated_normal>{});
  check(init::xavier_uniform{0});
  check(init::kaiming_uniform{});
  check(init::kaiming_normal{init::Activation::gelu()});
  check(init::lecun_uniform{});
  check(init::variance_scaling<init::truncated_normal>{1e-300});
  check(init::torch_default{});
  check(init::siren{30, true});
  check(init::siren{});
  check(init::orthogonal{});
  check(init::eye{});
  check(init::sparse{0.3, 0.01});
  check(init::packed{init::kaiming_uniform{}, 4});
  check(init::icnr{init::kaiming_uniform{}, 2});
  check(init::scaled{init::kaiming_uniform{}, init::gpt2_factor(12)});
  check(init::scaled{init::kaiming_uniform{}, 1e-310});
}

template <class Check>
void for_each_of_a_kernel(const Check& check) {
  check(init::kaiming_uniform{});
  check(init::orthogonal{});
  check(init::dirac{});
  check(init::delta_orthogonal{});
  check(init::bilinear{});
  check(init::icnr{init::torch_default{}, 2});
}

template <class Check>
void for_each_of_a_bias(const Check& check) {
  check(init::zeros{});
  check(init::gate_bias{});
  check(init::chrono_bias{});
  check(init::prior_bias{});
}

template <class Scalar>
struct WhereSubnormalNumbersAreZero : testing::Test {
  void SetUp() override {
    if (!FlushToZero::is_known) GTEST_SKIP() << "this processor's mode is not known here";
    const FlushToZero mode;
    volatile double smallest = std::numeric_limits<double>::min();
    ASSERT_TRUE(smallest / 2 == 0) << "the mode is not on";
  }
};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16, std::complex<float>,
                                  std::complex<double>>;
TYPED_TEST_SUITE(WhereSubnormalNumbersAreZero, AllScalars);

template <class Scalar>
constexpr bool is_complex = Eigen::NumTraits<Scalar>::IsComplex;

}  // namespace

TYPED_TEST(WhereSubnormalNumbersAreZero, DistributionsAreTheSame) {
  for_each_distribution([](const auto& distribution) {
    expect_same(Matrix<TypeParam>(17, 9), distribution);
    expect_same(Matrix<TypeParam>(0, 9), distribution);
  });
}

TYPED_TEST(WhereSubnormalNumbersAreZero, InitializersAreTheSame) {
  if constexpr (is_complex<TypeParam>) {
    const auto check = [](const auto& initializer) {
      expect_same(Matrix<TypeParam>(16, 9), initializer);
      expect_same(Matrix<TypeParam>(0, 9), initializer);
    };
    check(init::kaiming_uniform{});
    check(init::xavier<init::truncated_normal>{});
    check(init::orthogonal{});
    check(init::scaled{init::kaiming_normal{}, 0.1});
  } else {
    for_each_of_a_matrix([](const auto& initializer) {
      expect_same(Matrix<TypeParam>(16, 9), initializer);
      expect_same(Matrix<TypeParam>(0, 9), initializer);
    });
    for_each_of_a_kernel([](const auto& initializer) {
      expect_same(Kernel<TypeParam>(12, 8, 3, 3), initializer);
      expect_same(Kernel<TypeParam>(12, 0, 3, 3), initializer);
    });
    for_each_of_a_bias(
        [](const auto& initializer) { expect_same(Vector<TypeParam>(32), initializer); });
  }
}

template <class Scalar>
struct PyTorchsNumbersWhereSubnormalNumbersAreZero : WhereSubnormalNumbersAreZero<Scalar> {};
using PyTorchsScalars = testing::Types<float, double>;
TYPED_TEST_SUITE(PyTorchsNumbersWhereSubnormalNumbersAreZero, PyTorchsScalars);

TYPED_TEST(PyTorchsNumbersWhereSubnormalNumbersAreZero, AreTheSame) {
  using Method = init::torch::TruncatedNormalMethod;
  for (const Method method : {Method::v1_13, Method::v2_12}) {
    const auto check = [method](const auto& initializer) {
      expect_same(Matrix<TypeParam>(16, 9), init::torch::Generator(3, method), initializer);
      expect_same(Matrix<TypeParam>(0, 9), init::torch::Generator(3, method), initializer);
    };
    check(init::uniform{-1, 0});
    check(init::uniform{0, 0});
    check(init::uniform{-least, least});
    check(init::uniform{-1e-40, 1e-40});
    check(init::normal{0, 1});
    check(init::normal{0, 1e-40});
    check(init::truncated_normal{0, 1, -2, 2});
    check(init::truncated_normal{0, 1, 0, 0});
    check(init::truncated_normal{0, 1, 0, 1e-40});
    check(init::truncated_normal{0, 1, 3, 4});
    check(init::kaiming_uniform{});
    check(init::xavier_normal{});
    check(init::sparse{});
    check(init::orthogonal{});
  }
}
