// What the library does where Eigen's index has 32 bits, as on 32-bit machines.
//
// SPDX-License-Identifier: MIT
#define EIGEN_DEFAULT_DENSE_INDEX_TYPE int

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <eigeninit/eigeninit.hpp>
#include <fstream>
#include <string>
#include <type_traits>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

#include "golden.hpp"
#include "message.hpp"

namespace init = eigeninit;
using init::Generator;
using init::Index;

static_assert(sizeof(init::Index) == 4);

namespace {

template <class Scalar, int order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;

/// FNV-1a of the bits of all elements in memory order, low bytes first.
template <class Tensor>
std::uint64_t hash_of(const Tensor& w) {
  using Real = typename Eigen::NumTraits<typename Tensor::Scalar>::Real;
  using Bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;
  const auto* const numbers = reinterpret_cast<const Real*>(w.data());
  const auto count = std::size_t(w.size()) * sizeof(typename Tensor::Scalar) / sizeof(Real);
  std::uint64_t hash = 14695981039346656037u;
  for (std::size_t i = 0; i < count; ++i) {
    Bits bits;
    std::memcpy(&bits, numbers + i, sizeof bits);
    for (std::size_t byte = 0; byte < sizeof bits; ++byte) {
      hash = (hash ^ ((bits >> (8 * byte)) & 0xff)) * 1099511628211u;
    }
  }
  return hash;
}

/// The hash of a new tensor that an initializer fills from seed 11.
template <class Tensor, class Initializer, class... Extents>
std::uint64_t hash_of_filled(const Initializer& initializer, Extents... extents) {
  Tensor w(extents...);
  Generator rng(11);
  initializer(w, rng);
  return hash_of(w);
}

}  // namespace

// As an index 2³² is 0, and the library divided by it.
TEST(NarrowIndex, HoldsNoGroupsBeyondItButKnowsThatTheyDoNotDivide) {
  const auto groups = [](std::int64_t count) { return init::Layout::out_in().groups(count); };
  EXPECT_EQ(message_of([&] {
              (void)init::fans({64, 1, 3, 3}, groups(std::int64_t(1) << 32));
            }),
            "fans: 4294967296 groups do not divide 64 outputs; pass a Layout whose groups divide "
            "the output axis");
  EXPECT_EQ(message_of([&] {
              (void)init::fans({3, 1, 3, 3}, groups((std::int64_t(1) << 32) + 3));
            }),
            "fans: 4294967299 groups do not divide 3 outputs; pass a Layout whose groups divide "
            "the output axis");
  EXPECT_EQ(init::fans({0, 5}, groups(std::int64_t(1) << 32)), (init::Fans{5, 0}));
  EXPECT_EQ(init::fans({64, 1, 3, 3}, groups(64)), (init::Fans{9, 9}));
}

TEST(NarrowIndex, HasTheValuesOfStreamFormat1) {
  std::ifstream file(TEST_DATA "/stream_format_1.golden");
  ASSERT_TRUE(file) << "cannot open " TEST_DATA "/stream_format_1.golden";
  std::vector<std::string> expected;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') expected.push_back(line);
  }
  EXPECT_EQ(golden::lines(), expected);
}

// The hashes are those of a program whose index has 64 bits.
TEST(NarrowIndex, HasTheValuesOfAWideOne) {
  const auto spatial = init::Layout::spatial_in_out();
  EXPECT_EQ((hash_of_filled<Matrix<float>>(init::normal{}, 130, 70)), 0x029d830435360e59u);
  EXPECT_EQ((hash_of_filled<Matrix<float, Eigen::RowMajor>>(init::normal{}, 130, 70)),
            0x7ed3a5dc2dd76665u);
  EXPECT_EQ((hash_of_filled<Matrix<double>>(init::kaiming_uniform{}, 31, 9)), 0x66fe32d68c57b31cu);
  EXPECT_EQ((hash_of_filled<Eigen::Tensor<float, 4>>(
                init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_out, spatial}, 3,
                5, 7, 11)),
            0x404e6075b6bda895u);
  EXPECT_EQ((hash_of_filled<Eigen::Tensor<double, 3, Eigen::RowMajor>>(
                init::xavier_uniform{1, init::Layout::axes({0}, {2}, {1})}, 6, 4, 10)),
            0xa13cf2149e39d086u);
  EXPECT_EQ((hash_of_filled<Matrix<std::complex<float>>>(init::normal{1, 2}, 23, 17)),
            0x4116e8ce13473d20u);
  EXPECT_EQ((hash_of_filled<Matrix<std::complex<double>>>(init::truncated_normal{}, 23, 17)),
            0xa5671699103f6f8eu);
  EXPECT_EQ((hash_of_filled<Matrix<float>>(init::packed{init::xavier_normal{}, 3}, 24, 17)),
            0xdce31b71699997ceu);
  EXPECT_EQ((hash_of_filled<Matrix<float>>(init::icnr{init::kaiming_normal{}, 2}, 24, 17)),
            0xd227b2734c5b840du);
  EXPECT_EQ((hash_of_filled<Matrix<double>>(init::sparse{0.3}, 24, 17)), 0xd4e8a307571fe752u);
  EXPECT_EQ((hash_of_filled<Eigen::VectorXf>(init::chrono_bias{}, 40)), 0x5a66138aab8fd155u);
}

// Only the last bits of an orthogonal matrix depend on the machine.
TEST(NarrowIndex, HasTheOrthogonalMatricesOfAWideOne) {
  Matrix<double> q(3, 2);
  Generator rng(11);
  init::orthogonal{}(q, rng);
  const Matrix<double> expected =
      (Matrix<double>(3, 2) << 0.9344895929136634, -0.29995463807512829, -0.22966060440576411,
       -0.91946498357516049, 0.27200221969688998, 0.25418764540462696)
          .finished();
  EXPECT_LE((q - expected).cwiseAbs().maxCoeff(), 1e-14);
  Matrix<std::complex<double>> wide(7, 40);
  init::orthogonal{}(wide, rng);
  EXPECT_LE(
      (wide * wide.adjoint() - Matrix<std::complex<double>>::Identity(7, 7)).cwiseAbs().maxCoeff(),
      1e-14);
  Eigen::Tensor<double, 4> kernel(3, 3, 4, 8);
  init::orthogonal{1, init::Layout::spatial_in_out()}(kernel, rng);
  const Eigen::Map<Matrix<double>> unfolded(kernel.data(), 36, 8);
  EXPECT_LE(
      (unfolded.transpose() * unfolded - Matrix<double>::Identity(8, 8)).cwiseAbs().maxCoeff(),
      1e-14);
}

TEST(NarrowIndex, FillsPartsOfAWholeAsThere) {
  const auto each = [](const auto& initializer) {
    Eigen::Tensor<float, 3> whole(20, 6, 9);
    Eigen::Tensor<float, 3, Eigen::RowMajor> part(7, 4, 5);
    Generator rng(2), twin(2);
    initializer(whole, rng);
    initializer(init::shard(part, {20, 6, 9}, {11, 1, 3}), twin);
    EXPECT_EQ(rng, twin);
    for (Index i = 0; i < 7; ++i) {
      for (Index j = 0; j < 4; ++j) {
        for (Index k = 0; k < 5; ++k) ASSERT_EQ(part(i, j, k), whole(i + 11, j + 1, k + 3));
      }
    }
  };
  each(init::normal{});
  each(init::packed{init::kaiming_uniform{}, 4});
  each(init::icnr{init::xavier_normal{}, 2});
}

TEST(NarrowIndex, ReachesElementsWhoseNumbersItDoesNotHold) {
  Eigen::Tensor<float, 3> low(8, 4, 2), high(4, 4, 2);
  Generator rng(1), twin(1);
  const Index rows = Index(1) << 30;  // element numbers beyond 2³⁸
  init::normal{}(init::shard(low, {rows, 64, 8}, {rows - 8, 60, 6}), rng);
  init::normal{}(init::shard(high, {rows, 64, 8}, {rows - 4, 60, 6}), twin);
  for (Index i = 0; i < 4; ++i) {
    for (Index j = 0; j < 4; ++j) {
      for (Index k = 0; k < 2; ++k) EXPECT_EQ(low(i + 4, j, k), high(i, j, k));
    }
  }
  EXPECT_EQ(hash_of(low), 0x52950d3ba1d9364fu);
}

TEST(NarrowIndex, RefusesFansThatItDoesNotHold) {
  EXPECT_EQ(message_of([] {
              (void)init::fans({1, 65536, 65536});
            }),
            "shape: extents of 65536 times 65536 exceed 2147483647; pass smaller ones");
  EXPECT_EQ(init::fans({1, 65536, 32767}), (init::Fans{2147418112, 32767}));
}
