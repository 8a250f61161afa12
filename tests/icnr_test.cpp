// icnr: copies in PixelShuffle's order, and a sub-pixel convolution without a checkerboard.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <eigeninit/eigeninit.hpp>
#include <random>

#include "convolution.hpp"
#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using convolution::Tensor;
using everywhere::Place;
using init::Generator;
using init::Index;
using init::Layout;

namespace {

/// Output o is kernel o / r² of `base` on a weight of fewer outputs.
template <std::size_t rank, class Base>
void expect_copies(const Place<rank>& shape, const Base& base, Index upscale,
                   std::size_t axis = 0) {
  Tensor<rank> weight(shape);
  Generator rng(2), base_rng(2);
  init::icnr<Base>{base, upscale}(weight, rng);
  Place<rank> kernels_shape = shape;
  kernels_shape[axis] /= upscale * upscale;
  Tensor<rank> kernels(kernels_shape);
  base(kernels, base_rng);
  everywhere::for_each_index(shape, [&](Place<rank> index) {
    const double value = weight(index);
    index[axis] /= upscale * upscale;
    ASSERT_EQ(value, kernels(index));
  });
  EXPECT_EQ(rng, base_rng);
}

/// torch.nn.PixelShuffle(r): (c · r², h, w) to (c, h · r, w · r).
Tensor<3> pixel_shuffle(const Tensor<3>& image, Index r) {
  const Place<3> shape = {image.dimension(0) / (r * r), image.dimension(1) * r,
                          image.dimension(2) * r};
  Tensor<3> out(shape);
  everywhere::for_each_index(shape, [&](const Place<3>& i) {
    out(i) = image(i[0] * r * r + i[1] % r * r + i[2] % r, i[1] / r, i[2] / r);
  });
  return out;
}

/// How much pixels of one r×r cell differ at most.
double unevenness(const Tensor<3>& image, Index r) {
  double most = 0;
  everywhere::for_each_index(convolution::shape_of<3>(image), [&](const Place<3>& i) {
    most = std::max(most, std::abs(image(i) - image(i[0], i[1] / r * r, i[2] / r * r)));
  });
  return most;
}

Tensor<3> upsampled(const Tensor<4>& weight, Index r) {
  Tensor<3> image(weight.dimension(1), 6, 7);
  Generator rng(3);
  init::normal{}(image, rng);
  return pixel_shuffle(convolution::convolve<4>(weight, image), r);
}

}  // namespace

TEST(Icnr, RepeatsTheKernelsOfItsBase) {
  expect_copies<4>({16, 3, 3, 3}, init::kaiming_normal{}, 2);
  expect_copies<4>({18, 5, 1, 2}, init::xavier_uniform{}, 3);
  expect_copies<4>({5, 2, 3, 3}, init::kaiming_normal{}, 1);
  expect_copies<4>({4, 1, 1, 1}, init::kaiming_normal{}, 2);
  expect_copies<4>({0, 3, 3, 3}, init::kaiming_normal{}, 2);
  expect_copies<4>({8, 0, 3, 3}, init::kaiming_normal{}, 2);
  expect_copies<2>({32, 6}, init::xavier_normal{}, 4);
  expect_copies<1>({12}, init::uniform{-1, 1}, 2);
  expect_copies<4>({16, 3, 3, 3}, init::scaled<init::kaiming_normal>{{}, 3}, 2);
}

TEST(Icnr, RepeatsAlongTheOutputAxisOfTheBasesLayout) {
  expect_copies<4>({3, 3, 2, 8}, init::xavier_normal{1, Layout::spatial_in_out()}, 2, 3);
  expect_copies<2>({5, 27}, init::xavier_normal{1, Layout::in_out()}, 3, 1);
}

TEST(Icnr, MakesEveryCellConstant) {
  for (const Index r : {1, 2, 3, 4}) {
    Tensor<4> weight(3 * r * r, 2, 3, 3);
    Generator rng(1);
    init::icnr<init::kaiming_normal>{{}, r}(weight, rng);
    EXPECT_EQ(unevenness(upsampled(weight, r), r), 0);
    init::kaiming_normal{}(weight, rng);
    EXPECT_EQ(unevenness(upsampled(weight, r), r) > 1, r > 1);
  }
}

TEST(Icnr, IsTheSameEverywhere) {
  everywhere::expect_same(Place<4>{36, 3, 2, 3}, init::icnr<init::kaiming_normal>{{}, 3});
  everywhere::expect_same(Place<2>{3, 40},
                          init::icnr<init::xavier_uniform>{{1, Layout::in_out()}, 2});
  everywhere::expect_same(Place<4>{2, 3, 4, 16},
                          init::icnr<init::xavier_uniform>{{1, Layout::spatial_in_out()}, 2});
}

TEST(Icnr, TakesEveryKindOfSource) {
  Eigen::DefaultDevice device;
  Eigen::MatrixXf expected(12, 5), w(12, 5);
  const init::icnr icnr{init::xavier_uniform{}, 2};
  Generator rng(6), device_rng(6);
  icnr(expected, rng);
  icnr(w, device_rng.on(device));
  EXPECT_EQ(w, expected);
  icnr(expected, Generator(6).stream("up"));
  icnr(w, Generator(6).stream("up").on(device));
  EXPECT_EQ(w, expected);
  std::mt19937_64 engine(8), twin(8);
  icnr(w, engine);
  icnr(expected, Generator(twin()));
  EXPECT_EQ(w, expected);
  EXPECT_EQ(engine, twin);
}

TEST(Icnr, RefusesAnUpscaleThatDoesNotFit) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(10, 4, 7);
  Generator rng(1);
  const auto refusal = [&](Index upscale) {
    return message_of([&] { init::icnr<init::normal>{{}, upscale}(w, rng); });
  };
  EXPECT_EQ(refusal(2),
            "icnr: upscale 2 makes 4 outputs of each kernel, which do not divide 10 outputs; pass "
            "an upscale whose square divides them");
  EXPECT_EQ(refusal(0), "icnr: upscale is 0; pass 1 or more");
  EXPECT_EQ(refusal(-1), "icnr: upscale is -1; pass 1 or more");
  EXPECT_TRUE((w.array() == 7).all());
  EXPECT_EQ(rng, Generator(1));
}
