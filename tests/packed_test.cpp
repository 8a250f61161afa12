// packed: the same bits as the layers that it stands for, filled one after the other.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/eigeninit.hpp>
#include <random>

#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using everywhere::Place;
using init::Fans;
using init::Generator;
using init::Index;
using init::Layout;

namespace {

/// Layers of their own, each beside its block of the packed weight, which is cut along `axis`.
template <std::size_t rank, class Base, class Source>
void expect_unfused(const Place<rank>& shape, const Base& base, Index parts, std::size_t axis,
                    Source packed_source, Source source) {
  Eigen::Tensor<float, int(rank)> whole(shape);
  init::packed<Base>{base, parts}(whole, packed_source);
  Place<rank> part_shape = shape, origin{};
  part_shape[axis] /= parts;
  for (Index part = 0; part < parts; ++part) {
    Eigen::Tensor<float, int(rank)> layer(part_shape);
    base(layer, source);
    origin[axis] = part * part_shape[axis];
    everywhere::expect_equal(layer, part_shape, whole, origin, "unfused layer");
  }
  EXPECT_EQ(packed_source, source);
}

template <std::size_t rank, class Base>
void expect_unfused(const Place<rank>& shape, const Base& base, Index parts, std::size_t axis = 0) {
  expect_unfused(shape, base, parts, axis, Generator(3), Generator(3));
  expect_unfused(shape, base, parts, axis, std::mt19937(3), std::mt19937(3));
}

}  // namespace

TEST(Packed, EqualsLayersThatAreNotFused) {
  expect_unfused<2>({3 * 32, 32}, init::xavier_uniform{}, 3);
  expect_unfused<2>({3 * 7, 50}, init::xavier_normal{}, 3);
  expect_unfused<2>({4 * 5, 3},
                    init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_out}, 4);
  expect_unfused<4>({2 * 6, 3, 3, 2}, init::lecun_normal{}, 2);
  expect_unfused<2>({9, 4}, init::uniform{-0.1, 0.1}, 9);
  expect_unfused<2>({5, 4}, init::xavier_uniform{}, 1);
  expect_unfused<2>({3 * 8, 8}, init::orthogonal{}, 3);
  expect_unfused<2>({2 * 9, 5}, init::sparse{0.3}, 2);
  expect_unfused<2>({8, 6}, init::scaled<init::xavier_uniform>{{}, 0.5}, 2);
  expect_unfused<4>({24, 3, 3, 3}, init::icnr<init::kaiming_normal>{{}, 2}, 3);
  expect_unfused<2>({12, 6}, init::packed<init::xavier_uniform>{{}, 3}, 2);
}

TEST(Packed, CutsTheOutputAxisOfTheBasesLayout) {
  expect_unfused<2>({32, 3 * 20}, init::xavier_uniform{1, Layout::in_out()}, 3, 1);
  expect_unfused<4>({3, 3, 5, 2 * 8}, init::xavier_normal{1, Layout::spatial_in_out()}, 2, 3);
  expect_unfused<3>({4, 6, 2 * 5}, init::xavier_normal{1, Layout::axes({2}, {1}, {0})}, 2, 2);
  expect_unfused<2>({6, 2 * 4}, init::scaled<init::xavier_uniform>{{1, Layout::in_out()}, 0.5}, 2,
                    1);
}

TEST(Packed, FillsEmptyAndSingleLayers) {
  expect_unfused<2>({0, 5}, init::xavier_uniform{}, 3);
  expect_unfused<2>({6, 0}, init::xavier_uniform{}, 3);
  expect_unfused<2>({1, 1}, init::xavier_uniform{}, 1);
}

TEST(Packed, PassesGivenFansOn) {
  Eigen::VectorXf bias(30);
  Generator rng(5), unfused_rng(5);
  init::packed<init::torch_default>{{}, 3}(bias, Fans{16, 10}, rng);
  for (Index part = 0; part < 3; ++part) {
    Eigen::VectorXf layer(10);
    init::torch_default{}(layer, Fans{16, 10}, unfused_rng);
    EXPECT_EQ(bias.segment(part * 10, 10), layer);
  }
  EXPECT_EQ(rng, unfused_rng);
}

TEST(Packed, CutsABiasAlongItsOnlyAxisWhateverTheLayout) {
  Eigen::VectorXf bias(8);
  Generator rng(5), unfused_rng(5);
  init::packed<init::xavier_uniform>{{1, Layout::in_out()}, 2}(bias, Fans{3, 4}, rng);
  Eigen::VectorXf first(4);
  init::xavier_uniform{}(first, Fans{3, 4}, unfused_rng);
  EXPECT_EQ(bias.head(4), first);
}

TEST(Packed, NeedsNoSourceWhereItsBaseNeedsNone) {
  Eigen::MatrixXf w(6, 2);
  init::packed<init::eye>{{}, 3}(w);
  for (Index part = 0; part < 3; ++part) {
    EXPECT_TRUE(w.middleRows(2 * part, 2).isIdentity(0));
  }
}

TEST(Packed, IsTheSameEverywhere) {
  using init::packed;
  everywhere::expect_same(Place<2>{3 * 10, 14}, packed<init::xavier_uniform>{{}, 3});
  everywhere::expect_same(Place<2>{14, 3 * 10},
                          packed<init::xavier_normal>{{1, Layout::in_out()}, 3});
  everywhere::expect_same(Place<4>{4 * 3, 5, 3, 2}, packed<init::kaiming_uniform>{{}, 4});
}

TEST(Packed, TakesADeviceAndAStream) {
  Eigen::DefaultDevice device;
  Eigen::MatrixXf expected(12, 5), w(12, 5);
  const init::packed packed{init::xavier_uniform{}, 3};
  Generator rng(6), device_rng(6);
  packed(expected, rng);
  packed(w, device_rng.on(device));
  EXPECT_EQ(w, expected);
  EXPECT_EQ(device_rng, rng);
  Generator stream = Generator(6).stream("qkv");
  packed(expected, stream);
  packed(w, Generator(6).stream("qkv"));
  EXPECT_EQ(w, expected);
}

// The first block is whole and would be filled before the second is refused.
TEST(Packed, RefusesAShardAtOnceWhereItsBaseNeedsTheWhole) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(4, 4, 7);
  Generator rng(1);
  const auto refusal = [&](const auto& initializer) {
    return message_of([&] { initializer(init::shard(w, {8, 4}, {0, 0}), rng); });
  };
  const std::string message =
      "packed: a shard holds 4 of 8 indices of axis 0, and no part can be made alone; fill the "
      "whole tensor and copy the part";
  EXPECT_EQ(refusal(init::packed<init::orthogonal>{{}, 2}), message);
  EXPECT_EQ(refusal(init::packed<init::scaled<init::sparse>>{{}, 2}), message);
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
}

TEST(Packed, RefusesPartsThatDoNotFit) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(10, 4, 7);
  Generator rng(1);
  const auto refusal = [&](const auto& initializer) {
    return message_of([&] { initializer(w, rng); });
  };
  using init::packed;
  EXPECT_EQ(refusal(packed<init::normal>{{}, 3}),
            "packed: 3 parts do not divide 10 outputs; pass a number that divides them");
  EXPECT_EQ(refusal(packed<init::normal>{{}, 0}), "packed: 0 parts; pass 1 or more");
  EXPECT_EQ(refusal(packed<init::xavier_normal>{{1, Layout::axes({0, 1}, {})}, 2}),
            "packed: at rank 2 the layout does not name exactly one output axis; pass one that "
            "does");
  EXPECT_EQ(refusal(packed<init::xavier_normal>{{1, Layout::axes({5}, {1})}, 2}),
            "packed: at rank 2 the layout does not name exactly one output axis; pass one that "
            "does");
  EXPECT_EQ(refusal(packed<init::normal>{{0, -1}, 2}),
            "normal: std is -1; pass a finite number of 0 or more");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
}
