// Fans: the formula against a count of connections by brute force, every layout, and what is
// refused.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <eigeninit/eigeninit.hpp>
#include <set>
#include <unsupported/Eigen/CXX11/Tensor>
#include <utility>
#include <vector>

#include "message.hpp"

namespace init = eigeninit;
using init::Fans;
using init::Layout;

namespace eigeninit {

void PrintTo(Fans fans, std::ostream* out) { *out << "{" << fans.in << ", " << fans.out << "}"; }

}  // namespace eigeninit

namespace {

/// A convolution as a list of the units that each weight joins, on a ring so large and with so many
/// positions that borders do not matter.
struct Convolution {
  init::Index in_channels, out_channels, kernel_height, kernel_width, groups;
};

/// How many inputs an output unit reads and how many outputs an input unit feeds, by visiting every
/// connection of one channel position after the other.
Fans count_connections(const Convolution& conv) {
  const init::Index ring = 16;
  std::vector<std::set<init::Index>> inputs_of(std::size_t(conv.out_channels * ring * ring));
  std::vector<std::set<init::Index>> outputs_of(std::size_t(conv.in_channels * ring * ring));
  const init::Index group_in = conv.in_channels / conv.groups;
  const init::Index group_out = conv.out_channels / conv.groups;
  for (init::Index o = 0; o < conv.out_channels; ++o) {
    for (init::Index i = 0; i < conv.in_channels; ++i) {
      if (o / group_out != i / group_in) continue;
      for (init::Index y = 0; y < ring; ++y) {
        for (init::Index x = 0; x < ring; ++x) {
          for (init::Index ky = 0; ky < conv.kernel_height; ++ky) {
            for (init::Index kx = 0; kx < conv.kernel_width; ++kx) {
              const init::Index output = (o * ring + y) * ring + x;
              const init::Index input = (i * ring + (y + ky) % ring) * ring + (x + kx) % ring;
              inputs_of[std::size_t(output)].insert(input);
              outputs_of[std::size_t(input)].insert(output);
            }
          }
        }
      }
    }
  }
  return {init::Index(inputs_of.front().size()), init::Index(outputs_of.front().size())};
}

const std::vector<Convolution> convolutions = {
    {1, 1, 1, 1, 1}, {3, 8, 3, 3, 1}, {8, 3, 5, 2, 1}, {6, 4, 3, 1, 2},
    {4, 4, 3, 3, 4}, {4, 8, 3, 3, 4}, {8, 4, 1, 4, 4}, {5, 7, 1, 1, 1},
};

}  // namespace

TEST(Fans, CountTheConnectionsOfAConvolution) {
  for (const Convolution& c : convolutions) {
    const Fans counted = count_connections(c);
    const init::Index in = c.in_channels / c.groups;
    EXPECT_EQ(init::fans({c.out_channels, in, c.kernel_height, c.kernel_width},
                         Layout::out_in().groups(c.groups)),
              counted);
    EXPECT_EQ(init::fans({c.kernel_height, c.kernel_width, in, c.out_channels},
                         Layout::spatial_in_out().groups(c.groups)),
              counted);
  }
}

// A transposed convolution runs every connection backwards: its inputs are the other's outputs.
TEST(Fans, CountTheConnectionsOfATransposedConvolution) {
  for (const Convolution& c : convolutions) {
    const Convolution backwards{c.out_channels, c.in_channels, c.kernel_height, c.kernel_width,
                                c.groups};
    const Fans counted = count_connections(backwards);
    const Fans transposed{counted.out, counted.in};
    EXPECT_EQ(
        init::fans({c.in_channels, c.out_channels / c.groups, c.kernel_height, c.kernel_width},
                   Layout::in_out().groups(c.groups)),
        transposed);
  }
}

TEST(Fans, OfALinearLayerAreItsColumnsAndRows) {
  EXPECT_EQ(init::fans(Eigen::MatrixXf(256, 784)), (Fans{784, 256}));
  EXPECT_EQ(init::fans(Eigen::MatrixXf(784, 256), Layout::in_out()), (Fans{784, 256}));
  EXPECT_EQ(init::fans(Eigen::MatrixXf(784, 256), Layout::spatial_in_out()), (Fans{784, 256}));
}

TEST(Fans, OfADepthwiseConvolutionAreItsKernel) {
  EXPECT_EQ(init::fans({4, 1, 3, 3}, Layout::out_in().groups(4)), (Fans{9, 9}));
  // PyTorch, which knows no groups, has {9, 36}; so does a layout that is not told of them.
  EXPECT_EQ(init::fans({4, 1, 3, 3}), (Fans{9, 36}));
  // Keras keeps (height, width, channels, multiplier): each channel is a layer of its own.
  EXPECT_EQ(init::fans({3, 3, 64, 2}, Layout::axes({-1}, {}, {-2})), (Fans{9, 18}));
}

TEST(Fans, MultiplyReceptiveFieldIntoBothSides) {
  EXPECT_EQ(init::fans({64, 3, 3, 3}), (Fans{27, 576}));
  EXPECT_EQ(init::fans({64, 3, 7}), (Fans{21, 448}));
  EXPECT_EQ(init::fans({8, 4, 2, 3, 5}), (Fans{120, 240}));
  EXPECT_EQ(init::fans({2, 3, 2, 2, 2, 2, 2, 2}), (Fans{192, 128}));
}

TEST(Fans, OfFreeAxesJoinAllAxesOfARole) {
  // An attention projection (model, heads, head): 512 inputs, 8 × 64 outputs.
  EXPECT_EQ(init::fans({512, 8, 64}, Layout::axes({1, 2}, {0})), (Fans{512, 512}));
  EXPECT_EQ(init::fans({8, 64, 512}, Layout::axes({-1}, {0, 1})), (Fans{512, 512}));
}

TEST(Fans, LeaveBatchAxesOut) {
  // 16 experts of 128 → 256.
  EXPECT_EQ(init::fans({16, 256, 128}, Layout::axes({1}, {2}, {0})), (Fans{128, 256}));
}

TEST(Fans, AreTheSameForEveryObjectOfAShape) {
  Eigen::Tensor<float, 4> tensor(64, 3, 3, 3);
  Eigen::Tensor<double, 4, Eigen::RowMajor> row_major(64, 3, 3, 3);
  Eigen::TensorFixedSize<float, Eigen::Sizes<64, 3, 3, 3>> fixed;
  Eigen::TensorMap<Eigen::Tensor<float, 4>> map(tensor.data(), 64, 3, 3, 3);
  const auto& constant = tensor;
  for (const Fans fans : {init::fans(tensor), init::fans(row_major), init::fans(fixed),
                          init::fans(map), init::fans(constant), init::fans(tensor.dimensions()),
                          init::fans(std::vector<int>{64, 3, 3, 3})}) {
    EXPECT_EQ(fans, (Fans{27, 576}));
  }
  Eigen::MatrixXf w(3, 5);
  EXPECT_EQ(init::fans(w), (Fans{5, 3}));
  EXPECT_EQ(init::fans(w.transpose()), (Fans{3, 5}));
  EXPECT_EQ(init::fans(w + w), (Fans{5, 3}));
  EXPECT_EQ(init::fans(Eigen::Array<float, 3, 5>()), (Fans{5, 3}));
}

// g++ took this for a read of values that nobody had written yet, and said so to users.
TEST(Fans, OfAConstantWithoutValuesCompileWithoutAWarning) {
  Eigen::TensorFixedSize<float, Eigen::Sizes<64, 3, 3, 3>> fixed;
  const auto& constant = fixed;
  EXPECT_EQ(init::fans(constant, Layout::in_out()), (Fans{576, 27}));
  Eigen::Matrix<float, 3, 5> w;
  const auto& constant_matrix = w;
  EXPECT_EQ(init::fans(constant_matrix), (Fans{5, 3}));
}

TEST(Fans, OfAShardAreThoseOfTheWhole) {
  Eigen::MatrixXf part(16, 8);
  EXPECT_EQ(init::fans(init::shard(part, {64, 32}, {16, 24})), (Fans{32, 64}));
}

TEST(Fans, OfATensorWithoutElementsMayBeZero) {
  EXPECT_EQ(init::fans({0, 5}), (Fans{5, 0}));
  EXPECT_EQ(init::fans({5, 0, 3}), (Fans{0, 15}));
}

TEST(FanMode, PicksTheNumberThatASchemeDividesBy) {
  const Fans fans{4, 16};
  EXPECT_EQ(init::fan(fans, init::FanMode::fan_in), 4);
  EXPECT_EQ(init::fan(fans, init::FanMode::fan_out), 16);
  EXPECT_EQ(init::fan(fans, init::FanMode::fan_avg), 10);
  EXPECT_EQ(init::fan(fans, init::FanMode::fan_geo_avg), 8);
}

TEST(Fans, RefuseWhatDoesNotFitTheShape) {
  EXPECT_EQ(
      message_of([] {
        (void)init::fans({64, 3, 3, 3}, Layout::out_in().groups(7));
      }),
      "fans: 7 groups do not divide 64 outputs; pass a Layout whose groups divide the output axis");
  EXPECT_EQ(
      message_of([] {
        (void)init::fans({10, 4}, Layout::in_out().groups(3));
      }),
      "fans: 3 groups do not divide 10 inputs; pass a Layout whose groups divide the input axis");
  EXPECT_EQ(
      message_of([] { (void)init::fans({5}); }),
      "fans: the layout names an axis that a tensor of rank 1 does not have; pass Fans{in, out} "
      "or a Layout for this rank");
  EXPECT_EQ(
      message_of([] { (void)init::fans({5}, Layout::spatial_in_out()); }),
      "fans: the layout names an axis that a tensor of rank 1 does not have; pass Fans{in, out} "
      "or a Layout for this rank");
  EXPECT_EQ(
      message_of([] {
        (void)init::fans({5, 5}, Layout::axes({0}, {-2}));
      }),
      "fans: at rank 2 the layout gives one axis two roles; name each axis as out, in or batch "
      "once");
  EXPECT_EQ(message_of([] {
              (void)init::fans({1, 1, 1, 1, 1, 1, 1, 1, 1});
            }),
            "fans: the shape has rank 9; pass at most 8 extents");
  EXPECT_EQ(message_of([] {
              (void)init::fan({0, 3}, init::FanMode::fan_out);
            }),
            "Fans{0, 3}: a fan counts connections; pass 1 or more");
}

TEST(Layout, RefusesAxesAndGroupsThatCannotBe) {
  EXPECT_EQ(
      message_of([] { Layout::axes({8}, {0}); }),
      "Layout: there is no axis 8; number axes 0 to 7 from the front or -1 to -8 from the back");
  EXPECT_EQ(
      message_of([] { Layout::axes({0}, {-9}); }),
      "Layout: there is no axis -9; number axes 0 to 7 from the front or -1 to -8 from the back");
  EXPECT_EQ(message_of([] { Layout::out_in().groups(0); }), "Layout: 0 groups; pass 1 or more");
}

TEST(Layout, RefusesToNameNeitherOutputsNorInputs) {
  const std::string refusal =
      "Layout: neither an output nor an input axis is named; name one, or pass Fans{in, out}";
  EXPECT_EQ(message_of([] { Layout::axes({}, {}); }), refusal);
  EXPECT_EQ(message_of([] { Layout::axes({}, {}, {0, 1}); }), refusal);
}

TEST(Fans, OfALayoutOfOneRoleCountOneOfTheOther) {
  EXPECT_EQ(init::fans({64, 3, 3}, Layout::axes({0}, {})), (Fans{9, 576}));
  EXPECT_EQ(init::fans({64, 3, 3}, Layout::axes({}, {0})), (Fans{576, 9}));
}

TEST(Layout, IsAConstantExpression) {
  constexpr Layout depthwise = Layout::out_in().groups(4);
  static_assert(depthwise.groups() == 4);
  EXPECT_EQ(init::fans({4, 1, 3, 3}, depthwise), (Fans{9, 9}));
}
