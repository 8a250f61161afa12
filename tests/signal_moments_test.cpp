// What a nonlinearity passes on of a signal of any variance, and of its gradient.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <eigeninit/scaling/activation.hpp>
#include <eigeninit/scaling/signal_moments.hpp>
#include <limits>

#include "message.hpp"

using eigeninit::Activation;
using eigeninit::internal::signal_moment;
using eigeninit::internal::signal_moment_derivative;
using eigeninit::internal::slope_moment;

namespace {

const double pi = 4 * std::atan(1.0);
const double variances[] = {0.01, 0.4, 1, 25};

// In long double, so that a sum over thousands of nodes keeps the digits of a double.
using Wide = long double;

Wide sigmoid(Wide x) { return 1 / (1 + std::exp(-x)); }
Wide softplus(Wide x) { return std::max(x, Wide(0)) + std::log1p(std::exp(-std::abs(x))); }
Wide cumulative(Wide x) { return std::erfc(-x / std::sqrt(Wide(2))) / 2; }
Wide density(Wide x) { return std::exp(-x * x / 2) / std::sqrt(8 * std::atan(Wide(1))); }

/// A function and its derivative, written down.
struct Nonlinearity {
  const char* name;
  Activation activation;
  Wide (*function)(Wide);
  Wide (*derivative)(Wide);
};

const Nonlinearity nonlinearities[] = {
    {"tanh", Activation::tanh(), [](Wide x) { return std::tanh(x); },
     [](Wide x) { return 1 / (std::cosh(x) * std::cosh(x)); }},
    {"sigmoid", Activation::sigmoid(), sigmoid, [](Wide x) { return sigmoid(x) * sigmoid(-x); }},
    {"gelu", Activation::gelu(), [](Wide x) { return x * cumulative(x); },
     [](Wide x) { return cumulative(x) + x * density(x); }},
    {"silu", Activation::silu(), [](Wide x) { return x * sigmoid(x); },
     [](Wide x) { return sigmoid(x) * (1 + x * sigmoid(-x)); }},
    {"softplus", Activation::softplus(), softplus, sigmoid},
    {"elu", Activation::elu(), [](Wide x) { return x > 0 ? x : std::expm1(x); },
     [](Wide x) { return x > 0 ? Wide(1) : std::exp(x); }},
};

/// E[g(√variance·z)] for z ~ N(0, 1), by Boole's rule on panels of four steps of 1/1024. A kink at
/// 0 stands between two panels.
template <class Function>
double mean_on_a_grid(const Function& g, double variance) {
  const int weights[] = {14, 32, 12, 32};
  const int last = 12 * 1024;  // beyond 12 is less than 1e-28 of these means
  const Wide std = std::sqrt(Wide(variance));
  Wide sum = 0;
  for (int i = -last; i < last; ++i) {
    const Wide z = Wide(i) / 1024;
    sum += Wide(weights[(i + last) % 4]) * g(std * z) * std::exp(-z * z / 2);
  }
  return double(sum * 2 / 45 / 1024 / std::sqrt(8 * std::atan(Wide(1))));
}

Wide squared(Wide x) { return x * x; }

}  // namespace

TEST(SignalMoment, IsWhatAFineGridGives) {
  for (const Nonlinearity& f : nonlinearities) {
    for (const double q : variances) {
      const double moment = mean_on_a_grid([&](Wide x) { return squared(f.function(x)); }, q);
      EXPECT_NEAR(signal_moment(f.activation, q) / moment, 1, 1e-14) << f.name << ' ' << q;
    }
  }
}

TEST(SlopeMoment, IsThatOfTheDerivative) {
  for (const Nonlinearity& f : nonlinearities) {
    for (const double q : variances) {
      const double moment = mean_on_a_grid([&](Wide x) { return squared(f.derivative(x)); }, q);
      EXPECT_NEAR(slope_moment(f.activation, q) / moment, 1, 1e-12) << f.name << ' ' << q;
    }
  }
}

TEST(SlopeMoment, HasTheDigitsThatItPromises) {
  const struct {
    double variance, error;
  } promises[] = {{1e-6, 1e-10}, {0.01, 1e-12}, {100, 1e-12}, {1000, 1e-11}, {1e4, 1e-8}};
  for (const Nonlinearity& f : nonlinearities) {
    for (const auto& promise : promises) {
      const double q = promise.variance;
      const double moment = mean_on_a_grid([&](Wide x) { return squared(f.derivative(x)); }, q);
      EXPECT_NEAR(slope_moment(f.activation, q) / moment, 1, promise.error) << f.name << ' ' << q;
    }
    const double at_zero = double(squared(f.derivative(0)) + squared(f.derivative(1e-30L))) / 2;
    EXPECT_NEAR(slope_moment(f.activation, 0) / at_zero, 1, 1e-11) << f.name;
  }
}

TEST(SignalMomentDerivative, IsTheMeanOfWhatItsDerivativeSays) {
  for (const Nonlinearity& f : nonlinearities) {
    for (const double q : {0.4, 25.0}) {
      // d/dq f(√q·z)² = f f'·√q·z / q
      const double expected =
          mean_on_a_grid([&](Wide x) { return f.function(x) * f.derivative(x) * x; }, q) / q;
      const double derivative =
          signal_moment_derivative(f.activation, q, signal_moment(f.activation, q));
      EXPECT_NEAR(derivative / expected, 1, 1e-12) << f.name << ' ' << q;
    }
  }
}

TEST(Moments, KnowTheClosedForms) {
  for (const double q : {0.01, 1.7, 25.0}) {
    EXPECT_NEAR(signal_moment(Activation::relu(), q) / (q / 2), 1, 3e-14);
    EXPECT_NEAR(slope_moment(Activation::relu(), q), 0.5, 1e-13);
    EXPECT_NEAR(slope_moment(Activation::leaky_relu(0.25), q), (1 + 0.0625) / 2, 1e-13);
    EXPECT_NEAR(slope_moment(Activation::linear(), q), 1, 1e-13);
    const auto erf = [](double x) { return std::erf(x); };
    EXPECT_NEAR(signal_moment(erf, q), 2 / pi * std::asin(2 * q / (1 + 2 * q)), 1e-13);
    EXPECT_NEAR(slope_moment(erf, q) * std::sqrt(1 + 4 * q), 4 / pi, 1e-12);
    const auto sin = [](double x) { return std::sin(x); };
    EXPECT_NEAR(signal_moment(sin, q) / (-std::expm1(-2 * q) / 2), 1, 1e-13);
    EXPECT_NEAR(slope_moment(sin, q), (1 + std::exp(-2 * q)) / 2, 1e-12);
  }
}

TEST(SlopeMoment, ToleratesKinksAnywhere) {
  // hardswish has the slope x/3 + 1/2 between its kinks at ±3, 0 below and 1 above.
  const double q = 2, k = 3 / std::sqrt(q);
  const double tail = std::erfc(k / std::sqrt(2.0)) / 2;
  const double edge = 2 * k * std::exp(-k * k / 2) / std::sqrt(2 * pi);
  const double expected = q / 9 * (1 - 2 * tail - edge) + (1 - 2 * tail) / 4 + tail;
  EXPECT_NEAR(slope_moment(Activation::hardswish(), q) / expected, 1, 1e-4);
}

TEST(Moments, OfAVarianceOfZeroAreTheLimits) {
  EXPECT_EQ(signal_moment(Activation::sigmoid(), 0), 0.25);
  EXPECT_EQ(signal_moment(Activation::tanh(), 0), 0);
  EXPECT_NEAR(slope_moment(Activation::tanh(), 0), 1, 1e-14);
  EXPECT_NEAR(slope_moment(Activation::sigmoid(), 0), 0.0625, 1e-12);
  EXPECT_NEAR(slope_moment(Activation::relu(), 0), 0.5, 1e-14);
  EXPECT_NEAR(slope_moment(Activation::leaky_relu(-0.5), 0), 0.625, 1e-14);
  for (const Nonlinearity& f : nonlinearities) {
    EXPECT_NEAR(slope_moment(f.activation, 1e-12) / slope_moment(f.activation, 0), 1, 1e-5)
        << f.name;
  }
}

TEST(Moments, OfLargeVariancesKeepMostDigits) {
  // E[tanh'²] is 4/3 of the density at 0; of a difference from 1 the moment keeps all.
  const double q = 4096, at_zero = 1 / std::sqrt(2 * pi * q);
  EXPECT_NEAR(slope_moment(Activation::tanh(), q) / (4 * at_zero / 3), 1, 1e-4);
  const double moment = mean_on_a_grid([](Wide x) { return squared(std::tanh(x)); }, q);
  EXPECT_NEAR(signal_moment(Activation::tanh(), q), moment, 1e-9);
}
