// bilinear: kernels by their definition, and what a transposed convolution makes of them.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/eigeninit.hpp>

#include "convolution.hpp"
#include "everywhere.hpp"

namespace init = eigeninit;
using convolution::Tensor;
using everywhere::Place;
using init::Index;

namespace {

/// The factor of a kernel of k taps.
Index factor(Index k) { return (k + 1) / 2; }

double tap(Index k, Index x) {
  const double f = double(factor(k));
  return 1 - std::abs(double(x) / f - double(k - 1) / (2 * f));
}

Eigen::Tensor<double, 3> line_kernel(Index k) {
  Eigen::Tensor<double, 3> w(1, 1, k);
  init::bilinear{}(w);
  return w;
}

template <std::size_t rank>
void expect_definition(const Place<rank>& shape) {
  Tensor<rank> w(shape);
  init::bilinear{}(w);
  everywhere::for_each_index(shape, [&](const Place<rank>& index) {
    double value = 1;
    for (std::size_t k = 2; k < rank; ++k) value *= tap(shape[k], index[k]);
    ASSERT_NEAR(w(index), value, 1e-15);
  });
}

/// In how many ways two dice with f faces 0 … f − 1, and for an even k a coin that shows 0 or 1,
/// add up to `sum`, by throwing all of them. Repeating every pixel f times and averaging f
/// neighbours is linear interpolation, and convolves one box with another, as two dice do.
Index ways_to_throw(Index k, Index sum) {
  const Index coin = k % 2 == 0 ? 2 : 1;
  Index count = 0;
  for (Index a = 0; a < factor(k); ++a) {
    for (Index b = 0; b < factor(k); ++b) {
      for (Index c = 0; c < coin; ++c) count += a + b + c == sum;
    }
  }
  return count;
}
/// What the ways are divided by, so that a kernel for upsampling by f sums to f.
Index ways_for_one(Index k) { return factor(k) * (k % 2 == 0 ? 2 : 1); }

/// A ramp along every axis, one for each channel.
template <std::size_t rank>
double ramp(const Place<rank>& index) {
  double value = 0.5 + double(index[0]);
  for (std::size_t k = 1; k < rank; ++k) value += double(k) * double(index[k]);
  return value;
}

/// Upsampling by the stride keeps a ramp a ramp, but for the taps that reach beyond the image.
template <std::size_t rank>
void expect_upsamples_a_ramp(const Place<rank>& shape, const Place<rank - 1>& image_shape) {
  const Index k = shape[2], stride = factor(k);
  Tensor<rank> weight(shape);
  init::bilinear{}(weight);
  Tensor<rank - 1> image(image_shape);
  everywhere::for_each_index(image_shape,
                             [&](const Place<rank - 1>& i) { image(i) = ramp<rank - 1>(i); });
  const auto out = convolution::convolve_transposed<rank>(weight, image, stride);
  int compared = 0;
  everywhere::for_each_index(
      convolution::shape_of<rank - 1>(out), [&](const Place<rank - 1>& place) {
        double expected = 0.5;
        for (std::size_t axis = 1; axis + 1 < rank; ++axis) {
          // The place in the image that an output pixel lies over.
          const double x = (double(place[axis]) - double(k - 1) / 2) / double(stride);
          if (x < 0 || x > double(image_shape[axis] - 1)) return;
          expected += double(axis) * x;
        }
        ASSERT_NEAR(out(place), expected, 1e-13);
        ++compared;
      });
  EXPECT_GT(compared, 4);
}

}  // namespace

TEST(Bilinear, FollowsItsDefinition) {
  for (Index k = 1; k <= 12; ++k) expect_definition<3>({2, 3, k});
  expect_definition<4>({3, 2, 4, 7});
  expect_definition<5>({2, 2, 3, 6, 4});
}

// Caffe's and MXNet's first formula is not, at the sizes 2, 3, 6, 7, 10 and 11.
TEST(Bilinear, IsSymmetricAtEverySize) {
  for (Index k = 0; k <= 64; ++k) {
    const auto w = line_kernel(k);
    for (Index x = 0; x < k; ++x) EXPECT_EQ(w(0, 0, x), w(0, 0, k - 1 - x));
  }
}

TEST(Bilinear, HasTheKnownKernels) {
  const auto expect_taps = [](std::initializer_list<double> taps) {
    const auto w = line_kernel(Index(taps.size()));
    Index x = 0;
    for (const double value : taps) EXPECT_EQ(w(0, 0, x++), value);
  };
  expect_taps({1});
  expect_taps({0.5, 0.5});
  expect_taps({0.5, 1, 0.5});
  expect_taps({0.25, 0.75, 0.75, 0.25});
}

TEST(Bilinear, UpsamplesARampExactly) {
  for (Index k = 1; k <= 8; ++k) {
    expect_upsamples_a_ramp<3>({1, 1, k}, {1, 9});
    expect_upsamples_a_ramp<4>({1, 1, k, k}, {1, 5, 6});
  }
  expect_upsamples_a_ramp<5>({1, 1, 4, 4, 4}, {1, 4, 5, 4});
}

// The kernel of Caffe's and of FCN's layers that double an image.
TEST(Bilinear, HasTheKernelOfCaffe) {
  const double caffe[4][4] = {{0.0625, 0.1875, 0.1875, 0.0625},
                              {0.1875, 0.5625, 0.5625, 0.1875},
                              {0.1875, 0.5625, 0.5625, 0.1875},
                              {0.0625, 0.1875, 0.1875, 0.0625}};
  Tensor<4> w(2, 3, 4, 4);
  init::bilinear{}(w);
  everywhere::for_each_index(Place<4>{2, 3, 4, 4}, [&](const Place<4>& index) {
    ASSERT_EQ(w(index), caffe[index[2]][index[3]]);
  });
}

TEST(Bilinear, IsTheSameEverywhere) {
  const auto value = [](const auto& shape) {
    return [shape](const auto& index) {
      double ways = 1, all = 1;
      for (std::size_t k = 2; k < shape.size(); ++k) {
        ways *= double(ways_to_throw(shape[k], index[k]));
        all *= double(ways_for_one(shape[k]));
      }
      return ways / all;
    };
  };
  for (const Place<4> shape :
       {Place<4>{3, 2, 4, 5}, {1, 1, 1, 1}, {64, 1, 3, 3}, {0, 2, 3, 3}, {2, 2, 0, 3}}) {
    everywhere::expect_values(shape, init::bilinear{}, value(shape));
  }
  const Place<3> line = {2, 5, 7};
  everywhere::expect_values(line, init::bilinear{}, value(line));
  const Place<5> volume = {2, 1, 2, 3, 4};
  everywhere::expect_values(volume, init::bilinear{}, value(volume));
}
