// Extents and counts up to 2⁶³: tensors without elements return at once, whatever their other
// extents, and nothing overflows. Compiled with UndefinedBehaviorSanitizer, and under a time limit.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstddef>
#include <eigeninit/eigeninit.hpp>
#include <eigeninit/torch.hpp>
#include <limits>
#include <unsupported/Eigen/CXX11/Tensor>

namespace init = eigeninit;
using init::Index;

namespace {

constexpr Index most = std::numeric_limits<Index>::max();
constexpr Index many = Index(1) << 40;

/// A view of these extents, without elements.
template <class... Extents>
auto empty_view(Extents... extents) {
  return init::View<float, sizeof...(extents)>{nullptr, {{{extents, 1, extents, 0}...}}};
}

/// The view of a shard that holds no element of a whole of these extents.
template <class... Extents>
auto empty_shard(Extents... extents) {
  return init::View<float, sizeof...(extents)>{nullptr, {{{0, 1, extents, 0}...}}};
}

/// How many fills `initialize` counts: by comparison with a generator that only counts.
template <class Initialize>
int fills_of(const Initialize& initialize) {
  init::Generator rng(1), counting(1);
  initialize(rng);
  int fills = 0;
  for (; rng != counting && fills < 100; ++fills) {
    init::normal{}(empty_view(Index(0)), counting);
  }
  return fills;
}

}  // namespace

TEST(WithoutElements, PackedReturnsForAnyNumberOfParts) {
  Eigen::MatrixXf w(0, 5);
  init::packed<init::ones>{{}, most}(w);
  init::packed<init::ones>{{}, many}(empty_view(many, Index(0)));
  const auto packed = [&](init::Generator& rng) {
    init::packed<init::xavier_uniform>{{}, most}(w, rng);
  };
  EXPECT_GE(fills_of(packed), 100);
  EXPECT_EQ(init::view(w).size(), 0);
}

TEST(WithoutElements, PackedOfAnEmptyShardCountsTheFillsOfTheWhole) {
  const auto packed = [](init::Generator& rng) {
    init::packed<init::xavier_uniform>{{}, 3}(empty_shard(Index(6), Index(5)), rng);
  };
  EXPECT_EQ(fills_of(packed), 3);
}

TEST(WithoutElements, DiracReturnsForAnyNumberOfGroups) {
  Eigen::Tensor<float, 4> w(0, 5, 3, 3);
  init::dirac{most}(w);
  init::dirac{many}(empty_view(many, Index(0), Index(3), Index(3)));
  init::dirac{1}(empty_view(many, many, Index(0)));
}

TEST(WithElements, DiracOfAShardTakesOnlyTheGroupsThatItHolds) {
  Eigen::Tensor<float, 3> w(4, 1, 1);
  init::dirac{many}(init::shard(w, {many, 1, 1}, {many - 4, 0, 0}));
  for (Index i = 0; i < 4; ++i) EXPECT_EQ(w(i, 0, 0), 1);
}

TEST(WithoutElements, IcnrReturns) {
  init::icnr<init::zeros>{{}, 2}(empty_view(many, Index(0)));
  init::icnr<init::zeros>{{}, 1}(empty_view(most, Index(0)));
  init::icnr<init::zeros>{{}, 2}(empty_view(Index(0), most));
}

TEST(WithElements, IcnrReachesTheLastOutput) {
  Eigen::MatrixXf w(4, 1);
  init::icnr<init::ones>{{}, 1}(init::shard(w, {most, 1}, {most - 4, 0}));
  EXPECT_EQ(w, Eigen::MatrixXf::Ones(4, 1));
}

TEST(WithoutElements, BilinearReturns) {
  init::bilinear{}(empty_view(Index(0), Index(0), many, Index(1)));
  init::bilinear{}(empty_view(Index(0), Index(1), many, many));
}

TEST(WithoutElements, OrthogonalTakesNoMemory) {
  const auto orthogonal = [](auto view, init::Layout layout = init::Layout::out_in()) {
    return fills_of([=](init::Generator& rng) { init::orthogonal{1, layout}(view, rng); });
  };
  EXPECT_EQ(orthogonal(empty_view(Index(0), many)), 1);
  EXPECT_EQ(orthogonal(empty_view(many, Index(0))), 1);
  EXPECT_EQ(orthogonal(empty_view(Index(0), Index(5)), init::Layout::out_in().groups(3)), 3);
  EXPECT_GE(orthogonal(empty_view(Index(0), Index(5)), init::Layout::out_in().groups(most)), 100);
  EXPECT_GE(orthogonal(empty_view(many, Index(0), many), init::Layout::axes({2}, {1}, {0})), 100);
  init::torch::Generator torch(1);
  init::orthogonal{}(empty_view(Index(0), many), torch);
  EXPECT_EQ(torch.get_state(), init::torch::Generator(1).get_state());
}

TEST(WithoutElements, DeltaOrthogonalReturns) {
  init::Generator rng(1);
  init::delta_orthogonal{}(empty_view(many, Index(0), Index(3)), rng);
  init::delta_orthogonal{}(empty_view(many, Index(0), most), rng);
  init::delta_orthogonal{}(empty_view(many, many, Index(0)), rng);
}

TEST(WithoutElements, SparseReturns) {
  const auto sparse = [](auto view) {
    return fills_of([=](init::Generator& rng) { init::sparse{}(view, rng); });
  };
  EXPECT_EQ(sparse(empty_view(Index(0), Index(5))), 1 + 5);
  EXPECT_GE(sparse(empty_view(Index(0), many)), 100);
  EXPECT_EQ(sparse(empty_view(many, Index(0))), 1);
}

TEST(WithoutElements, BiasesReturn) {
  init::Generator rng(1);
  init::chrono_bias{}(empty_view(many, many, Index(0)), rng);
  init::chrono_bias{}(empty_view(Index(0)), rng);
  init::gate_bias{many, most}(empty_view(Index(0)));
  init::gate_bias{1, 4}(empty_view(many, Index(0)));
}

TEST(WithoutElements, FillsOfEverySourceReturn) {
  init::Generator rng(1);
  init::torch::Generator torch(1);
  for (const auto& view : {empty_view(many, many, Index(0)), empty_view(Index(0), most, most),
                           empty_view(most, Index(0), most)}) {
    EXPECT_EQ(view.size(), 0);
    init::zeros{}(view);
    init::scaled<init::normal>{{}, 2}(view, rng);
    init::truncated_normal{}(view, rng);
    init::uniform{}(view, torch);
    init::normal{}(view, torch);
    init::truncated_normal{0, 1, -2, 2}(view, torch);
  }
  EXPECT_TRUE(rng.permutation(0).empty());
  EXPECT_TRUE(torch.permutation(0).empty());
}

TEST(WithoutElements, EyeReturnsAtAnyStride) {
  Eigen::Map<Eigen::MatrixXf> tall(nullptr, most, 0), wide(nullptr, 0, most);
  init::eye{}(tall);
  init::eye{}(wide);
  // As from the tensor (2⁶³ - 1, 0), whose second stride is its first extent.
  init::eye{}(init::View<float, 2>{nullptr, {{{most, 1, most, 0}, {0, most, 0, 0}}}});
}

TEST(Extents, OfBlocksAreCutAtTheEnd) {
  const auto line = empty_view(most);
  const auto rest = init::internal::subview::block(line, 0, many, most);
  EXPECT_EQ(rest.axes[0].extent, most - many);
  EXPECT_EQ(init::internal::subview::block(line, 0, 0, most).axes[0].extent, most);
  EXPECT_EQ(init::internal::subview::block(empty_shard(most), 0, many, most).axes[0].extent, 0);
}

TEST(Extents, OfAWholeWithoutElementsMayStandInAnyOrder) {
  const auto part = empty_view(Index(0), Index(0), Index(0));
  EXPECT_EQ(init::shard(part, {0, most, most}, {0, 0, 0}).axes[2].whole, most);
  EXPECT_EQ(init::shard(part, {most, most, 0}, {0, 0, 0}).axes[0].whole, most);
}
