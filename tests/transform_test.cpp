// Distributions and initializers of a user's own, which change elements by transform() and take
// norms by matrix(): they work wherever the library's own do.
//
// They once had Eigen's members at hand, and did not compile inside scaled, packed and icnr or on a
// shard, which give them views.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <complex>
#include <eigeninit/eigeninit.hpp>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>

#include "everywhere.hpp"

namespace init = eigeninit;
using everywhere::Place;
using everywhere::Shards;
using init::Index;

namespace {

/// Every weight is +std or -std.
struct random_sign {
  double std = 1;

  static random_sign with_std(double std) { return {std}; }

  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    using Scalar = typename std::decay_t<Tensor>::Scalar;
    using Real = typename Eigen::NumTraits<Scalar>::Real;
    init::uniform{-1, 1}(w, source);
    init::transform(w, [size = Scalar(Real(std))](const Scalar& u) {
      return Eigen::numext::real(u) < Real(0) ? Scalar(-size) : size;
    });
  }
};

/// Normal rows of length 1.
struct unit_rows {
  static init::Description describe() { return {init::Layout::out_in(), /*needs_whole=*/true}; }
  static init::Undistributed distribution_for(init::Fans) { return {}; }

  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    init::normal{}(w, source);
    init::matrix(w).rowwise().normalize();
  }
};

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace

TEST(AUsersDistribution, WorksInEveryInitializerScalarStorageAndShard) {
  const Place<2> matrix = {12, 7};
  everywhere::expect_same(matrix, random_sign{0.25});
  everywhere::expect_same(matrix, init::kaiming<random_sign>{});
  everywhere::expect_same(matrix, init::scaled{init::xavier<random_sign>{}, 0.5});
  everywhere::expect_same(matrix, init::packed{init::xavier<random_sign>{}, 3});
  everywhere::expect_same(matrix, init::icnr{init::lecun<random_sign>{}, 2});
  const Place<4> kernel = {8, 3, 2, 5};
  everywhere::expect_same(kernel, init::kaiming<random_sign>{});
  everywhere::expect_same(kernel, init::scaled{init::packed{init::xavier<random_sign>{}, 2}, 2});
  everywhere::expect_same(kernel, init::icnr{init::kaiming<random_sign>{}, 2});
}

TEST(AUsersDistribution, HasTheSignsThatItsUniformHas) {
  Eigen::MatrixXf w(6, 8), u(6, 8);
  init::Generator rng(3), twin(3);
  init::scaled{init::kaiming<random_sign>{}, 3}(w, rng);  // √(2/8) · 3
  init::uniform{-1, 1}(u, twin);
  EXPECT_EQ(w, Eigen::MatrixXf(u.cwiseSign() * 1.5f));
  EXPECT_EQ(rng, twin);
}

template <class Scalar>
void expect_signs_of_complex() {
  using Real = typename Scalar::value_type;
  Matrix<Scalar> w(12, 8), u(12, 8);
  init::Generator rng(3);
  const auto expect_signs = [&](const auto& initializer, Real size) {
    initializer(w, rng);
    EXPECT_TRUE((w.real().array().abs() == size).all());
    EXPECT_TRUE((w.imag().array() == 0).all());
    EXPECT_TRUE((w.real().array() < 0).any() && (w.real().array() > 0).any());
  };
  expect_signs(init::kaiming<random_sign>{}, Real(0.5));
  expect_signs(init::scaled{init::kaiming<random_sign>{}, 0.5}, Real(0.25));
  expect_signs(init::packed{init::kaiming<random_sign>{}, 4}, Real(0.5));
  expect_signs(init::icnr{init::kaiming<random_sign>{}, 2}, Real(0.5));
  init::kaiming<random_sign>{}(u, init::Generator(4));
  Matrix<Scalar> part(5, 3);
  init::kaiming<random_sign>{}(init::shard(part, {12, 8}, {7, 4}), init::Generator(4));
  EXPECT_EQ(part, u.block(7, 4, 5, 3));
}

TEST(AUsersDistribution, WorksInThePlane) {
  expect_signs_of_complex<std::complex<float>>();
  expect_signs_of_complex<std::complex<double>>();
}

TEST(AUsersInitializer, SeesAViewAsAMatrix) {
  const Place<2> shape = {12, 7};
  everywhere::expect_same(shape, unit_rows{}, Shards::are_refused);
  everywhere::expect_same(shape, init::packed{unit_rows{}, 3}, Shards::are_refused);
  everywhere::expect_same(shape, init::icnr{unit_rows{}, 2}, Shards::are_refused);
  Eigen::MatrixXd w(12, 7);
  init::Generator rng(1);
  init::scaled{init::packed{unit_rows{}, 3}, 2}(w, rng);
  EXPECT_TRUE(w.rowwise().norm().isApproxToConstant(2, 1e-14));
}

TEST(Matrix, IsTheMemoryOfWhateverItIsMadeFrom) {
  Matrix<float> w = Matrix<float>::Random(6, 5);
  EXPECT_EQ(init::matrix(w), w);
  EXPECT_EQ(init::matrix(w.block(1, 2, 3, 2)), w.block(1, 2, 3, 2));
  EXPECT_EQ(init::matrix(w.transpose()), w.transpose());
  EXPECT_EQ(init::matrix(w.row(3)), w.row(3).transpose());
  const Eigen::Matrix<float, 6, 5, Eigen::RowMajor> by_row = w;
  Eigen::Matrix<float, 6, 5, Eigen::RowMajor> copy = by_row;
  EXPECT_EQ(init::matrix(copy), w);
  Eigen::Tensor<float, 2, Eigen::RowMajor> tensor(6, 5);
  init::matrix(tensor) = w;
  EXPECT_EQ(tensor(4, 2), w(4, 2));
  EXPECT_EQ(init::matrix(init::shard(w, {100, 90}, {20, 30})), w);
  init::matrix(w.col(1)).setZero();
  EXPECT_TRUE((w.col(1).array() == 0).all() && (w.col(0).array() != 0).all());
}

TEST(Transform, ChangesEachElementOfWhatItIsGivenOnce) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Zero(6, 5);
  init::transform(w.block(1, 1, 3, 2), [](float x) { return x + 1; });
  EXPECT_EQ(w.sum(), 6);
  EXPECT_EQ(w.block(1, 1, 3, 2), Eigen::MatrixXf::Ones(3, 2));
  Eigen::Tensor<double, 3> none(4, 0, 2);
  init::transform(none, [](double) -> double { throw 1; });
}
