// orthogonal: QᵀQ = gain² · I at every shape, the uniform distribution over such matrices, and what
// layouts make of it.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

#include "message.hpp"
#include "statistics.hpp"

namespace init = eigeninit;
using init::Index;
using init::Layout;
using init::orthogonal;

namespace {

constexpr std::pair<Index, Index> shapes[] = {
    {0, 0},    {0, 3},    {3, 0},   {1, 1},     {1, 2},    {1, 3},   {2, 1},
    {2, 2},    {2, 3},    {3, 1},   {3, 2},     {3, 3},    {5, 4},   {4, 5},
    {1, 1000}, {1000, 1}, {64, 65}, {129, 128}, {63, 200}, {200, 63}};

/// The largest element of QᵀQ - I, or of QQᵀ - I where there are fewer rows.
double distance_from_orthogonal(const Eigen::MatrixXd& q) {
  const Eigen::MatrixXd product = q.rows() >= q.cols() ? Eigen::MatrixXd(q.transpose() * q)
                                                       : Eigen::MatrixXd(q * q.transpose());
  if (product.size() == 0) return 0;
  return (product - Eigen::MatrixXd::Identity(product.rows(), product.cols()))
      .cwiseAbs()
      .maxCoeff();
}

/// A generator whose matrices are the factors of its own normals.
struct Factorizing {
  static constexpr init::SourceTraits traits{
      /*needs_whole=*/false, init::SourceTraits::Scalars::all, /*factorizes_normals=*/true};
  init::Generator generator{1};

  template <class View, class Distribution>
  void fill(const View& view, const Distribution& distribution) {
    generator.fill(view, distribution);
  }
  std::vector<Index> permutation(Index n) { return generator.permutation(n); }
};

/// A few units in the last place of 1, and errors that add up at random.
template <class Scalar>
double tolerance(Index rows, Index cols) {
  return double(Eigen::NumTraits<Scalar>::epsilon()) *
         (6 + 2 * std::sqrt(double(std::max(rows, cols))));
}

template <class Scalar, int order, class Source>
void expect_orthogonal(Index rows, Index cols, Source& source) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order> w(rows, cols);
  orthogonal{}(w, source);
  EXPECT_LE(distance_from_orthogonal(w.template cast<double>()), tolerance<Scalar>(rows, cols))
      << rows << "×" << cols;
}

}  // namespace

template <class Scalar>
struct Orthogonal : testing::Test {};
using AllScalars = testing::Types<float, double, Eigen::half, Eigen::bfloat16>;
TYPED_TEST_SUITE(Orthogonal, AllScalars);

TYPED_TEST(Orthogonal, HasOrthonormalRowsOrColumnsAtEveryShape) {
  init::Generator rng(1);
  Factorizing factorizing;
  std::mt19937 engine(1);
  for (const auto& [rows, cols] : shapes) {
    expect_orthogonal<TypeParam, Eigen::ColMajor>(rows, cols, rng);
    expect_orthogonal<TypeParam, Eigen::RowMajor>(rows, cols, rng);
    expect_orthogonal<TypeParam, Eigen::ColMajor>(rows, cols, factorizing);
    expect_orthogonal<TypeParam, Eigen::ColMajor>(rows, cols, engine);
  }
  expect_orthogonal<TypeParam, Eigen::ColMajor>(512, 512, rng);
}

TEST(Orthogonal, IsMultipliedByItsGain) {
  init::Generator rng(1), twin(1);
  Eigen::MatrixXd one(30, 20), three(30, 20);
  orthogonal{}(one, rng);
  orthogonal{3}(three, twin);
  EXPECT_EQ(three, 3 * one);
}

TEST(Orthogonal, DoesNotDependOnTheStorage) {
  Eigen::MatrixXd by_column(70, 90);
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_row(70, 90);
  Eigen::MatrixXd whole = Eigen::MatrixXd::Constant(75, 99, 7);
  init::Generator first(1), second(1), third(1);
  orthogonal{}(by_column, first);
  orthogonal{}(by_row, second);
  orthogonal{}(whole.block(2, 3, 70, 90), third);
  EXPECT_EQ(by_column, by_row);
  EXPECT_EQ(by_column, whole.block(2, 3, 70, 90));
  EXPECT_EQ((whole.array() == 7).count(), 75 * 99 - 70 * 90);
}

// The factor of a normal matrix whose triangle has a positive diagonal.
TEST(Orthogonal, FactorizesTheNormalsOfASourceThatAsksForIt) {
  for (const auto& [rows, cols] : shapes) {
    Factorizing source, twin;
    Eigen::MatrixXd normals(rows, cols), q(rows, cols);
    init::normal{}(normals, twin.generator);
    orthogonal{}(q, source);
    EXPECT_EQ(source.generator, twin.generator);
    const Eigen::MatrixXd triangle = rows >= cols ? Eigen::MatrixXd(q.transpose() * normals)
                                                  : Eigen::MatrixXd(q * normals.transpose());
    for (Index i = 0; i < triangle.rows(); ++i) {
      EXPECT_GT(triangle(i, i), 0);
      for (Index j = 0; j < i; ++j) EXPECT_NEAR(triangle(i, j), 0, 1e-12);
    }
  }
}

TEST(Orthogonal, TakesAZeroForAPositiveNumber) {
  init::internal::householder::Matrix<double> zero = Eigen::MatrixXd::Zero(4, 3);
  const auto phases = init::internal::householder::factorize(zero);
  EXPECT_EQ(phases, Eigen::Vector3d::Ones());
  init::internal::householder::multiply_reflections(zero);
  EXPECT_LE(distance_from_orthogonal(zero), 1e-15);
}

// Each entry of a uniformly distributed orthogonal n × n matrix has the same distribution, with the
// variance 1/n and the fourth moment 3 / (n (n + 2)), and the determinant is +1 as often as -1.
template <class Source>
void expect_uniform_distribution(Source& source) {
  const Index n = 3;
  const int count = 20000;
  const statistics::Budget budget{1e-9, 4 * 9 + 1};
  const double limit = statistics::z_limit(budget);
  Eigen::Matrix3d sum = Eigen::Matrix3d::Zero(), squares = sum, fourths = sum;
  double determinants = 0;
  for (int i = 0; i < count; ++i) {
    Eigen::MatrixXd q(n, n);
    orthogonal{}(q, source);
    sum += q;
    squares += q.cwiseAbs2();
    fourths += q.cwiseAbs2().cwiseAbs2();
    determinants += q.determinant();
  }
  const double fourth = 3.0 / (n * (n + 2)), eighth = 105.0 / (n * (n + 2) * (n + 4) * (n + 6));
  const auto error = [&](double variance) { return limit * std::sqrt(variance / count); };
  for (Index i = 0; i < n * n; ++i) {
    EXPECT_NEAR(sum(i) / count, 0, error(1.0 / n)) << i;
    EXPECT_NEAR(squares(i) / count, 1.0 / n, error(fourth - 1.0 / (n * n))) << i;
    EXPECT_NEAR(fourths(i) / count, fourth, error(eighth - fourth * fourth)) << i;
  }
  EXPECT_NEAR(determinants / count, 0, error(1));
}

TEST(Orthogonal, IsUniformlyDistributed) {
  init::Generator rng(11);
  expect_uniform_distribution(rng);
  Factorizing factorizing;
  expect_uniform_distribution(factorizing);
}

// A rotation by a fixed matrix changes nothing: the entries of its product have the distribution of
// a single entry, which for n = 3 is uniform over [-1, 1] (Archimedes).
TEST(Orthogonal, HasEntriesUniformInThreeDimensions) {
  init::Generator rng(12);
  std::vector<double> corners, turned;
  const Eigen::Vector3d direction = Eigen::Vector3d(1, -2, 0.5).normalized();
  for (int i = 0; i < 20000; ++i) {
    Eigen::MatrixXd q(3, 3);
    orthogonal{}(q, rng);
    corners.push_back(q(2, 2));
    turned.push_back(direction.dot(q * direction.reverse()));
  }
  const statistics::Budget budget{1e-9, 2};
  for (std::vector<double>* sample : {&corners, &turned}) {
    std::sort(sample->begin(), sample->end());
    const auto cdf = [](double x) { return (x + 1) / 2; };
    EXPECT_LE(statistics::kolmogorov_distance(*sample, cdf, cdf),
              statistics::kolmogorov_limit(budget, sample->size()));
  }
}

TEST(Orthogonal, UnfoldsConvolutionsByTheirLayout) {
  init::Generator rng(3);
  Eigen::Tensor<double, 4> kernel(6, 4, 3, 2);  // out, in, height, width
  orthogonal{}(kernel, rng);
  const Eigen::Map<Eigen::MatrixXd> unfolded(kernel.data(), 6, 24);
  EXPECT_LE(distance_from_orthogonal(unfolded), 1e-14);

  Eigen::Tensor<double, 4, Eigen::RowMajor> keras(3, 2, 4, 6);  // height, width, in, out
  orthogonal{1, Layout::spatial_in_out()}(keras, rng);
  const Eigen::Map<Eigen::MatrixXd> by_output(keras.data(), 6, 24);
  EXPECT_LE(distance_from_orthogonal(by_output), 1e-14);
}

TEST(Orthogonal, GivesEachGroupAndBatchElementAMatrixOfItsOwn) {
  init::Generator rng(3);
  Eigen::Tensor<double, 3> depthwise(8, 1, 5);
  orthogonal{2, Layout::out_in().groups(8)}(depthwise, rng);
  Eigen::Map<Eigen::MatrixXd> filters(depthwise.data(), 8, 5);
  for (Index g = 0; g < 8; ++g) EXPECT_NEAR(filters.row(g).norm(), 2, 1e-14);
  EXPECT_GT(distance_from_orthogonal(filters / 2), 0.1);

  Eigen::MatrixXd transposed(8, 3);  // in × out / groups
  orthogonal{1, Layout::in_out().groups(2)}(transposed, rng);
  EXPECT_LE(distance_from_orthogonal(transposed.topRows(4)), 1e-14);
  EXPECT_LE(distance_from_orthogonal(transposed.bottomRows(4)), 1e-14);

  Eigen::Tensor<double, 3> experts(2, 4, 6);  // batch, out, in
  orthogonal{1, Layout::axes({1}, {2}, {0})}(experts, rng);
  for (Index e = 0; e < 2; ++e) {
    Eigen::MatrixXd expert(4, 6);
    for (Index i = 0; i < 4; ++i) {
      for (Index j = 0; j < 6; ++j) expert(i, j) = experts(e, i, j);
    }
    EXPECT_LE(distance_from_orthogonal(expert), 1e-14);
  }
}

TEST(Orthogonal, RefusesWhatItCannotMakeAndWritesNothing) {
  init::Generator rng(3);
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(4, 6, 7);
  EXPECT_EQ(message_of([&] { orthogonal{std::nan("")}(w, rng); }),
            "orthogonal: gain is nan; pass a finite number of 0 or more");
  // -Q is as likely as Q: a sign would say nothing.
  EXPECT_EQ(message_of([&] { orthogonal{-1}(w, rng); }),
            "orthogonal: gain is -1; pass a finite number of 0 or more");
  EXPECT_EQ(
      message_of([&] { orthogonal{1e300}(w, rng); }),
      "orthogonal: 1e+300 is beyond the scalar's largest number, 3.4028234663852886e+38; pass a "
      "smaller one");
  EXPECT_EQ(message_of([&] {
              orthogonal{}(init::shard(w, {8, 6}, {4, 0}), rng);
            }),
            "orthogonal: a shard holds 4 of 8 indices of axis 0, and no part can be made alone; "
            "fill the whole tensor and copy the part");
  EXPECT_EQ(message_of([&] {
              orthogonal{1, Layout::out_in().groups(3)}(w, rng);
            }),
            "fans: 3 groups do not divide 4 outputs; pass a Layout whose groups divide the output "
            "axis");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, init::Generator(3));
}
