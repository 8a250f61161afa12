// The gain table.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <eigeninit/gain.hpp>
#include <limits>

#include "message.hpp"

namespace init = eigeninit;
using init::Activation;

TEST(Gain, IsPyTorchsTable) {
  EXPECT_EQ(init::gain(Activation::linear()), 1);
  EXPECT_EQ(init::gain(Activation::sigmoid()), 1);
  EXPECT_EQ(init::gain(Activation::tanh()), 5.0 / 3);
  EXPECT_EQ(init::gain(Activation::relu()), std::sqrt(2.0));
  EXPECT_EQ(init::gain(Activation::selu()), 0.75);
}

TEST(Gain, OfLeakyReluDependsOnItsSlope) {
  EXPECT_EQ(init::gain(Activation::leaky_relu()), init::gain(Activation::leaky_relu(0.01)));
  EXPECT_EQ(init::gain(Activation::leaky_relu(0)), init::gain(Activation::relu()));
  EXPECT_EQ(init::gain(Activation::leaky_relu(1)), 1);
  EXPECT_NEAR(init::gain(Activation::leaky_relu(0.01)), 1.4141428569978354, 1e-15);
  EXPECT_NEAR(init::gain(Activation::leaky_relu(0.2)), 1.3867504905630728, 1e-15);
  EXPECT_EQ(init::gain(Activation::leaky_relu(-0.2)), init::gain(Activation::leaky_relu(0.2)));
}

TEST(Gain, RefusesASlopeWhoseSquareIsNotFinite) {
  EXPECT_NE(message_of([] { init::gain(Activation::leaky_relu(1e200)); }), "");
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(message_of([&] { init::gain(Activation::leaky_relu(infinity)); }),
            "gain: leaky_relu's slope is inf; pass a number whose square is finite");
}
