// overlap: against sets of addresses, and for what Eigen makes of one buffer.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/model/overlap.hpp>
#include <eigeninit/random/scalar_operations.hpp>
#include <random>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

namespace init = eigeninit;
using init::AnyView;
using init::Index;
using init::internal::operations;
using init::internal::ScalarOperations;
using init::internal::model::is_same_memory;
using init::internal::model::overlapping_pairs;

namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

template <class Object>
AnyView any(Object&& object) {
  const auto result = init::view(object);
  return AnyView(result, operations<typename decltype(result)::Scalar>());
}

/// By hand: nothing is read or written there.
AnyView by_hand(void* data, const ScalarOperations& of_scalar,
                const std::vector<std::pair<Index, Index>>& extents_and_strides) {
  AnyView result(init::View<void, 0>{data, {}}, of_scalar);
  for (const auto& [extent, stride] : extents_and_strides)
    result.axes[result.rank++] = {extent, stride, extent, 0};
  return result;
}

/// The same elements with all axes backwards.
AnyView reversed(AnyView view) {
  for (init::Axis& axis : view.axes) {
    init::internal::move_data(view, (axis.extent - 1) * axis.stride);
    axis.stride = -axis.stride;
  }
  return view;
}

/// That both ways round are the same.
bool overlap(const AnyView& a, const AnyView& b) {
  const bool result = init::internal::model::overlap(a, b);
  EXPECT_EQ(init::internal::model::overlap(b, a), result);
  return result;
}

template <class A, class B>
bool overlap_of(A&& a, B&& b) {
  return overlap(any(a), any(b));
}

/// The bytes of a view in order of their addresses.
std::vector<std::uintptr_t> bytes_of(const AnyView& view) {
  std::vector<std::uintptr_t> bytes;
  if (view.data == nullptr || view.size() == 0) return bytes;
  const auto size = std::uintptr_t(view.operations->size);
  const auto first = reinterpret_cast<std::uintptr_t>(view.data);
  for (std::uintptr_t b = 0; b < size; ++b) bytes.push_back(first + b);
  for (const init::Axis& axis : view.axes) {
    const std::size_t count = bytes.size();
    for (Index i = 1; i < axis.extent; ++i) {
      for (std::size_t b = 0; b < count; ++b)
        bytes.push_back(bytes[b] + std::uintptr_t(i * axis.stride) * size);
    }
  }
  std::sort(bytes.begin(), bytes.end());
  return bytes;
}

bool share_a_byte(const AnyView& a, const AnyView& b) {
  const auto first = bytes_of(a), second = bytes_of(b);
  auto next = second.begin();
  for (const std::uintptr_t byte : first) {
    next = std::lower_bound(next, second.end(), byte);
    if (next != second.end() && *next == byte) return true;
  }
  return false;
}

class RandomViews {
 public:
  explicit RandomViews(unsigned seed) : engine_(seed) {}

  Index between(Index first, Index last) {
    return std::uniform_int_distribution<Index>(first, last)(engine_);
  }

  const ScalarOperations& scalar() {
    const std::array<const ScalarOperations*, 4> all{&operations<Eigen::half>(),
                                                     &operations<float>(), &operations<double>(),
                                                     &operations<std::complex<double>>()};
    return *all[std::size_t(between(0, 3))];
  }

  /// Strides as they come: axes that nest are the exception.
  AnyView any_strides() {
    std::vector<std::pair<Index, Index>> axes(std::size_t(between(1, 4)));
    for (auto& [extent, stride] : axes) {
      extent = between(0, 50) == 0 ? 0 : between(1, 4);
      stride = between(-24, 24);
    }
    return by_hand(buffer_.data() + between(4000, 4200), scalar(), axes);
  }

  /// Axes that nest, with gaps, in any order.
  AnyView nested_strides() {
    std::vector<std::pair<Index, Index>> axes(std::size_t(between(1, 4)));
    Index length = 1;
    for (auto& [extent, stride] : axes) {
      extent = between(1, 4);
      stride = length * between(1, 2) + between(0, 2);
      length = stride * extent;
      if (between(0, 2) == 0) stride = -stride;
    }
    std::shuffle(axes.begin(), axes.end(), engine_);
    return by_hand(buffer_.data() + between(4000, 4400), scalar(), axes);
  }

  /// A part of one tensor of 6 x 5 x 4 x 3 floats, with steps, some of its axes backwards.
  AnyView part_of_a_tensor() {
    std::vector<std::pair<Index, Index>> axes;
    Index offset = 0, tensor_stride = 1;
    for (const Index whole : {6, 5, 4, 3}) {
      const Index step = between(1, 3), extent = between(1, (whole + step - 1) / step);
      const Index first = between(0, whole - 1 - (extent - 1) * step);
      const bool backwards = between(0, 2) == 0;
      offset += tensor_stride * (backwards ? first + (extent - 1) * step : first);
      axes.push_back({extent, tensor_stride * (backwards ? -step : step)});
      tensor_stride *= whole;
    }
    std::shuffle(axes.begin(), axes.end(), engine_);
    return by_hand(buffer_.data() + 4 * offset, operations<float>(), axes);
  }

 private:
  std::mt19937 engine_;
  std::vector<char> buffer_ = std::vector<char>(8192);
};

/// Makes `count` pairs by `make`, and expects at least a tenth of them to be on either side.
template <class Make>
void expect_as_by_bytes(int count, const Make& make) {
  int overlaps = 0;
  for (int i = 0; i < count; ++i) {
    const AnyView a = make(), b = make();
    const bool expected = share_a_byte(a, b);
    ASSERT_EQ(overlap(a, b), expected) << "pair " << i;
    overlaps += expected;
  }
  EXPECT_GT(overlaps, count / 10);
  EXPECT_LT(overlaps, count - count / 10);
}

}  // namespace

TEST(Overlap, IsThatOfSetsOfAddressesForAnyStrides) {
  RandomViews views(1);
  expect_as_by_bytes(10000, [&] { return views.any_strides(); });
}

TEST(Overlap, IsThatOfSetsOfAddressesForAxesThatNest) {
  RandomViews views(2);
  expect_as_by_bytes(10000, [&] { return views.nested_strides(); });
  expect_as_by_bytes(
      10000, [&] { return views.between(0, 1) ? views.any_strides() : views.nested_strides(); });
}

TEST(Overlap, IsThatOfSetsOfAddressesForPartsOfOneTensor) {
  RandomViews views(3);
  expect_as_by_bytes(10000, [&] { return views.part_of_a_tensor(); });
}

TEST(Overlap, TellsBlocksOfOneMatrixApart) {
  Eigen::MatrixXf w(10, 8);
  EXPECT_FALSE(overlap_of(w.topRows(4), w.bottomRows(6)));
  EXPECT_TRUE(overlap_of(w.topRows(5), w.bottomRows(6)));
  EXPECT_FALSE(overlap_of(w.leftCols(3), w.rightCols(5)));
  EXPECT_TRUE(overlap_of(w.leftCols(4), w.rightCols(5)));
  EXPECT_FALSE(overlap_of(w.block(0, 0, 5, 5), w.block(5, 3, 5, 5)));
  EXPECT_TRUE(overlap_of(w.block(0, 0, 6, 5), w.block(5, 4, 5, 4)));
  EXPECT_FALSE(overlap_of(w.row(3), w.row(4)));
  EXPECT_FALSE(overlap_of(w.col(3), w.col(4)));
  EXPECT_TRUE(overlap_of(w.row(3), w.col(4)));
  EXPECT_FALSE(overlap_of(w.topRows(3), w.col(4).tail(7)));
  EXPECT_TRUE(overlap_of(w.topRows(4), w.col(4).tail(7)));
  EXPECT_TRUE(overlap_of(w, w));
  EXPECT_TRUE(overlap_of(w, w.block(9, 7, 1, 1)));
}

TEST(Overlap, TellsEvenAndOddApart) {
  Eigen::MatrixXf w(10, 8);
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  using Strided = Eigen::Map<Eigen::MatrixXf, 0, Strides>;
  Strided even_columns(w.data(), 10, 4, Strides(20, 1));
  Strided odd_columns(w.data() + 10, 10, 4, Strides(20, 1));
  Strided even_rows(w.data(), 5, 8, Strides(10, 2));
  Strided odd_rows(w.data() + 1, 5, 8, Strides(10, 2));
  EXPECT_FALSE(overlap_of(even_columns, odd_columns));
  EXPECT_FALSE(overlap_of(even_rows, odd_rows));
  EXPECT_TRUE(overlap_of(even_columns, odd_rows));
  EXPECT_TRUE(overlap_of(even_columns, w.row(9)));
  EXPECT_FALSE(overlap_of(odd_rows, w.row(8)));
}

TEST(Overlap, SeesThroughReversesAndTransposes) {
  Eigen::MatrixXf w(10, 8);
  auto top = w.topRows(4), bottom = w.bottomRows(6);
  const AnyView top_reversed = reversed(any(top)), bottom_reversed = reversed(any(bottom));
  EXPECT_FALSE(overlap(top_reversed, bottom_reversed));
  EXPECT_FALSE(overlap(top_reversed, any(bottom)));
  EXPECT_TRUE(overlap(top_reversed, any(top)));
  EXPECT_FALSE(overlap(bottom_reversed, any(w.row(3))));
  EXPECT_TRUE(overlap(bottom_reversed, any(w.row(4))));
  EXPECT_TRUE(overlap(bottom_reversed, any(w.row(9))));
  EXPECT_FALSE(overlap_of(top.transpose(), bottom));
  EXPECT_FALSE(overlap_of(top.transpose(), bottom.transpose()));
  EXPECT_TRUE(overlap_of(w.transpose(), bottom));
}

TEST(Overlap, KnowsTensorsOfBothLayouts) {
  std::vector<float> buffer(7 * 24);
  using Columns = Eigen::TensorMap<Eigen::Tensor<float, 3>>;
  using Rows = Eigen::TensorMap<Eigen::Tensor<float, 3, Eigen::RowMajor>>;
  Columns columns(buffer.data(), 2, 3, 4);
  Rows rows(buffer.data(), 2, 3, 4), later(buffer.data() + 24, 2, 3, 4);
  EXPECT_TRUE(overlap_of(columns, rows));
  EXPECT_FALSE(overlap_of(columns, later));
  EXPECT_TRUE(overlap_of(Rows(buffer.data() + 23, 2, 3, 4), later));
  // Beside every third of 6 rows.
  Eigen::Map<Eigen::MatrixXf> w(buffer.data(), 6, 28);
  Eigen::Map<Eigen::VectorXf, 0, Eigen::InnerStride<>> third(buffer.data() + 2, 28,
                                                             Eigen::InnerStride<>(6));
  EXPECT_FALSE(overlap_of(third, w.topRows(2)));
  EXPECT_FALSE(overlap_of(third, w.bottomRows(3)));
  EXPECT_TRUE(overlap_of(third, rows));
}

TEST(Overlap, CountsBytesWhereScalarsDiffer) {
  alignas(16) std::array<char, 256> bytes;
  const auto at = [&bytes](std::size_t offset) { return bytes.data() + offset; };
  const AnyView doubles = by_hand(at(64), operations<double>(), {{8, 1}});
  const AnyView matrix = by_hand(at(64), operations<float>(), {{4, 1}, {4, 4}});
  EXPECT_TRUE(overlap(doubles, matrix));
  EXPECT_FALSE(overlap(doubles, by_hand(at(128), operations<float>(), {{4, 1}, {4, 4}})));
  EXPECT_TRUE(overlap(doubles, by_hand(at(124), operations<float>(), {{4, 1}, {4, 4}})));
  EXPECT_TRUE(overlap(doubles, by_hand(at(127), operations<float>(), {{4, 1}, {4, 4}})));
  // The second half of each double, and the gaps between doubles.
  EXPECT_TRUE(overlap(doubles, by_hand(at(68), operations<float>(), {{8, 2}})));
  const AnyView spaced = by_hand(at(64), operations<double>(), {{8, 2}});
  EXPECT_FALSE(overlap(spaced, by_hand(at(72), operations<float>(), {{8, 4}})));
  EXPECT_TRUE(overlap(spaced, by_hand(at(72), operations<float>(), {{8, 3}})));
  EXPECT_TRUE(overlap(spaced, by_hand(at(70), operations<float>(), {{8, 4}})));
  EXPECT_FALSE(overlap(spaced, by_hand(at(74), operations<Eigen::half>(), {{8, 8}, {3, 1}})));
  EXPECT_TRUE(overlap(spaced, by_hand(at(74), operations<Eigen::half>(), {{7, 8}, {4, 1}})));
}

// Here the address ranges of axes interleave, so that a larger stride decides nothing.
TEST(Overlap, IsExactForAxesThatDoNotNest) {
  std::vector<float> buffer(100);
  const auto at = [&buffer](std::size_t offset) { return buffer.data() + offset; };
  const AnyView sums = by_hand(at(0), operations<float>(), {{3, 6}, {3, 10}, {3, 15}});
  for (const Index never : {1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 14, 17, 19, 23, 29, 61}) {
    EXPECT_FALSE(overlap(sums, by_hand(at(std::size_t(never)), operations<float>(), {})));
  }
  for (const Index reached : {0, 6, 10, 12, 15, 16, 20, 21, 22, 25, 26, 27, 30, 31, 62}) {
    EXPECT_TRUE(overlap(sums, by_hand(at(std::size_t(reached)), operations<float>(), {})));
  }
}

TEST(Overlap, IgnoresStridesThatLeadNowhere) {
  std::vector<float> buffer(16);
  const Index far = Index(1) << (8 * sizeof(Index) - 3);
  const AnyView one = by_hand(buffer.data(), operations<float>(), {{1, far}, {2, 1}, {1, -far}});
  EXPECT_TRUE(overlap(one, by_hand(buffer.data() + 1, operations<float>(), {{4, 1}})));
  EXPECT_FALSE(overlap(one, by_hand(buffer.data() + 2, operations<float>(), {{4, 1}})));
}

TEST(Overlap, NeverHappensWithoutElements) {
  Eigen::MatrixXf w(10, 8);
  const AnyView whole = any(w);
  const AnyView empty = by_hand(w.data() + 5, operations<float>(), {{0, 1}, {8, 10}});
  const AnyView null = by_hand(nullptr, operations<float>(), {{10, 1}, {8, 10}});
  EXPECT_FALSE(overlap(whole, empty));
  EXPECT_FALSE(overlap(empty, empty));
  EXPECT_FALSE(overlap(null, null));
  EXPECT_EQ(overlapping_pairs({whole, empty, null, empty, null, whole}), (Pairs{{0, 5}}));
  EXPECT_EQ(overlapping_pairs({}), Pairs{});
}

TEST(OverlappingPairs, AreThoseOfAllPairsInOrder) {
  RandomViews random(4);
  for (int round = 0; round < 50; ++round) {
    std::vector<AnyView> views;
    for (int i = 0; i < 30; ++i)
      views.push_back(i % 2 == 0 ? random.any_strides() : random.part_of_a_tensor());
    Pairs expected;
    for (std::size_t i = 0; i < views.size(); ++i) {
      for (std::size_t j = i + 1; j < views.size(); ++j)
        if (share_a_byte(views[i], views[j])) expected.push_back({i, j});
    }
    ASSERT_EQ(overlapping_pairs(views), expected);
    ASSERT_FALSE(expected.empty());
  }
}

// Comparing all of 100,000 with each other would take minutes.
TEST(OverlappingPairs, OfManyParametersAreFoundBySorting) {
  std::vector<char> buffer(1 << 20);
  std::vector<AnyView> views;
  for (int i = 0; i < 100000; ++i)
    views.push_back(by_hand(buffer.data() + 8 * i, operations<float>(), {{2, 1}, {1, 2}}));
  std::shuffle(views.begin(), views.end(), std::mt19937(5));
  EXPECT_EQ(overlapping_pairs(views), Pairs{});
  views.push_back(views[17]);
  EXPECT_EQ(overlapping_pairs(views), (Pairs{{17, 100000}}));
}

TEST(OverlappingPairs, OfInterleavedBlocksAreFound) {
  Eigen::MatrixXf w(1200, 100);
  std::vector<AnyView> views;
  for (Index row = 0; row < w.rows(); row += 3) views.push_back(any(w.middleRows(row, 3)));
  EXPECT_EQ(overlapping_pairs(views), Pairs{});
  views.push_back(any(w.block(5, 99, 2, 1)));
  EXPECT_EQ(overlapping_pairs(views), (Pairs{{1, 400}, {2, 400}}));
}

TEST(SameMemory, NeedsDataScalarExtentsAndStrides) {
  Eigen::MatrixXf w(4, 4);
  const AnyView view = any(w);
  EXPECT_TRUE(is_same_memory(view, any(w)));
  EXPECT_TRUE(is_same_memory(view, any(w.topRows(4))));
  EXPECT_FALSE(is_same_memory(view, any(w.transpose())));
  EXPECT_FALSE(is_same_memory(view, any(w.leftCols(3))));
  EXPECT_FALSE(is_same_memory(any(w.leftCols(3)), any(w.rightCols(3))));
  EXPECT_FALSE(is_same_memory(view, by_hand(w.data(), operations<float>(), {{16, 1}})));
  EXPECT_FALSE(
      is_same_memory(view, by_hand(w.data(), operations<Eigen::half>(), {{4, 1}, {4, 4}})));
}

TEST(SameMemory, IgnoresTheStridesOfSingleIndicesButNotTheAxes) {
  std::vector<float> buffer(4);
  const AnyView row = by_hand(buffer.data(), operations<float>(), {{1, 1}, {4, 1}});
  EXPECT_TRUE(is_same_memory(row, by_hand(buffer.data(), operations<float>(), {{1, 7}, {4, 1}})));
  EXPECT_FALSE(is_same_memory(row, by_hand(buffer.data(), operations<float>(), {{4, 1}, {1, 1}})));
  const AnyView vector = by_hand(buffer.data(), operations<float>(), {{4, 1}});
  EXPECT_FALSE(
      is_same_memory(vector, by_hand(buffer.data(), operations<float>(), {{4, 1}, {1, 4}})));
}
