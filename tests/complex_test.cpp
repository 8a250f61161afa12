// Complex weights: the stated standard deviation is that of |z|, every direction is as likely as
// every other, and all initializers that are defined in the plane take them.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <eigeninit/eigeninit.hpp>
#include <limits>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "message.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
using Eigen::Index;

namespace {

constexpr Index size = 200000;

template <class Scalar, class Initializer>
std::vector<std::complex<double>> draw(const Initializer& initializer) {
  init::Generator rng(5);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> w(size);
  initializer(w, rng);
  std::vector<std::complex<double>> values;
  for (const Scalar z : w) values.push_back(std::complex<double>(z));
  return values;
}

/// |z - center|² / E|z - center|² has the distribution `cdf`, and the direction is uniform and
/// independent of it.
template <class Scalar, class Initializer, class Cdf>
void expect_round(const Initializer& initializer, double center, double std, const Cdf& cdf) {
  const statistics::Budget budget{1e-9, 14 * 3};
  std::vector<double> squares, directions, products;
  for (const std::complex<double>& z : draw<Scalar>(initializer)) {
    const std::complex<double> y = (z - center) / std;
    squares.push_back(std::norm(y));
    directions.push_back(std::arg(y) / (8 * std::atan(1.0)) + 0.5);
    products.push_back((std::norm(y) - 1) * std::cos(std::arg(y)));
  }
  double mean_product = 0, square_product = 0;
  for (const double x : products) {
    mean_product += x / double(size);
    square_product += x * x / double(size);
  }
  EXPECT_LE(std::abs(mean_product),
            statistics::z_limit(budget) * std::sqrt(square_product / double(size)));
  const auto even = [](double x) { return x; };
  std::sort(squares.begin(), squares.end());
  std::sort(directions.begin(), directions.end());
  // Rounding to float moves a value by less than what the limit sees.
  EXPECT_LE(statistics::kolmogorov_distance(squares, cdf, cdf),
            statistics::kolmogorov_limit(budget, std::size_t(size)));
  EXPECT_LE(statistics::kolmogorov_distance(directions, even, even),
            statistics::kolmogorov_limit(budget, std::size_t(size)));
}

double exponential(double square) { return 1 - std::exp(-square); }
double disk(double square) { return std::min(square / 2, 1.0); }
/// An exponential cut at 4, with mean 1: uncut it would have the mean 1 / 0.92537.
double cut(double square) {
  const double uncut_mean = 1 / (1 - 4 / std::expm1(4.0));
  return std::min(std::expm1(-square / uncut_mean) / std::expm1(-4.0), 1.0);
}

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace

template <class Scalar>
struct Complex : testing::Test {};
using BothWidths = testing::Types<std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(Complex, BothWidths);

TYPED_TEST(Complex, DistributionsHaveTheStatedStandardDeviationInEveryDirection) {
  expect_round<TypeParam>(init::normal{0, 0.3}, 0, 0.3, exponential);
  expect_round<TypeParam>(init::normal{2, 0.3}, 2, 0.3, exponential);
  expect_round<TypeParam>(init::uniform::with_std(0.3), 0, 0.3, disk);
  expect_round<TypeParam>(init::uniform{1, 3}, 2, 2 / std::sqrt(12.0), disk);
  expect_round<TypeParam>(init::truncated_normal::with_std(0.3), 0, 0.3, cut);
  expect_round<TypeParam>(init::truncated_normal{1, 0.2, -9, 11}, 1, 0.2, exponential);
}

TYPED_TEST(Complex, TruncationTakesRoundedBoundsAndTheNarrowest) {
  const double mean = 0.1, distance = 0.2;  // mean + distance - mean is not 0.2
  for (const auto& z :
       draw<TypeParam>(init::truncated_normal{mean, 1, mean - distance, mean + distance})) {
    ASSERT_LE(std::abs(z - mean), distance * (1 + 1e-6));
  }
  double farthest = 0;
  for (const auto& z : draw<TypeParam>(init::truncated_normal{0, 1e30, -1e-5, 1e-5})) {
    farthest = std::max(farthest, std::abs(z));
  }
  EXPECT_LE(farthest, 1e-5);
  EXPECT_GT(farthest, 0.8e-5);
}

TYPED_TEST(Complex, TruncationKeepsToTheCircleBetweenItsBounds) {
  for (const double bound : {1e-5, 0.5, 2.0, 6.0}) {
    double farthest = 0;
    for (const auto& z : draw<TypeParam>(init::truncated_normal{0, 1, -bound, bound})) {
      farthest = std::max(farthest, std::abs(z));
    }
    EXPECT_LE(farthest, bound);
    EXPECT_GT(farthest, bound * 0.5);
  }
}

// It was a disk of radius 1.63, and NaN between infinite bounds.
TYPED_TEST(Complex, TruncationWithoutWidthIsTheMean) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const init::truncated_normal& point : {init::truncated_normal{0, 0, -2, 2},
                                              {0, 0, -infinity, infinity},
                                              {0.5, 0, -1.5, 2.5},
                                              {0.5, 0, -infinity, infinity},
                                              {0.5, 1, 0.5, 0.5},
                                              {0.5, 0, 0.5, 0.5},
                                              init::truncated_normal::with_std(0)}) {
    for (const auto& z : draw<TypeParam>(point)) {
      ASSERT_EQ(z, point.mean) << point.std << " " << point.low << " " << point.high;
    }
  }
}

TYPED_TEST(Complex, TruncationTakesInfiniteBounds) {
  const double infinity = std::numeric_limits<double>::infinity();
  expect_round<TypeParam>(init::truncated_normal{0, 0.3, -infinity, infinity}, 0, 0.3, exponential);
}

TYPED_TEST(Complex, SchemesTakeThemWithTheFansOfTheirShape) {
  Matrix<TypeParam> w(400, 500);
  init::Generator rng(1);
  init::kaiming_normal{}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 500 / 2, 1, 0.02);
  init::xavier<init::truncated_normal>{}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 900 / 2, 1, 0.02);
  init::scaled<init::kaiming_uniform>{{}, 3}(w, rng);
  EXPECT_NEAR(double(w.squaredNorm()) / (400 * 500) * 500 / 18, 1, 0.02);
}

TYPED_TEST(Complex, OrthogonalIsUnitary) {
  const double tolerance = double(Eigen::NumTraits<TypeParam>::epsilon()) * 30;
  init::Generator rng(1);
  for (const auto& [rows, cols] : {std::pair(1, 1), std::pair(3, 2), std::pair(40, 130)}) {
    Matrix<TypeParam> q(rows, cols);
    init::orthogonal{}(q, rng);
    const Matrix<TypeParam> product =
        rows >= cols ? Matrix<TypeParam>(q.adjoint() * q) : Matrix<TypeParam>(q * q.adjoint());
    EXPECT_LE(double((product - Matrix<TypeParam>::Identity(product.rows(), product.cols()))
                         .cwiseAbs()
                         .maxCoeff()),
              tolerance);
  }
}

// A 1 × 1 unitary matrix is a phase, and phases are uniform.
TEST(Complex, UnitaryMatricesHaveUniformPhases) {
  init::Generator rng(1);
  std::vector<double> phases;
  for (int i = 0; i < 20000; ++i) {
    Eigen::MatrixXcd q(1, 1);
    init::orthogonal{}(q, rng);
    EXPECT_NEAR(std::abs(q(0, 0)), 1, 1e-15);
    phases.push_back(std::arg(q(0, 0)) / (8 * std::atan(1.0)) + 0.5);
  }
  std::sort(phases.begin(), phases.end());
  const auto even = [](double x) { return x; };
  EXPECT_LE(statistics::kolmogorov_distance(phases, even, even),
            statistics::kolmogorov_limit({1e-9, 1}, phases.size()));
}

TYPED_TEST(Complex, FillsTheSameInEveryStorageAndAsShards) {
  const auto each = [](const auto& initializer) {
    Matrix<TypeParam> by_column(30, 20), part(7, 9);
    Eigen::Matrix<TypeParam, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(30, 20);
    Eigen::Tensor<TypeParam, 2, Eigen::RowMajor> tensor(30, 20);
    init::Generator a(2), b(2), c(2), d(2);
    initializer(by_column, a);
    initializer(by_row, b);
    initializer(tensor, c);
    initializer(init::shard(part, {30, 20}, {11, 5}), d);
    EXPECT_EQ(by_column, by_row);
    EXPECT_EQ(part, by_column.block(11, 5, 7, 9));
    for (Index i = 0; i < 30; ++i) {
      for (Index j = 0; j < 20; ++j) EXPECT_EQ(tensor(i, j), by_column(i, j));
    }
    EXPECT_EQ(a, c);
    EXPECT_EQ(a, d);
  };
  each(init::normal{0.5, 1});
  each(init::uniform{});
  each(init::truncated_normal{});
}

TYPED_TEST(Complex, ConstantsAndStructuresAreReal) {
  using Real = typename TypeParam::value_type;
  Matrix<TypeParam> w(4, 3);
  init::constant{0.25}(w);
  EXPECT_EQ(w, Matrix<TypeParam>::Constant(4, 3, TypeParam(Real(0.25))));
  init::eye{}(w);
  EXPECT_EQ(w, (Matrix<TypeParam>::Identity(4, 3)));
}

TEST(Complex, RefusesWhatHasNoMeaningInThePlane) {
  Eigen::VectorXcf w = Eigen::VectorXcf::Constant(3, 7);
  std::mt19937 engine(1);
  EXPECT_EQ(message_of([&] {
              init::truncated_normal{0, 1, -1, 2}(w, engine);
            }),
            "truncated_normal: complex values are cut at one distance from their mean 0, and the "
            "bounds are -1 and 2; pass bounds of mean − distance and mean + distance");
  EXPECT_EQ(message_of([&] {
              init::truncated_normal{0, 1, -1, std::numeric_limits<double>::infinity()}(w, engine);
            }),
            "truncated_normal: complex values are cut at one distance from their mean 0, and the "
            "bounds are -1 and inf; pass bounds of mean − distance and mean + distance");
  EXPECT_EQ(message_of([&] {
              init::normal{0, -1}(w, engine);
            }),
            "normal: std is -1; pass a finite number of 0 or more");
  EXPECT_EQ(w, Eigen::VectorXcf::Constant(3, 7));
  EXPECT_EQ(engine, std::mt19937(1));
}
