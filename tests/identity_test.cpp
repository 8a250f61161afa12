// eye and dirac: layers that pass their input on.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <eigeninit/eigeninit.hpp>
#include <limits>

#include "convolution.hpp"
#include "everywhere.hpp"
#include "message.hpp"

namespace init = eigeninit;
using convolution::Tensor;
using everywhere::Place;
using init::Index;

namespace {

/// The value of a dirac kernel by its definition.
template <std::size_t rank>
double dirac_value(const Place<rank>& shape, Index groups, const Place<rank>& index) {
  for (std::size_t k = 2; k < rank; ++k) {
    if (index[k] != shape[k] / 2) return 0;
  }
  return index[0] % (shape[0] / groups) == index[1] ? 1 : 0;
}

template <std::size_t rank>
void expect_dirac(const Place<rank>& shape, Index groups) {
  everywhere::expect_values(shape, init::dirac{groups}, [&](const Place<rank>& index) {
    return dirac_value(shape, groups, index);
  });
}

template <std::size_t rank>
Tensor<rank> random(const Place<rank>& shape) {
  Tensor<rank> tensor(shape);
  init::Generator rng(4);
  init::normal{}(tensor, rng);
  return tensor;
}

/// Output g · outs + d of the layer is input g · ins + d, as far as there are both.
template <std::size_t rank>
void expect_passes_on(const Place<rank>& shape, Index groups, const Place<rank - 1>& image_shape) {
  Tensor<rank> weight(shape);
  init::dirac{groups}(weight);
  const Tensor<rank - 1> image = random(image_shape);
  const Tensor<rank - 1> out = convolution::convolve<rank>(weight, image, groups);
  const Index outs = shape[0] / groups;
  everywhere::for_each_index(convolution::shape_of<rank - 1>(out), [&](Place<rank - 1> index) {
    const double value = out(index);
    const Index d = index[0] % outs;
    index[0] = index[0] / outs * shape[1] + d;
    ASSERT_EQ(value, d < shape[1] ? image(index) : 0);
  });
}

}  // namespace

TEST(Eye, HasItsGainOnTheDiagonal) {
  for (const Place<2> shape :
       {Place<2>{5, 5}, {3, 40}, {40, 3}, {1, 1}, {1, 6}, {0, 4}, {4, 0}, {0, 0}}) {
    everywhere::expect_values(shape, init::eye{},
                              [](const Place<2>& index) { return index[0] == index[1] ? 1 : 0; });
    everywhere::expect_values(shape, init::eye{-0.3}, [](const Place<2>& index) {
      return index[0] == index[1] ? -0.3 : 0;
    });
  }
}

TEST(Eye, RefusesAGainThatTheScalarCannotHold) {
  Eigen::MatrixXf w = Eigen::MatrixXf::Constant(3, 3, 7);
  const auto refusal = [&](double gain) { return message_of([&] { init::eye{gain}(w); }); };
  EXPECT_EQ(refusal(std::numeric_limits<double>::infinity()),
            "eye: gain is inf; pass a finite number");
  EXPECT_EQ(refusal(-1e39),
            "eye: -1e+39 is beyond the scalar's largest number, 3.4028234663852886e+38; pass a "
            "smaller one");
  EXPECT_TRUE((w.array() == 7).all());
}

TEST(Dirac, HasOnesAtTheCentre) {
  expect_dirac<3>({5, 3, 4}, 1);
  expect_dirac<3>({6, 2, 3}, 2);
  expect_dirac<4>({6, 9, 3, 2}, 3);
  expect_dirac<4>({8, 1, 5, 5}, 8);
  expect_dirac<5>({4, 3, 2, 3, 4}, 2);
  expect_dirac<3>({1, 1, 1}, 1);
  expect_dirac<4>({2, 50, 1, 1}, 1);
  expect_dirac<4>({0, 3, 3, 3}, 4);
  expect_dirac<4>({3, 0, 3, 3}, 1);
  expect_dirac<3>({3, 3, 0}, 1);
}

TEST(Dirac, PassesARandomImageOn) {
  expect_passes_on<3>({4, 4, 3}, 1, {4, 11});
  expect_passes_on<3>({7, 3, 4}, 1, {3, 10});
  expect_passes_on<4>({6, 2, 3, 5}, 3, {6, 7, 8});
  expect_passes_on<4>({4, 3, 2, 2}, 2, {6, 5, 9});
  expect_passes_on<5>({2, 3, 3, 1, 2}, 1, {3, 4, 5, 3});
}

TEST(Dirac, RefusesGroupsThatDoNotFit) {
  Eigen::Tensor<float, 4> w(6, 3, 3, 3);
  w.setConstant(7);
  const auto refusal = [&](Index groups) { return message_of([&] { init::dirac{groups}(w); }); };
  EXPECT_EQ(refusal(4), "dirac: 4 groups do not divide 6 outputs; pass a number that divides them");
  EXPECT_EQ(refusal(0), "dirac: 0 groups; pass 1 or more");
  EXPECT_EQ(refusal(-2), "dirac: -2 groups; pass 1 or more");
  EXPECT_TRUE(std::all_of(w.data(), w.data() + w.size(), [](float x) { return x == 7; }));
}
