// Fills of Maps whose strides are negative, or 0 along an axis of one index: each index has the
// value that it has in a matrix of its own, and nothing else is written. strides_test.cpp has the
// addresses alone.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <cstddef>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Fans;
using init::Generator;
using init::Index;

namespace {

using Strided = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar, int order>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;
template <class Scalar, int order>
using Map = Eigen::Map<Matrix<Scalar, order>, 0, Strided>;
template <class Scalar>
using VectorMap =
    Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>, 0, Eigen::InnerStride<Eigen::Dynamic>>;

/// How far apart the rows and the columns of a matrix lie in memory.
struct Distances {
  Index row, column;
};

/// Memory around an element 0, to either side.
template <class Scalar>
class Memory {
 public:
  Scalar* origin() { return numbers_.data() + numbers_.size() / 2; }
  /// The element at this distance, which is then no longer counted as one beside a fill.
  Scalar take(Index distance) {
    const Scalar value = origin()[distance];
    origin()[distance] = untouched();
    return value;
  }
  bool is_untouched() const {
    return std::all_of(numbers_.begin(), numbers_.end(),
                       [](const Scalar& number) { return number == untouched(); });
  }

 private:
  using Numbers = std::vector<Scalar>;
  static Scalar untouched() { return Scalar(-77); }
  Numbers numbers_ = Numbers(8000, untouched());
};

/// That a Map with these distances gets the values of a matrix.
template <class Scalar, int order, class Initializer, class... Arguments>
void expect_values(Index rows, Index columns, Distances apart, const Initializer& initializer,
                   const Arguments&... arguments) {
  Matrix<Scalar, Eigen::ColMajor> expected(rows, columns);
  Memory<Scalar> memory;
  const bool by_row = order == Eigen::RowMajor;
  Map<Scalar, order> map(
      memory.origin(), rows, columns,
      Strided(by_row ? apart.row : apart.column, by_row ? apart.column : apart.row));
  Generator rng(4), expected_rng(4);
  initializer(map, arguments..., rng);
  initializer(expected, arguments..., expected_rng);
  EXPECT_EQ(rng, expected_rng);
  int differences = 0;
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      differences += memory.take(r * apart.row + c * apart.column) != expected(r, c);
    }
  }
  EXPECT_EQ(differences, 0) << rows << " x " << columns << " by " << apart.row << " and "
                            << apart.column;
  EXPECT_TRUE(memory.is_untouched());
}

template <class Initializer>
void expect_values_of_each_scalar(Index rows, Index columns, Distances apart,
                                  const Initializer& initializer) {
  expect_values<float, Eigen::ColMajor>(rows, columns, apart, initializer);
  expect_values<double, Eigen::RowMajor>(rows, columns, apart, initializer);
  expect_values<Eigen::bfloat16, Eigen::RowMajor>(rows, columns, apart, initializer);
}

/// Each way to lie backwards: rows, columns, both, dense or with space between.
template <class Initializer>
void expect_values_backwards(const Initializer& initializer) {
  for (const Distances apart : {Distances{-1, 36},
                                {1, -36},
                                {-1, -36},
                                {-20, 1},
                                {20, -1},
                                {-20, -1},
                                {-2, 80},
                                {3, -110},
                                {-45, -2}}) {
    expect_values_of_each_scalar(36, 20, apart, initializer);
  }
}

/// That a vector which runs backwards gets the values of another.
template <class Scalar, class Initializer, class... Arguments>
void expect_vector_backwards(const Initializer& initializer, const Arguments&... arguments) {
  for (const Index stride : {-1, -3}) {
    Eigen::Matrix<Scalar, Eigen::Dynamic, 1> expected(48);
    Memory<Scalar> memory;
    VectorMap<Scalar> map(memory.origin(), 48, Eigen::InnerStride<Eigen::Dynamic>(stride));
    Generator rng(4), expected_rng(4);
    initializer(map, arguments..., rng);
    initializer(expected, arguments..., expected_rng);
    EXPECT_EQ(rng, expected_rng);
    for (Index i = 0; i < 48; ++i) EXPECT_EQ(memory.take(i * stride), expected[i]);
    EXPECT_TRUE(memory.is_untouched());
  }
}

/// What a call says about a 3 × 4 Map with these strides, which must leave its memory and the
/// source as they are.
template <class Scalar, class Initializer>
std::string refusal(const Initializer& initializer, Index outer, Index inner) {
  Memory<Scalar> memory;
  Map<Scalar, Eigen::ColMajor> map(memory.origin(), 3, 4, Strided(outer, inner));
  Generator rng(4);
  const std::string message = message_of([&] { initializer(map, rng); });
  EXPECT_TRUE(memory.is_untouched());
  EXPECT_EQ(rng, Generator(4));
  return message;
}

}  // namespace

TEST(NegativeStrides, TakeEveryDistribution) {
  expect_values_backwards(init::normal{0.5, 2});
  expect_values_backwards(init::uniform{-1, 3});
  expect_values_backwards(init::truncated_normal{});
}

TEST(NegativeStrides, TakeEveryScheme) {
  expect_values_backwards(init::kaiming_normal{});
  expect_values_backwards(init::xavier_uniform{});
  expect_values_backwards(init::torch_default{});
  expect_values_backwards(init::siren{});
}

TEST(NegativeStrides, TakeEveryStructure) {
  expect_values_backwards(init::zeros{});
  expect_values_backwards(init::constant{0.25});
  expect_values_backwards(init::eye{});
  expect_values_backwards(init::sparse{0.3, 1});
  expect_values_backwards(init::orthogonal{});
}

TEST(NegativeStrides, TakeEveryWrapper) {
  expect_values_backwards(init::scaled{init::kaiming_normal{}, -0.3});
  expect_values_backwards(init::packed{init::xavier_normal{}, 3});
  expect_values_backwards(init::icnr{init::kaiming_uniform{}, 2});
  expect_values_backwards(init::icnr{init::orthogonal{}, 3});
}

TEST(NegativeStrides, TakeComplexNumbers) {
  for (const Distances apart : {Distances{-1, 36}, {20, -1}, {-45, -2}}) {
    expect_values<std::complex<float>, Eigen::ColMajor>(36, 20, apart, init::normal{1, 2});
    expect_values<std::complex<double>, Eigen::RowMajor>(36, 20, apart, init::uniform{});
    expect_values<std::complex<double>, Eigen::ColMajor>(36, 20, apart, init::orthogonal{});
    expect_values<std::complex<float>, Eigen::RowMajor>(
        36, 20, apart, init::icnr{init::scaled{init::truncated_normal{}, 2}, 2});
  }
}

TEST(NegativeStrides, TakeEveryBias) {
  expect_vector_backwards<float>(init::gate_bias{});
  expect_vector_backwards<float>(init::chrono_bias{});
  expect_vector_backwards<double>(init::prior_bias{});
  expect_vector_backwards<double>(init::torch_default{}, Fans{9, 48});
  expect_vector_backwards<float>(init::packed{init::chrono_bias{}, 3});
  expect_vector_backwards<std::complex<float>>(init::normal{});
}

TEST(NegativeStrides, TakeAPartOfAWhole) {
  Eigen::MatrixXf whole(40, 30);
  Generator whole_rng(4);
  init::normal{}(whole, whole_rng);
  Memory<float> memory;
  Map<float, Eigen::ColMajor> map(memory.origin(), 36, 20, Strided(-80, -2));
  Generator rng(4);
  init::normal{}(init::shard(map, {40, 30}, {3, 7}), rng);
  for (Index r = 0; r < 36; ++r) {
    for (Index c = 0; c < 20; ++c) {
      ASSERT_EQ(memory.take(-2 * r - 80 * c), whole(r + 3, c + 7));
    }
  }
  EXPECT_TRUE(memory.is_untouched());
}

TEST(ZeroStrides, AreTakenAlongAnAxisOfOneIndex) {
  const auto each = [](const auto& initializer) {
    expect_values_of_each_scalar(36, 1, {1, 0}, initializer);
    expect_values_of_each_scalar(36, 1, {-2, 0}, initializer);
    expect_values_of_each_scalar(1, 36, {0, 1}, initializer);
    expect_values_of_each_scalar(1, 36, {0, -3}, initializer);
    expect_values_of_each_scalar(1, 1, {0, 0}, initializer);
    expect_values_of_each_scalar(0, 5, {0, 0}, initializer);
    expect_values_of_each_scalar(5, 0, {0, 0}, initializer);
  };
  each(init::normal{});
  each(init::torch_default{});
  each(init::constant{0.5});
  each(init::eye{});
  each(init::sparse{0.3});
  each(init::orthogonal{});
  each(init::scaled{init::normal{}, 3});
  expect_values<std::complex<float>, Eigen::ColMajor>(36, 1, {-2, 0}, init::normal{});
  expect_values<float, Eigen::ColMajor>(36, 1, {1, 0}, init::icnr{init::normal{}, 3});
  expect_values<float, Eigen::RowMajor>(36, 1, {-1, 0}, init::packed{init::normal{}, 3});
}

TEST(ZeroStrides, AreRefusedAlongMoreThanOne) {
  const auto each = [](const auto& initializer) {
    EXPECT_EQ(refusal<float>(initializer, 0, 1),
              "view: with strides of 1 and 0 two of 3 x 4 elements are the same memory; pass a Map "
              "that keeps them apart");
    EXPECT_EQ(refusal<double>(initializer, -3, 0),
              "view: with strides of 0 and -3 two of 3 x 4 elements are the same memory; pass a "
              "Map that keeps them apart");
    EXPECT_EQ(refusal<Eigen::half>(initializer, 0, 0),
              "view: with strides of 0 and 0 two of 3 x 4 elements are the same memory; pass a Map "
              "that keeps them apart");
  };
  each(init::normal{});
  each(init::kaiming_uniform{});
  each(init::sparse{});
  each(init::orthogonal{});
  each(init::scaled{init::normal{}, 2});
  each(init::packed{init::normal{}, 3});
  each(init::icnr{init::normal{}, 1});
  each(init::ones{});
  EXPECT_EQ(refusal<std::complex<float>>(init::normal{}, 0, -1),
            "view: with strides of -1 and 0 two of 3 x 4 elements are the same memory; pass a Map "
            "that keeps them apart");
}

TEST(NegativeStrides, AreRefusedWhereTwoIndicesMeet) {
  EXPECT_EQ(refusal<float>(init::normal{}, -2, 1),
            "view: with strides of 1 and -2 two of 3 x 4 elements are the same memory; pass a Map "
            "that keeps them apart");
  EXPECT_EQ(refusal<float>(init::normal{}, -1, -1),
            "view: with strides of -1 and -1 two of 3 x 4 elements are the same memory; pass a Map "
            "that keeps them apart");
}

TEST(ZeroStrides, AreRefusedInAVector) {
  Memory<float> memory;
  VectorMap<float> map(memory.origin(), 48, Eigen::InnerStride<Eigen::Dynamic>(0));
  Generator rng(4);
  EXPECT_EQ(message_of([&] { init::chrono_bias{}(map, rng); }),
            "view: with strides of 0 and 0 two of 48 x 1 elements are the same memory; pass a Map "
            "that keeps them apart");
  EXPECT_TRUE(memory.is_untouched());
  EXPECT_EQ(rng, Generator(4));
}
