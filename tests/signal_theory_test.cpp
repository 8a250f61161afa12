// Measured signals beside what theory proves: at three widths, with one input and many networks.
//
// False alarms: the seeds are fixed. With others each of the 21 comparisons would fail by chance
// with a probability below 10⁻⁶: 6 standard errors of a sum of χ² variables of 25,000 degrees of
// freedom or more, or of the mean over 50 networks or more, whose skewness leaves 10⁻⁶ of the 10⁻⁹
// of a normal's. So they fail together once in 40,000 changes of the seeds.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <eigeninit/signal.hpp>
#include <vector>

#include "chain.hpp"

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr std::size_t depth = 8;
constexpr double standard_errors = 6;

double identity(double z) { return z; }
double relu(double z) { return z > 0 ? z : 0; }
double one(double) { return 1; }
double tanh_slope(double z) { return 1 - std::tanh(z) * std::tanh(z); }

/// The sum of the squares of what was recorded.
double squares(const init::SignalStatistics& values) {
  return double(values.count) * (values.std * values.std + values.mean * values.mean);
}

/// Mean and standard error of numbers that are independent.
struct Mean {
  void add(double value) {
    ++count;
    sum += value;
    of_squares += value * value;
  }
  double value() const { return sum / count; }
  double error() const { return std::sqrt((of_squares / count - value() * value()) / count); }

  double count = 0, sum = 0, of_squares = 0;
};

/// How many standard deviations a sum of χ² variables is from what is expected.
double chi_square_z(double sum, double degrees) { return (sum - degrees) / std::sqrt(2 * degrees); }

VectorXd input_of(Index width, const init::Generator& rng) {
  VectorXd input(width);
  init::normal{}(input, rng.stream("input"));
  return input * std::sqrt(double(width)) / input.norm();  // of mean square 1
}

class SignalTheory : public testing::TestWithParam<Index> {
 protected:
  const Index width = GetParam();
  const int networks = int(12800 / width);
  const init::Generator rng{20240607};

  Chain chain() const { return Chain(std::vector<Index>(depth + 1, width)); }
  init::Generator seed(int network) const { return rng.stream(std::uint64_t(network)); }
};

}  // namespace

// |z_k|² is |z_{k-1}|² · σ² χ²(width), exactly, whatever the signal was.
TEST_P(SignalTheory, LinearLayersMultiplyBySigmaSquareTimesFanIn) {
  Chain net = chain();
  const double sigma_square = 1.3 / double(width);
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::zeros{})
                              .on("*.weight", init::normal{0, std::sqrt(sigma_square)})
                              .plan(init::Parameters(net));
  const auto predicted = init::predict_signal(plan, identity);
  double forward = 0, backward = 0, degrees = 0;
  for (int network = 0; network < networks / 4; ++network) {
    (void)plan.apply(seed(network));
    const VectorXd input = input_of(width, seed(network));
    const init::Signal signal =
        init::measure_signal([&](init::Recorder& record) { net.forward(input, identity, record); },
                             [&](init::Recorder& record) { net.backward(input, one, record); });
    double before = input.squaredNorm(), behind = 0;
    for (const init::LayerSignal& row : signal) {
      forward += squares(row.forward) / (sigma_square * before);
      before = squares(row.forward);
      degrees += double(width);
    }
    for (auto row = signal.rows().rbegin(); row != signal.rows().rend(); ++row) {
      if (behind > 0) backward += squares(*row->backward) / (sigma_square * behind);
      behind = squares(*row->backward);
    }
  }
  EXPECT_LT(std::abs(chi_square_z(forward, degrees)), standard_errors);
  const double links = double(depth - 1) / double(depth);
  EXPECT_LT(std::abs(chi_square_z(backward, degrees * links)), standard_errors);
  for (std::size_t k = 0; k < depth; ++k) {
    EXPECT_NEAR(*predicted[k].std, std::pow(1.3, double(k + 1) / 2), 1e-9);
    if (k + 1 < depth) {
      EXPECT_NEAR(*predicted[k].backward_factor, std::sqrt(1.3), 1e-9);
    }
  }
}

// He et al. 2015: the second moment of z stays as it is, exactly, in the mean over all weights, and
// so does that of the gradient.
TEST_P(SignalTheory, KaimingKeepsTheSecondMomentBehindReLU) {
  Chain net = chain();
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::zeros{})
                              .on("*.weight", init::kaiming_normal{})
                              .plan(init::Parameters(net));
  Mean forward;
  for (int network = 0; network < networks; ++network) {
    (void)plan.apply(seed(network));
    const VectorXd input = input_of(width, seed(network));
    const init::Signal signal =
        init::measure_signal([&](init::Recorder& record) { net.forward(input, relu, record); });
    forward.add(squares(signal.rows().back().forward) / (2 * input.squaredNorm()));
  }
  EXPECT_LT(std::abs(forward.value() - 1), standard_errors * forward.error());
  // By He's induction, the square of the norm has the variance (1 + 5/n)^(depth - 1) (1 + 2/n) - 1.
  const double n = double(width);
  const double deviation = std::sqrt(std::pow(1 + 5 / n, double(depth - 1)) * (1 + 2 / n) - 1);
  EXPECT_LT(std::abs(forward.value() - 1), standard_errors * deviation / std::sqrt(networks));
  for (const init::PredictedLayer& layer : init::predict_signal(plan, relu)) {
    EXPECT_NEAR(*layer.std, std::sqrt(2.0), 1e-9);
    if (layer.backward_factor) {
      EXPECT_NEAR(*layer.backward_factor, 1, 1e-9);
    }
  }
}

// Schoenholz et al. 2017: the variance goes to q*, and a gradient's stays. Both have an error of
// the order 1 / width.
TEST_P(SignalTheory, TanhStaysAtTheFixedPointAtTheEdgeOfChaos) {
  static const init::MeanField edge = init::critical(init::Activation::tanh(), 0.05);
  Chain net = chain();
  const init::Plan plan =
      init::Rules()
          .on("*.bias", init::normal{0, std::sqrt(edge.bias_variance)})
          .on("*.weight", init::variance_scaling<init::normal>{edge.weight_variance})
          .plan(init::Parameters(net));
  Mean variance, gradient;
  for (int network = 0; network < networks; ++network) {
    (void)plan.apply(seed(network));
    const VectorXd input = input_of(width, seed(network));
    const init::Signal signal = init::measure_signal(
        [&](init::Recorder& record) {
          net.forward(
              input, [](double z) { return std::tanh(z); }, record);
        },
        [&](init::Recorder& record) { net.backward(input, tanh_slope, record); });
    variance.add(squares(signal.rows().back().forward) / double(width));
    gradient.add(squares(*signal["3"].backward) / squares(*signal["7"].backward));
  }
  const double finite_width = 1 / double(width);
  EXPECT_NEAR(variance.value(), edge.fixed_point,
              standard_errors * variance.error() + finite_width);
  EXPECT_NEAR(gradient.value(), 1, standard_errors * gradient.error() + 4 * finite_width);
  const auto predicted = init::predict_signal(plan, init::Activation::tanh());
  EXPECT_NEAR(*predicted.back().std, std::sqrt(edge.fixed_point), 0.01);
}

INSTANTIATE_TEST_SUITE_P(Widths, SignalTheory, testing::Values(64, 128, 256));
