// Properties of stream format 1 over random shapes: any block filled as a shard equals that block
// of the whole, in both storage orders and for ranks 1 to 5; fills in sequence do not overlap, and
// streams share no block.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <eigeninit/eigeninit.hpp>
#include <random>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
using init::Index;

namespace {

/// Small numbers from a fixed engine, the same with every standard library.
struct Numbers {
  std::mt19937 engine{20};
  Index below(Index bound) { return Index(engine() % std::uint32_t(bound)); }
};

/// A part of a whole.
template <std::size_t Rank>
struct Part {
  std::array<Index, Rank> whole{}, origin{}, extents{};

  explicit Part(Numbers& numbers) {
    constexpr Index sizes[] = {0, 400, 70, 20, 11, 8};
    for (std::size_t k = 0; k < Rank; ++k) {
      // Multiples of four on some axes: there, row-major tiles need no buffer.
      whole[k] = 1 + numbers.below(sizes[Rank]);
      if (numbers.below(3) == 0) whole[k] *= 4;
      extents[k] = 1 + numbers.below(whole[k]);
      origin[k] = numbers.below(whole[k] - extents[k] + 1);
    }
  }
};

template <class Scalar, int Order, std::size_t Rank>
void expect_part_of_whole(const Part<Rank>& part, const init::Generator& rng) {
  using Tensor = Eigen::Tensor<Scalar, int(Rank), Order>;
  Tensor whole(part.whole), local(part.extents);
  init::Generator whole_rng = rng, local_rng = rng;
  const init::normal distribution{0.5, 2};
  distribution(whole, whole_rng);
  distribution(init::shard(local, part.whole, part.origin), local_rng);
  const Tensor expected = whole.slice(part.origin, part.extents);
  ASSERT_TRUE(std::equal(local.data(), local.data() + local.size(), expected.data()));
  ASSERT_EQ(whole_rng, local_rng);
}

template <std::size_t Rank>
void expect_parts_of_wholes() {
  Numbers numbers;
  for (int i = 0; i < 60; ++i) {
    const Part<Rank> part(numbers);
    const init::Generator rng(numbers.engine());
    SCOPED_TRACE(testing::Message() << "shape " << i << " of rank " << Rank);
    expect_part_of_whole<float, Eigen::ColMajor>(part, rng);
    expect_part_of_whole<float, Eigen::RowMajor>(part, rng);
    expect_part_of_whole<double, Eigen::RowMajor>(part, rng);
    expect_part_of_whole<Eigen::bfloat16, Eigen::RowMajor>(part, rng);
    if (testing::Test::HasFatalFailure()) return;
  }
}

/// The values of some fills one after the other.
std::vector<double> values_of(init::Generator rng, int fills) {
  std::vector<double> values;
  for (int i = 0; i < fills; ++i) {
    Eigen::VectorXd w(1000 + i);
    init::uniform{}(w, rng);
    values.insert(values.end(), w.begin(), w.end());
  }
  return values;
}

bool has_duplicates(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) != values.end();
}

}  // namespace

TEST(ShardProperty, EqualsItsPartOfTheWholeAtRank1) { expect_parts_of_wholes<1>(); }
TEST(ShardProperty, EqualsItsPartOfTheWholeAtRank2) { expect_parts_of_wholes<2>(); }
TEST(ShardProperty, EqualsItsPartOfTheWholeAtRank3) { expect_parts_of_wholes<3>(); }
TEST(ShardProperty, EqualsItsPartOfTheWholeAtRank4) { expect_parts_of_wholes<4>(); }
TEST(ShardProperty, EqualsItsPartOfTheWholeAtRank5) { expect_parts_of_wholes<5>(); }

TEST(ShardProperty, ReachesAWholeThatNoMachineHolds) {
  Eigen::MatrixXf low(8, 4), high(4, 4);
  init::Generator rng(1), twin(1);
  const Index rows = Index(1) << 34;  // element numbers beyond 2³⁴
  init::normal{}(init::shard(low, {rows, 64}, {rows - 8, 60}), rng);
  init::normal{}(init::shard(high, {rows, 64}, {rows - 4, 60}), twin);
  EXPECT_EQ(low.bottomRows(4), high);
  EXPECT_NE(low.topRows(4), high);
}

// Doubles of 53 random bits: among so few values an equal pair has a chance below one in a million.
TEST(Fills, DoNotOverlap) { EXPECT_FALSE(has_duplicates(values_of(init::Generator(2), 20))); }

TEST(Streams, ShareNoBlock) {
  const init::Generator rng(3);
  std::vector<double> values = values_of(rng, 4);
  for (std::uint64_t number = 0; number < 10; ++number) {
    for (const init::Generator& stream :
         {rng.stream(number), rng.stream(std::to_string(number)), rng.stream(number).stream(0)}) {
      const std::vector<double> more = values_of(stream, 2);
      values.insert(values.end(), more.begin(), more.end());
    }
  }
  EXPECT_FALSE(has_duplicates(values));
}
