// Fills of any view, however its axes lie in memory, equal the definition: each element has the
// value that its number in the whole tensor has in a vector, and nothing else is written. Every
// instruction set that this processor has, and views that are drawn at random.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <complex>
#include <eigeninit/eigeninit.hpp>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace init = eigeninit;
using init::Generator;
using init::Index;
using init::InstructionSet;

namespace {

constexpr Index most_elements = 6000;

/// Axes of a tensor, or of a part of one, in memory that has room around it.
template <std::size_t Rank>
struct Arrangement {
  std::array<init::Axis, Rank> axes;
  Index first = 0;  ///< where the first element lies
  Index memory = 0;
  Index whole = 1;
};

/// Axes in any order of memory, dense or with gaps, forwards or backwards, of a whole tensor or a
/// part.
template <std::size_t Rank>
Arrangement<Rank> draw_arrangement(std::mt19937& engine) {
  const auto below = [&engine](Index end) { return Index(engine() % std::uint32_t(end)); };
  constexpr Index extents[] = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 64, 130};
  Arrangement<Rank> result;
  const bool is_part = below(3) == 0, has_gaps = below(3) == 0, is_backward = below(4) == 0;
  Index elements = 1;
  for (init::Axis& axis : result.axes) {
    do axis.extent = extents[below(Index(std::size(extents)))];
    while (elements * axis.extent > most_elements);
    elements *= axis.extent;
    axis.origin = is_part ? below(4) : 0;
    axis.whole = axis.extent + axis.origin + (is_part ? below(3) : 0);
    result.whole *= axis.whole;
  }
  std::array<std::size_t, Rank> order;
  std::iota(order.begin(), order.end(), std::size_t(0));
  switch (below(3)) {
    case 0: break;  // column-major
    case 1: std::reverse(order.begin(), order.end()); break;
    default: std::shuffle(order.begin(), order.end(), engine);
  }
  const Index guard = 7;
  Index stride = has_gaps ? 1 + below(3) : 1, last = 0;
  result.first = guard;
  for (const std::size_t k : order) {
    init::Axis& axis = result.axes[k];
    axis.stride = stride;
    last += (axis.extent - 1) * stride;
    stride = stride * axis.extent + (has_gaps ? below(3) : 0);
    if (is_backward && below(2) == 0) {
      result.first += (axis.extent - 1) * axis.stride;
      axis.stride = -axis.stride;
    }
  }
  result.memory = last + 1 + 2 * guard;
  return result;
}

template <std::size_t Rank>
std::string text_of(const Arrangement<Rank>& arrangement) {
  std::string text;
  for (const init::Axis& axis : arrangement.axes) {
    text += std::to_string(axis.origin) + "+" + std::to_string(axis.extent) + "/" +
            std::to_string(axis.whole) + " by " + std::to_string(axis.stride) + "  ";
  }
  return text;
}

/// Whether all elements of a view have the values of `expected`, by their numbers; takes them away.
template <class Scalar, std::size_t Rank>
bool takes_values(const init::View<Scalar, Rank>& view, const std::vector<Scalar>& expected,
                  Scalar untouched) {
  bool are_equal = true;
  std::array<Index, Rank> index{};
  for (;;) {
    Index offset = 0, element = 0, step = 1;
    for (std::size_t k = 0; k < Rank; ++k) {
      offset += index[k] * view.axes[k].stride;
      element += (index[k] + view.axes[k].origin) * step;
      step *= view.axes[k].whole;
    }
    are_equal = are_equal && view.data[offset] == expected[std::size_t(element)];
    view.data[offset] = untouched;
    std::size_t k = 0;
    for (; k < Rank && ++index[k] == view.axes[k].extent; ++k) index[k] = 0;
    if (k == Rank) return are_equal;
  }
}

template <class Scalar, std::size_t Rank, class Distribution>
void expect_definition(const Arrangement<Rank>& arrangement, const Distribution& distribution) {
  std::vector<Scalar> expected(std::size_t(arrangement.whole));
  const InstructionSet set = init::instruction_set();
  init::use_instruction_set(InstructionSet::scalar);
  Generator(5).fill(
      init::View<Scalar, 1>{expected.data(), {{{arrangement.whole, 1, arrangement.whole, 0}}}},
      distribution);
  init::use_instruction_set(set);
  const auto untouched = Scalar(77);
  std::vector<Scalar> memory(std::size_t(arrangement.memory), untouched);
  const init::View<Scalar, Rank> view{memory.data() + arrangement.first, arrangement.axes};
  Generator(5).fill(view, distribution);
  EXPECT_TRUE(takes_values(view, expected, untouched)) << text_of(arrangement);
  EXPECT_EQ(std::count(memory.begin(), memory.end(), untouched), arrangement.memory)
      << text_of(arrangement);
}

/// That each element has the value which it has where it is filled alone.
template <class Scalar, std::size_t Rank, class Distribution>
void expect_each_alone(const std::array<init::Axis, Rank>& axes, const Distribution& distribution) {
  Index size = 1;
  for (const init::Axis& axis : axes) size *= axis.extent;
  std::vector<Scalar> memory(std::size_t(size), Scalar(77));
  Generator(5).fill(init::View<Scalar, Rank>{memory.data(), axes}, distribution);
  std::array<init::Axis, Rank> one = axes;
  for (Index i = 0, offset = 0; i < size; ++i, offset = 0) {
    Index rest = i;
    for (std::size_t k = 0; k < Rank; rest /= axes[k].extent, ++k) {
      const Index index = rest % axes[k].extent;
      offset += index * axes[k].stride;
      one[k] = {1, 1, axes[k].whole, axes[k].origin + index};
    }
    Scalar alone;
    Generator(5).fill(init::View<Scalar, Rank>{&alone, one}, distribution);
    ASSERT_EQ(memory[std::size_t(offset)], alone) << i;
  }
}

/// Row-major parts of a tensor where the number of a block, of `per_block` elements, needs a 33rd
/// bit.
template <class Scalar>
void expect_carries(Index per_block) {
  const Index edge = (Index(1) << 32) * per_block, whole = Index(1) << 34;
  for (const Index before : {20, 1, 39}) {
    expect_each_alone<Scalar, 2>({{{32, 40, 33, 1}, {40, 1, whole, edge / 33 - before}}},
                                 init::Normal{0.5, 2});
    expect_each_alone<Scalar, 3>(
        {{{16, 60, 17, 0}, {20, 3, 21, 1}, {3, 1, whole, edge / (17 * 21) - 1}}},
        init::Uniform{-3, 3});
    expect_each_alone<Scalar, 2>({{{3, 1, 3, 0}, {700, 3, whole, edge / 3 - before}}},
                                 init::Normal{0.5, 2});
  }
}

template <std::size_t Rank>
void expect_definition_of_random_views(int count) {
  std::mt19937 engine(Rank);
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    const auto arrangement = draw_arrangement<Rank>(engine);
    expect_definition<float>(arrangement, init::Normal{0.5, 2});
    expect_definition<double>(arrangement, init::Uniform{-3, 3});
    expect_definition<Eigen::half>(arrangement, init::TruncatedNormal{0.5, 2, -0.7, 4});
    expect_definition<Eigen::bfloat16>(arrangement, init::Uniform{-3, 3});
    expect_definition<std::complex<float>>(arrangement, init::Normal{0.5, 2});
    expect_definition<std::complex<double>>(arrangement, init::Uniform{-3, 3});
  }
}

/// With each instruction set that this processor has.
class Patches : public testing::TestWithParam<InstructionSet> {
 protected:
  void SetUp() override {
    if (!init::is_supported(GetParam())) GTEST_SKIP();
    init::use_instruction_set(GetParam());
  }
  void TearDown() override { init::use_instruction_set(before_); }

 private:
  InstructionSet before_ = init::instruction_set();
};

}  // namespace

TEST_P(Patches, OfVectorsEqualTheDefinition) { expect_definition_of_random_views<1>(60); }
TEST_P(Patches, OfMatricesEqualTheDefinition) { expect_definition_of_random_views<2>(300); }
TEST_P(Patches, OfTensorsOfRank3EqualTheDefinition) { expect_definition_of_random_views<3>(300); }
TEST_P(Patches, OfTensorsOfRank4EqualTheDefinition) { expect_definition_of_random_views<4>(300); }
TEST_P(Patches, OfTensorsOfRank5EqualTheDefinition) { expect_definition_of_random_views<5>(200); }
TEST_P(Patches, OfTensorsOfRank8EqualTheDefinition) { expect_definition_of_random_views<8>(50); }

TEST_P(Patches, OfBlocksWhoseNumbersCarryEqualTheDefinition) {
  expect_carries<float>(4);
  expect_carries<Eigen::half>(4);
  expect_carries<double>(2);
  expect_carries<std::complex<float>>(2);
  expect_carries<std::complex<double>>(1);
}

// More elements than a patch, and more rows and columns than a list.
TEST_P(Patches, OfLargeTensorsEqualTheDefinition) {
  const auto row_major = [](auto extents) {
    Arrangement<std::tuple_size_v<decltype(extents)>> result;
    Index stride = 1;
    for (std::size_t k = extents.size(); k-- > 0; stride *= extents[k]) {
      result.axes[k] = {extents[k], stride, extents[k], 0};
    }
    result.memory = result.whole = stride;
    return result;
  };
  using Extents2 = std::array<Index, 2>;
  using Extents4 = std::array<Index, 4>;
  for (const Extents2& extents :
       {Extents2{3, 9001}, {9001, 3}, {513, 129}, {1025, 9}, {64, 2000}}) {
    expect_definition<float>(row_major(extents), init::Normal{});
    expect_definition<std::complex<float>>(row_major(extents), init::Normal{});
    expect_definition<double>(row_major(extents), init::Uniform{});
  }
  for (const Extents4& extents : {Extents4{64, 31, 3, 3}, {3, 3, 65, 64}, {1030, 1, 3, 3}}) {
    expect_definition<float>(row_major(extents), init::Normal{});
    expect_definition<Eigen::half>(row_major(extents), init::Uniform{});
  }
}

INSTANTIATE_TEST_SUITE_P(, Patches, testing::ValuesIn(init::internal::instruction_sets),
                         [](const auto& set) { return std::string(init::name(set.param)); });
