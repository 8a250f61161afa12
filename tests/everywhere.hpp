// Whether an initializer writes the same values everywhere: in each scalar, in both storage orders,
// in a block among other memory, and in shards that hold a part of the whole.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <eigeninit/eigeninit.hpp>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace everywhere {

namespace init = eigeninit;
using init::Index;

template <std::size_t rank>
using Place = std::array<Index, rank>;

/// Calls visit(index) for every index of a tensor, the first axis fastest.
template <std::size_t rank, class Visit>
void for_each_index(const Place<rank>& shape, const Visit& visit) {
  for (const Index extent : shape) {
    if (extent == 0) return;
  }
  Place<rank> index{};
  for (;;) {
    visit(index);
    std::size_t k = 0;
    for (; k < rank && ++index[k] == shape[k]; ++k) index[k] = 0;
    if (k == rank) return;
  }
}

/// A part of a whole, of any extents down to none.
template <std::size_t rank>
struct Part {
  Place<rank> origin{}, extents{};

  Part(const Place<rank>& whole, std::mt19937& engine) {
    for (std::size_t k = 0; k < rank; ++k) {
      extents[k] = Index(engine() % std::uint32_t(whole[k] + 1));
      origin[k] = Index(engine() % std::uint32_t(whole[k] - extents[k] + 1));
    }
  }
};

constexpr float untouched = -77;

/// The whole tensor, filled by `initializer` with a new generator in the given scalar, whose state
/// afterwards goes to `rng`.
template <class Scalar, int order, std::size_t rank, class Initializer>
Eigen::Tensor<Scalar, int(rank), order> filled(const Place<rank>& shape,
                                               const Initializer& initializer,
                                               init::Generator* rng) {
  Eigen::Tensor<Scalar, int(rank), order> w(shape);
  w.setConstant(Scalar(untouched));
  initializer(w, *rng);
  return w;
}

/// That `local`, which holds the part of the whole from `origin` on, equals it there.
template <class Local, class Whole, std::size_t rank>
void expect_equal(const Local& local, const Place<rank>& extents, const Whole& whole,
                  const Place<rank>& origin, const char* what) {
  int differences = 0;
  for_each_index(extents, [&](Place<rank> index) {
    const auto value = double(local(index));
    for (std::size_t k = 0; k < rank; ++k) index[k] += origin[k];
    differences += value != double(whole(index));
  });
  EXPECT_EQ(differences, 0) << what;
}

/// A matrix has a place like a tensor.
template <class Matrix>
struct AtPlace {
  const Matrix& matrix;
  auto operator()(const Place<2>& index) const { return matrix(index[0], index[1]); }
};

/// A shard of every kind against the whole: both orders, also inside a larger tensor.
template <class Scalar, int order, std::size_t rank, class Initializer, class Whole>
void expect_shards(const Place<rank>& shape, const Initializer& initializer, const Whole& whole,
                   const init::Generator& start, const init::Generator& end) {
  std::mt19937 engine(7);
  for (int i = 0; i < 12; ++i) {
    const Part<rank> part(shape, engine);
    Eigen::Tensor<Scalar, int(rank), order> local(part.extents);
    init::Generator rng = start;
    initializer(init::shard(local, shape, part.origin), rng);
    expect_equal(local, part.extents, whole, part.origin, "shard");
    EXPECT_EQ(rng, end);
  }
}

template <class Scalar, int order, class Initializer, class Whole>
void expect_block(const Place<2>& shape, const Initializer& initializer, const Whole& whole,
                  init::Generator rng) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, order>;
  Matrix around(shape[0] + 3, shape[1] + 4);
  around.setConstant(Scalar(untouched));
  auto block = around.block(1, 2, shape[0], shape[1]);
  initializer(block, rng);
  expect_equal(AtPlace<decltype(block)>{block}, shape, whole, {}, "block");
  block.setConstant(Scalar(untouched));
  EXPECT_TRUE((around.array() == Scalar(untouched)).all()) << "around the block";
}

/// Shards are left out where the definition needs the whole tensor.
enum class Shards { agree, are_refused };

template <class Scalar, std::size_t rank, class Initializer>
void expect_same_in(const Place<rank>& shape, const Initializer& initializer, Shards shards) {
  const init::Generator start(17);
  init::Generator end = start;
  const auto whole = filled<Scalar, Eigen::ColMajor>(shape, initializer, &end);
  init::Generator rng = start;
  const auto row_major = filled<Scalar, Eigen::RowMajor>(shape, initializer, &rng);
  expect_equal(row_major, shape, whole, {}, "row-major tensor");
  EXPECT_EQ(rng, end);
  if constexpr (rank == 2) {
    expect_block<Scalar, Eigen::ColMajor>(shape, initializer, whole, start);
    expect_block<Scalar, Eigen::RowMajor>(shape, initializer, whole, start);
  }
  if (shards == Shards::agree) {
    expect_shards<Scalar, Eigen::ColMajor>(shape, initializer, whole, start, end);
    expect_shards<Scalar, Eigen::RowMajor>(shape, initializer, whole, start, end);
  }
}

/// That every way to hold a weight of this shape gives the same values.
template <std::size_t rank, class Initializer>
void expect_same(const Place<rank>& shape, const Initializer& initializer,
                 Shards shards = Shards::agree) {
  expect_same_in<float>(shape, initializer, shards);
  expect_same_in<double>(shape, initializer, shards);
  expect_same_in<Eigen::half>(shape, initializer, shards);
  expect_same_in<Eigen::bfloat16>(shape, initializer, shards);
}

/// The same, and that element `index` is value(index) rounded to the scalar.
template <std::size_t rank, class Initializer, class Value>
void expect_values(const Place<rank>& shape, const Initializer& initializer, const Value& value) {
  expect_same(shape, initializer);
  const auto check = [&](auto zero) {
    using Scalar = decltype(zero);
    init::Generator rng(1);
    const auto whole = filled<Scalar, Eigen::ColMajor>(shape, initializer, &rng);
    for_each_index(shape, [&](const Place<rank>& index) {
      ASSERT_EQ(double(whole(index)), double(Scalar(value(index))));
    });
    EXPECT_EQ(rng, init::Generator(1)) << "draws although its values are fixed";
  };
  check(0.0f);
  check(0.0);
  check(Eigen::half(0));
  check(Eigen::bfloat16(0));
}

}  // namespace everywhere
