// The gain table, and the functions that it is of.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/scaling/gain.hpp>
#include <limits>
#include <string>

#include "message.hpp"

namespace init = eigeninit;
using init::Activation;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// In long double, so that a sum over thousands of nodes keeps the digits of a double.
using Wide = long double;

Wide sigmoid(Wide x) { return 1 / (1 + std::exp(-x)); }
Wide softplus(Wide x) { return std::max(x, Wide(0)) + std::log1p(std::exp(-std::abs(x))); }
Wide selu(Wide x) {
  const Wide scale = 1.0507009873554804934L, alpha = 1.6732632423543772848L;
  return scale * (x > 0 ? x : alpha * std::expm1(x));
}
Wide gelu_tanh(Wide x) {
  // (1 + tanh(u)) / 2 is sigmoid(2u), which keeps its digits for u < 0.
  const Wide root = std::sqrt(2 / (4 * std::atan(Wide(1))));
  return x * sigmoid(2 * root * (x + 0.044715L * x * x * x));
}

struct Nonlinearity {
  const char* name;
  Activation activation;
  Wide (*function)(Wide);
  double pytorchs;  ///< calculate_gain's, or 0 where PyTorch refuses it
};

const Nonlinearity nonlinearities[] = {
    {"linear", Activation::linear(), [](Wide x) { return x; }, 1},
    {"sigmoid", Activation::sigmoid(), sigmoid, 1},
    {"tanh", Activation::tanh(), [](Wide x) { return std::tanh(x); }, 1.6666666666666667},
    {"relu", Activation::relu(), [](Wide x) { return std::max(x, Wide(0)); }, 1.4142135623730951},
    {"leaky_relu", Activation::leaky_relu(0.25), [](Wide x) { return std::max(x, x / 4); },
     1.3719886811400708},
    {"selu", Activation::selu(), selu, 0.75},
    {"gelu", Activation::gelu(), [](Wide x) { return x * std::erfc(-x / std::sqrt(Wide(2))) / 2; },
     0},
    {"gelu_tanh", Activation::gelu_tanh(), gelu_tanh, 0},
    {"silu", Activation::silu(), [](Wide x) { return x * sigmoid(x); }, 0},
    {"mish", Activation::mish(), [](Wide x) { return x * std::tanh(softplus(x)); }, 0},
    {"elu", Activation::elu(), [](Wide x) { return x > 0 ? x : std::expm1(x); }, 0},
    {"hardswish", Activation::hardswish(),
     [](Wide x) { return x * std::min(std::max(x + 3, Wide(0)), Wide(6)) / 6; }, 0},
    {"softplus", Activation::softplus(), softplus, 0},
    {"softsign", Activation::softsign(), [](Wide x) { return x / (1 + std::abs(x)); }, 0},
    {"relu_squared", Activation::relu_squared(), [](Wide x) { return x > 0 ? x * x : 0; }, 0},
};

/// E[f(z)²] for z ~ N(0, 1), by Boole's rule on panels of four steps of 1/512. The kinks, at 0 and
/// ±3, stand between two panels.
double second_moment_on_a_grid(Wide (*f)(Wide)) {
  const int weights[] = {14, 32, 12, 32};
  const int last = 12 * 512;  // beyond 12 is less than 1e-28 of these moments
  Wide sum = 0;
  for (int i = -last; i < last; ++i) {
    const Wide z = Wide(i) / 512, value = f(z);
    sum += Wide(weights[(i + last) % 4]) * value * value * std::exp(-z * z / 2);
  }
  return double(sum * 2 / 45 / 512 / std::sqrt(8 * std::atan(Wide(1))));
}

}  // namespace

// The error of an argument of exp, or erfc, counts as often as the argument is long.
TEST(Activation, IsTheFunctionOfItsName) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    for (int i = -1500; i <= 1500; ++i) {
      const double z = i * 0.0267;
      const Wide value = nonlinearity.function(Wide(z));
      const Wide length = value == 0 ? 0 : std::abs(std::log(std::abs(value)));
      const Wide error = std::abs(value) * (2e-15L + 5e-16L * length) + 1e-307L;
      ASSERT_NEAR(nonlinearity.activation(z), double(value), double(error))
          << nonlinearity.name << ' ' << z;
    }
  }
}

TEST(Activation, LosesNothingNearZero) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    for (const double z : {1e-3, 1e-9, 1e-300, -1e-3, -1e-9, -1e-300}) {
      const double value = double(nonlinearity.function(Wide(z)));
      EXPECT_NEAR(nonlinearity.activation(z), value, std::abs(value) * 2e-15)
          << nonlinearity.name << ' ' << z;
    }
    EXPECT_EQ(nonlinearity.activation(0), double(nonlinearity.function(0))) << nonlinearity.name;
  }
}

TEST(Activation, IsFiniteFarOut) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    for (const double z : {1e3, 1e8, 1e150, 1e300, -1e3, -1e8, -1e150, -1e300}) {
      const double value = double(nonlinearity.function(Wide(z)));  // max(z, 0)² may be infinite
      if (std::isfinite(value)) {
        EXPECT_NEAR(nonlinearity.activation(z), value, std::abs(value) * 1e-15)
            << nonlinearity.name << ' ' << z;
      } else {
        EXPECT_EQ(nonlinearity.activation(z), value) << nonlinearity.name << ' ' << z;
      }
    }
  }
}

// max(NaN, 0) was 0: a network that had gone astray looked alive behind its first ReLU.
TEST(Activation, PassesNanOn) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    EXPECT_TRUE(std::isnan(nonlinearity.activation(std::numeric_limits<double>::quiet_NaN())))
        << nonlinearity.name;
  }
}

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
  EXPECT_NE(message_of([] { (void)init::gain(Activation::leaky_relu(1e200)); }), "");
  EXPECT_EQ(message_of([&] { (void)init::gain(Activation::leaky_relu(infinity)); }),
            "gain: leaky_relu's slope is inf; pass a number whose square is finite");
}

TEST(ExactGain, IsOneOverTheRootOfTheSecondMoment) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    const auto function = [&](double x) { return double(nonlinearity.function(Wide(x))); };
    EXPECT_NEAR(init::exact_gain(nonlinearity.activation) / init::gain(function), 1, 5e-14)
        << nonlinearity.name;
  }
}

TEST(ExactGain, IsWhatAFineGridGives) {
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    const double root = std::sqrt(second_moment_on_a_grid(nonlinearity.function));
    EXPECT_NEAR(init::exact_gain(nonlinearity.activation) * root, 1, 4e-15) << nonlinearity.name;
  }
}

// Φ and φ are the normal distribution and its density; by parts, with φ′(z) = −zφ(z).
TEST(ExactGain, KnowsTheClosedForms) {
  const double pi = 4 * std::atan(1.0);
  const auto expect_moment = [](const Activation& nonlinearity, double moment) {
    EXPECT_NEAR(init::exact_gain(nonlinearity) * std::sqrt(moment), 1, 1e-15);
  };
  expect_moment(Activation::relu(), 1.0 / 2);
  expect_moment(Activation::relu_squared(), 3.0 / 2);
  expect_moment(Activation::leaky_relu(0.75), (1 + 0.5625) / 2);
  // E[z²Φ²] = E[Φ²] + E[φ²]
  expect_moment(Activation::gelu(), 1.0 / 3 + 1 / (2 * pi * std::sqrt(3.0)));
  // 1/2 + E[(eᶻ − 1)²; z < 0] = 1 + e²Φ(−2) − 2e^½Φ(−1)
  expect_moment(Activation::elu(), 1 + std::exp(2.0) * std::erfc(std::sqrt(2.0)) / 2 -
                                       std::exp(0.5) * std::erfc(std::sqrt(0.5)));
}

TEST(ExactGain, HasThePublishedValues) {
  // Karras et al. 2023, arXiv:2312.02696: SiLU is divided by 0.596 to keep its magnitude.
  EXPECT_NEAR(1 / init::exact_gain(Activation::silu()), 0.596, 5e-4);
  // The scale of the "normalizing tanh" of many recurrent networks.
  EXPECT_NEAR(init::exact_gain(Activation::tanh()), 1.5925374197228312, 5e-16);
}

TEST(Gain, IsTheExactOneWherePyTorchHasNone) {
  int counted = 0;
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    if (nonlinearity.pytorchs != 0) {
      EXPECT_NEAR(init::gain(nonlinearity.activation), nonlinearity.pytorchs, 1e-15)
          << nonlinearity.name;
      continue;
    }
    const double root = std::sqrt(second_moment_on_a_grid(nonlinearity.function));
    EXPECT_NEAR(init::gain(nonlinearity.activation) * root, 1, 4e-15) << nonlinearity.name;
    ++counted;
  }
  EXPECT_EQ(counted, 9);
}

TEST(GainOfAFunction, KnowsTheClosedForms) {
  EXPECT_NEAR(init::gain([](double) { return -3; }), 1.0 / 3, 1e-14);
  EXPECT_NEAR(init::gain([](double z) { return z * z * z; }), 1 / std::sqrt(15.0), 1e-14);
  // E[sin² z] = (1 - e⁻²) / 2
  EXPECT_NEAR(init::gain([](double z) { return std::sin(z); }), std::sqrt(2 / (1 - std::exp(-2.0))),
              1e-13);
  // E[e²ᵗᶻ] = e^(2t²): most of it lies twenty standard deviations out, where e²⁰ᶻ has overflowed.
  EXPECT_NEAR(init::gain([](double z) { return std::exp(10 * z); }) * std::exp(100.0), 1, 1e-13);
}

TEST(GainOfAFunction, ToleratesKinksAndJumpsAnywhere) {
  const double k = 0.7234567;
  const auto tail = [](double x) { return std::erfc(x / std::sqrt(2.0)) / 2; };
  const double density = std::exp(-k * k / 2) / std::sqrt(8 * std::atan(1.0));
  // E[max(z, k)²] = k²Φ(k) + kφ(k) + 1 - Φ(k)
  const double moment = k * k * (1 - tail(k)) + k * density + tail(k);
  EXPECT_NEAR(init::gain([=](double z) { return std::max(z, k); }) * std::sqrt(moment), 1, 1e-6);
  EXPECT_NEAR(init::gain([=](double z) { return z > k ? 1.0 : 0.0; }) * std::sqrt(tail(k)), 1,
              1e-3);
}

TEST(GainOfAFunction, RefusesAMomentThatIsZeroInfiniteOrNan) {
  const auto refusal = [](auto function) {
    return message_of([&] { (void)init::gain(function); });
  };
  const std::string rule = "; pass one for which it is finite and not 0";
  EXPECT_EQ(refusal([](double) { return 0.0; }),
            "gain: for z ~ N(0, 1) the function has E[f(z)²] = 0" + rule);
  EXPECT_EQ(refusal([](double z) { return std::exp(z * z); }),
            "gain: for z ~ N(0, 1) the function has E[f(z)²] = inf" + rule);
  EXPECT_EQ(refusal([](double z) { return std::exp(z * z / 4); }),
            "gain: for z ~ N(0, 1) the function has E[f(z)²] = inf" + rule);
  EXPECT_EQ(refusal([](double) { return infinity; }),
            "gain: for z ~ N(0, 1) the function has E[f(z)²] = inf" + rule);
  EXPECT_NE(refusal([](double z) { return std::sqrt(z); }).find("nan" + rule), std::string::npos);
}

// A pole of f that no node hits once gave the sum of what stood beside it: 0.00896 for 1/z.
TEST(GainOfAFunction, RefusesAPoleAnywhere) {
  const std::string refused =
      "gain: for z ~ N(0, 1) the function has E[f(z)²] = inf; pass one for which it is finite and "
      "not 0";
  const auto refusal = [](auto function) {
    return message_of([&] { (void)init::gain(function); });
  };
  // At the edge of panels, inside of them, near a middle, and where the density is small.
  for (const double pole : {0.0, 1.0, 0.3, -0.0038, 2.3411, 0.7234567, 1.001953, -4.25, 5.9}) {
    EXPECT_EQ(refusal([=](double z) { return 1 / (z - pole); }), refused) << pole;
    EXPECT_EQ(refusal([=](double z) { return std::pow(std::abs(z - pole), -0.6); }), refused)
        << pole;
    if (std::abs(pole) < 3) {
      EXPECT_EQ(refusal([=](double z) { return 1 / std::sqrt(std::abs(z - pole)); }), refused)
          << pole;
      EXPECT_EQ(refusal([=](double z) { return z > pole ? 1 / (z - pole) : 1.0; }), refused)
          << pole;
    }
  }
  EXPECT_EQ(refusal([](double z) { return std::tan(z); }), refused);
  // No node of the panel on the left is on the steep side.
  EXPECT_EQ(refusal([](double z) { return z > 0.9999 ? 1 / (z - 0.9999) : 0.1; }), refused);
  // A jump weighs more than the pole.
  EXPECT_EQ(refusal([](double z) { return (z > 0.123 ? 3.0 : 0.0) + 1 / (z - 4.1); }), refused);
}

TEST(GainOfAFunction, ToleratesAPoleWhoseSquareCanBeIntegrated) {
  // E|z|^-p = 2^(-p/2)·Γ((1 - p)/2) / √π
  const auto moment = [](double p) {
    return std::pow(2.0, -p / 2) * std::tgamma((1 - p) / 2) / std::sqrt(4 * std::atan(1.0));
  };
  for (const double power : {0.1, 0.2, 0.3, 0.4, 0.45, 0.47}) {
    const auto f = [=](double z) { return std::pow(std::abs(z), -power); };
    EXPECT_NEAR(init::gain(f) * std::sqrt(moment(2 * power)), 1, 1e-3) << power;
  }
  // E[log²|z|] = π²/8 + (γ + log 2)²/4
  EXPECT_NEAR(init::gain([](double z) { return std::log(std::abs(z)); }), 1 / std::sqrt(1.6371517),
              1e-3);
  // One that the panels are too wide for: 1/(1e-5 + |z|).
  EXPECT_NEAR(init::gain([](double z) { return 1 / (1e-5 + std::abs(z)); }),
              1 / std::sqrt(2 * 0.3989422804 * (1e5 - 1.2533141)), 1e-5);
}

TEST(GainOfAFunction, IsNotTroubledBySteepness) {
  // E[exp(z²/5)²] = 1/√(1 - 4/5)
  EXPECT_NEAR(init::gain([](double z) { return std::exp(z * z / 5); }), std::pow(0.2, 0.25), 1e-13);
  const double k = 0.123;
  EXPECT_NEAR(init::gain([=](double z) { return z > k ? 1.0 : 0.0; }) *
                  std::sqrt(std::erfc(k / std::sqrt(2.0)) / 2),
              1, 1e-3);
  // E[sin²(az)] = (1 - exp(-2a²)) / 2
  EXPECT_NEAR(init::gain([](double z) { return std::sin(300 * z); }), std::sqrt(2.0), 1e-9);
}

TEST(GainOfAStrength, IsThatOfTheFunctionAtOne) {
  const auto sin = [](double z) { return std::sin(z); };
  const auto jump = [](double z) { return z > 0.3 ? z : 1.0; };
  EXPECT_EQ(init::gain(sin, 1), init::gain(sin));
  EXPECT_EQ(init::gain(jump, 1), init::gain(jump));
  for (const Nonlinearity& nonlinearity : nonlinearities) {
    EXPECT_NEAR(init::gain(nonlinearity.activation, 1) / init::exact_gain(nonlinearity.activation),
                1, 1e-13)
        << nonlinearity.name;
  }
}

TEST(GainOfAStrength, OfReluIsTheSameForAny) {
  for (const double std : {1e-140, 1e-3, 0.7, 1.0, 12.0, 1e140}) {
    EXPECT_NEAR(init::gain(Activation::relu(), std), std::sqrt(2.0), 1e-13) << std;
    EXPECT_NEAR(init::gain(Activation::leaky_relu(0.25), std), 1.3719886811400708, 1e-13) << std;
  }
}

TEST(GainOfAStrength, KnowsTheClosedForms) {
  const double pi = 4 * std::atan(1.0);
  for (const double s : {0.01, 0.5, 1.0, 3.0, 40.0}) {
    const double square = s * s;
    EXPECT_NEAR(init::gain([](double z) { return std::sin(z); }, s) *
                    std::sqrt(-std::expm1(-2 * square) / 2) / s,
                1, 1e-13)
        << s;
    EXPECT_NEAR(init::gain([](double z) { return std::erf(z); }, s) *
                    std::sqrt(2 / pi * std::asin(2 * square / (1 + 2 * square))) / s,
                1, 1e-13)
        << s;
    // E[max(z, 0)⁴] = 3 s⁴ / 2
    EXPECT_NEAR(init::gain(Activation::relu_squared(), s) * s, std::sqrt(2.0 / 3), 1e-13) << s;
  }
}

TEST(GainOfAStrength, RefusesWhatIsNone) {
  const auto refusal = [](auto function, double std) {
    return message_of([&] { (void)init::gain(function, std); });
  };
  const std::string rule = "; pass a finite number above 0";
  EXPECT_EQ(refusal(Activation::tanh(), 0), "gain: input_std is 0" + rule);
  EXPECT_EQ(refusal(Activation::tanh(), -1), "gain: input_std is -1" + rule);
  EXPECT_EQ(refusal(Activation::tanh(), infinity), "gain: input_std is inf" + rule);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal(Activation::tanh(), nan), "gain: input_std is nan" + rule);
}

TEST(GainOfAStrength, RefusesAMomentThatIsZeroInfiniteOrNan) {
  const auto refusal = [](auto function, double std) {
    return message_of([&] { (void)init::gain(function, std); });
  };
  const std::string rule = "; pass one for which it is finite and not 0";
  EXPECT_EQ(refusal([](double) { return 0.0; }, 2),
            "gain: for z ~ N(0, 2²) the function has E[f(z)²] = 0" + rule);
  EXPECT_EQ(refusal([](double z) { return std::exp(z * z / 16); }, 2),
            "gain: for z ~ N(0, 2²) the function has E[f(z)²] = inf" + rule);
  EXPECT_NE(refusal([](double z) { return std::sqrt(z); }, 2).find("nan" + rule),
            std::string::npos);
}
