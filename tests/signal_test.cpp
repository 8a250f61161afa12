// What measure_signal() takes down, and how it is told: statistics, faults, tables, CSV, JSON.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <eigeninit/signal.hpp>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// After the library, which never includes it.
#include <unsupported/Eigen/CXX11/Tensor>

#include "chain.hpp"
#include "message.hpp"

namespace init = eigeninit;
using Eigen::MatrixXd;
using Eigen::MatrixXf;
using init::Recorder;
using init::Signal;

namespace {

/// What is recorded of one expression.
template <class Expression>
init::SignalStatistics recorded(const Expression& values, std::size_t unit_axis = 0) {
  return init::measure_signal(
             [&](Recorder& record) { record.unit_axis(unit_axis)("x", values); })["x"]
      .forward;
}

/// A signal of layers with these standard deviations, forward and backward.
Signal of_stds(const std::vector<double>& forward, const std::vector<double>& backward) {
  const auto record_all = [](Recorder& record, const std::vector<double>& stds) {
    for (std::size_t k = 0; k < stds.size(); ++k) {
      record(std::to_string(k), stds[k] * Eigen::Vector2d(-1, 1));
    }
  };
  return init::measure_signal([&](Recorder& record) { record_all(record, forward); },
                              [&](Recorder& record) { record_all(record, backward); });
}

std::string printed(const Signal& signal) {
  std::ostringstream out;
  out << signal;
  return out.str();
}

}  // namespace

TEST(Signal, HasMeanAndStandardDeviationOfAllValues) {
  MatrixXf x(2, 3);
  x << 1, 2, 3, 4, 5, 9;
  const init::SignalStatistics values = recorded(x);
  EXPECT_EQ(values.count, 6u);
  EXPECT_DOUBLE_EQ(values.mean, 4);
  EXPECT_DOUBLE_EQ(values.std, std::sqrt(40.0 / 6));
  EXPECT_EQ(values.not_finite, 0u);
  EXPECT_FALSE(values.saturated);
}

TEST(Signal, KeepsASpreadThatIsFarSmallerThanItsMean) {
  const MatrixXd x = 1e6 + 1e-3 * Eigen::ArrayXd::LinSpaced(1000, -1, 1);
  EXPECT_NEAR(recorded(x).std, 1e-3 * std::sqrt(1001.0 / 999 / 3), 1e-10);
}

// Their sums are rounded, so that a mean from them is not the value.
TEST(Signal, HasNoSpreadWhereAllValuesAreOne) {
  for (const double value : {0.1, -0.7, 1e20, 1e-20}) {
    for (const Eigen::Index count : {3, 7, 100}) {
      const Signal signal = init::measure_signal([&](Recorder& record) {
        record("x", MatrixXd::Constant(3, count, value));
        record("x", MatrixXd::Constant(3, count + 1, value));
      });
      EXPECT_EQ(signal["x"].forward.std, 0) << value;
      EXPECT_EQ(signal["x"].forward.mean, value);
      EXPECT_EQ(signal["x"].fault, "constant");
    }
  }
  EXPECT_EQ(init::measure_signal([](Recorder& record) {
              record("x", Eigen::Vector2f(1, 1 + 1e-7f));  // rounding
            })["x"]
                .fault,
            "constant");
}

TEST(Signal, JoinsWhatIsRecordedByOneName) {
  const MatrixXd x = MatrixXd::Random(4, 30).array() + 3;
  const Signal parts = init::measure_signal([&](Recorder& record) {
    record("a", x.leftCols(7));
    record("b", x);
    record("a", x.rightCols(23));
  });
  ASSERT_EQ(parts.rows().size(), 2u);
  EXPECT_EQ(parts["a"].forward.count, 120u);
  EXPECT_NEAR(parts["a"].forward.mean, parts["b"].forward.mean, 1e-14);
  EXPECT_NEAR(parts["a"].forward.std, parts["b"].forward.std, 1e-14);
}

TEST(Signal, CountsUnitsThatAreDeadInEverySample) {
  MatrixXf x(4, 2);
  x << 0, 0, /**/ 0, 1, /**/ 2, 0, /**/ 0, 0;
  EXPECT_DOUBLE_EQ(recorded(x).dead, 0.5);
  EXPECT_DOUBLE_EQ(recorded(x.transpose(), 1).dead, 0.5);
  EXPECT_DOUBLE_EQ(recorded(x, 1).dead, 0);
  const Signal parts = init::measure_signal([&](Recorder& record) {
    record("x", x.col(0));
    record("x", x.col(1));
  });
  EXPECT_DOUBLE_EQ(parts["x"].forward.dead, 0.5);
}

TEST(Signal, CountsUnitsAsDeadThatAnActivationMakesZero) {
  MatrixXf z(3, 2);
  z << -1, -2, /**/ -1, 1, /**/ 0, -3;
  const Signal signal = init::measure_signal([&](Recorder& record) {
    record("relu", z, init::Activation::relu());
    record("leaky", z, init::Activation::leaky_relu());
  });
  EXPECT_DOUBLE_EQ(signal["relu"].forward.dead, 2.0 / 3);
  EXPECT_EQ(signal["relu"].fault, "dead");
  EXPECT_EQ(
      init::measure_signal([](Recorder& record) { record("x", Eigen::Vector2d(0, 1)); })["x"].fault,
      "");
  EXPECT_DOUBLE_EQ(signal["leaky"].forward.dead, 0);
}

TEST(Signal, CountsValuesNearTheBoundsAsSaturated) {
  const Eigen::Vector4d y(-0.99, 0.97, 0.0, 0.999);  // -1 to 1: a hundredth is 0.02
  const Eigen::Vector4d z = y.unaryExpr([](double value) { return std::atanh(value); });
  const Signal signal = init::measure_signal([&](Recorder& record) {
    record("before", z, init::Activation::tanh());
    record("behind", (y.array() + 1).eval(), init::Bounds{0, 2});
    record("relu", z, init::Activation::relu());
  });
  EXPECT_EQ(signal["before"].forward.saturated, 0.5);
  EXPECT_EQ(signal["before"].forward.std, signal["relu"].forward.std);
  EXPECT_EQ(signal["behind"].forward.saturated, 0.5);
  EXPECT_FALSE(signal["relu"].forward.saturated);
  EXPECT_EQ(init::Bounds::of(init::Activation::sigmoid())->low, 0);
}

TEST(Signal, LeavesWhatIsNotFiniteOutOfMeanAndStandardDeviation) {
  const float infinity = std::numeric_limits<float>::infinity();
  const Eigen::Vector4f x(1, infinity, 3, std::numeric_limits<float>::quiet_NaN());
  const init::SignalStatistics values = recorded(x);
  EXPECT_EQ(values.not_finite, 2u);
  EXPECT_DOUBLE_EQ(values.mean, 2);
  EXPECT_DOUBLE_EQ(values.std, 1);
}

TEST(Signal, TakesWhatHasNoFiniteSquareAsNotFinite) {
  const Eigen::Vector4d x(1e200, -1e200, 1, 3);
  EXPECT_EQ(recorded(x).not_finite, 2u);
  EXPECT_DOUBLE_EQ(recorded(x).std, 1);
  EXPECT_DOUBLE_EQ(recorded(1e139 * Eigen::Vector2d(-1, 1)).std, 1e139);
}

TEST(Signal, KnowsNothingOfWhatIsNotFinite) {
  const Signal signal = init::measure_signal([](Recorder& record) {
    record("0", Eigen::Vector2d(-1, 1));
    record("1", MatrixXd::Constant(2, 2, std::nan("")));
    record("2", Eigen::Vector2d(-2, 2));
  });
  EXPECT_TRUE(std::isnan(signal["1"].forward.mean));
  EXPECT_TRUE(std::isnan(signal["1"].forward.std));
  EXPECT_EQ(signal["1"].fault, "not finite");
  EXPECT_FALSE(signal["1"].factor);
  EXPECT_FALSE(signal["2"].factor);
  EXPECT_EQ(signal["2"].fault, "");
}

TEST(Signal, IsAsItWasWhereARecordingWasRefused) {
  const Eigen::Vector2d x(1, 3);
  const Signal signal = init::measure_signal([&](Recorder& record) {
    EXPECT_THROW(record("x", x.head(0)), std::invalid_argument);
    EXPECT_THROW(record("x", x, init::Bounds{1, 0}), std::invalid_argument);
    record("x", x);
    EXPECT_THROW(record("x", x, init::Bounds{1, 0}), std::invalid_argument);
    EXPECT_THROW(record("x", Eigen::Vector3d(1, 2, 3)), std::invalid_argument);
    EXPECT_THROW(record("y", x.head(0)), std::invalid_argument);
  });
  ASSERT_EQ(signal.rows().size(), 1u);
  EXPECT_EQ(signal["x"].forward.count, 2u);
  EXPECT_DOUBLE_EQ(signal["x"].forward.mean, 2);
}

TEST(Signal, CountsUnitsOfGradientsAlongTheAxisOfTheForwardPass) {
  MatrixXf x = MatrixXf::Ones(8, 4);
  x.col(1).setZero();
  const Signal signal = init::measure_signal([&](Recorder& record) { record.unit_axis(1)("x", x); },
                                             [&](Recorder& record) { record("x", x); });
  EXPECT_DOUBLE_EQ(signal["x"].backward->dead, 0.25);
}

TEST(Signal, RecordsMatricesArraysAndTensorsOfAnyRealScalar) {
  const MatrixXd x = MatrixXd::Random(3, 4);
  const double std = recorded(x).std;
  EXPECT_NEAR(recorded(x.cast<float>()).std, std, 1e-6);
  EXPECT_NEAR(recorded(x.cast<Eigen::bfloat16>()).std, std, 0.01);
  EXPECT_DOUBLE_EQ(recorded(x.array() * 2).std, 2 * std);
  EXPECT_DOUBLE_EQ(recorded(Eigen::Map<const Eigen::VectorXd>(x.data(), 12)).std, std);
  EXPECT_DOUBLE_EQ(recorded((MatrixXd::Identity(3, 3) * x).topRows(3)).std, std);
}

TEST(Signal, TakesTheAxisOfUnitsOfATensorInEitherOrder) {
  Eigen::Tensor<float, 3> columns(2, 3, 4);
  columns.setConstant(1.0f);
  columns.chip(1, 1).setZero();  // unit 1 of axis 1 is dead
  const Eigen::Tensor<float, 3, Eigen::RowMajor> rows =
      columns.swap_layout().shuffle(Eigen::array<int, 3>{2, 1, 0});
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double dead = axis == 1 ? 1.0 / 3 : 0;
    EXPECT_DOUBLE_EQ(recorded(columns, axis).dead, dead) << axis;
    EXPECT_DOUBLE_EQ(recorded(rows, axis).dead, dead) << axis;
  }
  EXPECT_DOUBLE_EQ(recorded(columns * columns.constant(3.0f), 1).mean, 2);
}

TEST(Signal, TellsByWhichFactorEachLayerMultiplies) {
  const Signal signal = of_stds({1, 2, 8}, {0.5, 1, 4});
  EXPECT_FALSE(signal.rows()[0].factor);
  EXPECT_DOUBLE_EQ(*signal.rows()[1].factor, 2);
  EXPECT_DOUBLE_EQ(*signal.rows()[2].factor, 4);
  EXPECT_DOUBLE_EQ(*signal.rows()[0].backward_factor, 0.5);
  EXPECT_DOUBLE_EQ(*signal.rows()[1].backward_factor, 0.25);
  EXPECT_FALSE(signal.rows()[2].backward_factor);
  EXPECT_DOUBLE_EQ(*signal.growth(), std::sqrt(8.0));
  EXPECT_DOUBLE_EQ(*signal.backward_growth(), std::sqrt(1 / 8.0));
}

TEST(Signal, MarksLayersThatGrowVanishOrStandStill) {
  const Signal signal = of_stds({1, 0.099, 11, 0}, {11, 1, 0.09, 1});
  EXPECT_EQ(signal.rows()[0].fault, "gradient grows");
  EXPECT_EQ(signal.rows()[1].fault, "vanishes");
  EXPECT_EQ(signal.rows()[2].fault, "grows, gradient vanishes");
  EXPECT_EQ(signal.rows()[3].fault, "dead");
  EXPECT_FALSE(signal.ok());
  EXPECT_TRUE(of_stds({1, 0.11, 9}, {9, 0.11, 1}).ok());
  const Signal still =
      init::measure_signal([](Recorder& record) { record("x", MatrixXd::Ones(2, 2)); });
  EXPECT_EQ(still["x"].fault, "constant");
}

TEST(Signal, NamesAllFaultsInOneError) {
  try {
    of_stds({1, 0.0625, 100}, {0.5, 1, 2}).require_ok();
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(
        error.what(),
        "signal: these layers will not learn well; let none be 10 times weaker or stronger "
        "than the first, of std 1, or than the last gradient, of std 2: see gain(), "
        "critical() and lsuv()\n  '1': vanishes (std 0.0625, of the gradient 1)\n"
        "  '2': grows (std 100, of the gradient 2)");
  }
  std::vector<double> many(20, 0.0625);
  many.front() = 1;
  try {
    of_stds(many, {1}).require_ok();
    FAIL();
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    EXPECT_EQ(message.substr(message.rfind('\n')), "\n  … and 9 more");
  }
}

TEST(Signal, PrintsATableOfWhatThereIs) {
  EXPECT_EQ(printed(of_stds({1, 2, 20}, {0.5, 1, 1})),
            "layer       mean  std  factor  gradient mean  std   factor\n"
            "-----------------------------------------------------------------\n"
            "0              0    1                      0  0.5      0.5\n"
            "1              0    2       2              0    1        1\n"
            "2              0   20      10              0    1           grows\n"
            "-----------------------------------------------------------------\n"
            "each layer             x 4.47                      x 0.707\n");
}

TEST(Signal, WritesCsvAndJson) {
  const Signal signal = of_stds({1, 2}, {3});
  EXPECT_EQ(signal.csv(),
            "name,count,mean,std,dead,saturated,not_finite,factor,expected_std,backward_count,"
            "backward_mean,backward_std,backward_dead,backward_saturated,backward_not_finite,"
            "backward_factor,expected_backward_std,fault\r\n"
            "0,2,0,1,0,,0,,,2,0,3,0,,0,,,\r\n"
            "1,2,0,2,0,,0,2,,,,,,,,,,\r\n");
  EXPECT_NE(signal.json().find("{\"name\": \"1\", \"count\": 2, \"mean\": 0, \"std\": 2"),
            std::string::npos);
}

TEST(Signal, PutsThePredictionBesideTheMeasurement) {
  Signal signal = of_stds({1, 2, 4}, {1, 1, 5});
  signal.compare(
      {{"0.weight", 1.5, 0.5}, {"1", std::nullopt, 2.0}, {"2.kernel", 3.0, std::nullopt}});
  EXPECT_EQ(signal.rows()[0].expected_std, 1.5);
  EXPECT_FALSE(signal.rows()[1].expected_std);
  EXPECT_EQ(signal.rows()[2].expected_backward_std, 5);
  EXPECT_EQ(signal.rows()[1].expected_backward_std, 10);
  EXPECT_EQ(signal.rows()[0].expected_backward_std, 5);
}

TEST(Signal, PredictsBehindOrthogonalWeightsFromAReport) {
  Chain net({32, 64, 16});
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::constant{0.5})
                              .otherwise(init::orthogonal{})
                              .plan(init::Parameters(net));
  const auto identity = [](double z) { return z; };
  const auto before = init::predict_signal(plan, identity);
  ASSERT_EQ(before.size(), 2u);
  EXPECT_EQ(before[0].name, "0.weight");
  EXPECT_FALSE(before[0].std);
  const auto after = init::predict_signal(plan.apply(init::Generator(1)), identity, 2);
  // Columns of 64 x 32 are orthonormal: each output has 32 weights of mean square 1 / 64. What all
  // biases have in common shifts the outputs, and the next layer spreads it.
  EXPECT_NEAR(*after[0].std, std::sqrt(4 * 0.5), 0.01);
  EXPECT_NEAR(*after[1].std, std::sqrt(2 + 0.25), 0.01);
  EXPECT_NEAR(*after[0].backward_factor, std::sqrt(16 / 64.0), 0.01);
}

TEST(Signal, PredictsBehindBiasesThatHaveAMean) {
  constexpr Eigen::Index width = 512;
  Chain net(std::vector<Eigen::Index>(6, width));
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::normal{1, 1})
                              .otherwise(init::kaiming_normal{})
                              .plan(init::Parameters(net));
  (void)plan.apply(init::Generator(1));
  MatrixXd input(width, 8), gradient(width, 8);
  init::Generator rng(2);
  init::normal{}(input, rng);
  init::normal{}(gradient, rng);
  const auto relu = [](double z) { return z > 0 ? z : 0; };
  Signal signal =
      init::measure_signal([&](Recorder& record) { net.forward(input, relu, record); },
                           [&](Recorder& record) {
                             net.backward(
                                 gradient, [](double z) { return z > 0 ? 1.0 : 0.0; }, record);
                           });
  signal.compare(init::predict_signal(plan, relu));
  for (const init::LayerSignal& row : signal) {
    EXPECT_NEAR(row.forward.std / *row.expected_std, 1, 0.06) << row.name;
    EXPECT_NEAR(row.backward->std / *row.expected_backward_std, 1, 0.06) << row.name;
  }
}

TEST(Signal, PredictsNothingBehindWeightsThatAreNotRandom) {
  Chain net({32, 32, 32});
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::zeros{})
                              .on("0.weight", init::constant{0.1})
                              .otherwise(init::lecun_normal{})
                              .plan(init::Parameters(net));
  const auto predicted = init::predict_signal(plan, init::Activation::relu());
  EXPECT_FALSE(predicted[0].std);
  EXPECT_FALSE(predicted[1].std);
}

// Outputs of ReLU have a mean, which weights with a mean add up to something that grows with depth.
TEST(Signal, PredictsNothingBehindWeightsThatHaveAMean) {
  Chain net({64, 64, 64});
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::zeros{})
                              .on("1.weight", init::normal{0.02, 0.1})
                              .otherwise(init::normal{0, 0.1})
                              .plan(init::Parameters(net));
  const init::Report report = plan.apply(init::Generator(1));
  for (const auto& predicted : {init::predict_signal(plan, init::Activation::relu()),
                                init::predict_signal(report, init::Activation::relu())}) {
    EXPECT_TRUE(predicted[0].std);
    EXPECT_FALSE(predicted[1].std);
  }
}

// What a few weights have for a mean is chance.
TEST(Signal, PredictsBehindFewWeightsFromAReport) {
  for (int seed = 0; seed < 20; ++seed) {
    Chain net({4, 4, 2});
    const init::Report report = init::Rules()
                                    .on("*.bias", init::zeros{})
                                    .otherwise(init::lecun_normal{})
                                    .plan(init::Parameters(net))
                                    .apply(init::Generator(std::uint64_t(seed)));
    EXPECT_TRUE(init::predict_signal(report, init::Activation::tanh()).back().std) << seed;
  }
}

TEST(Signal, PredictsNothingBehindWhatIsNotFinite) {
  Chain net(std::vector<Eigen::Index>(17, 16));
  const init::Plan plan = init::Rules()
                              .on("*.bias", init::zeros{})
                              .otherwise(init::normal{0, 1e20})
                              .plan(init::Parameters(net));
  const auto predicted = init::predict_signal(plan, init::Activation::relu());
  for (const init::PredictedLayer& layer : predicted) {
    EXPECT_TRUE(!layer.std || std::isfinite(*layer.std));
    EXPECT_TRUE(!layer.backward_factor || std::isfinite(*layer.backward_factor));
  }
  EXPECT_TRUE(predicted.front().std);
  EXPECT_FALSE(predicted.back().std);
}

TEST(Signal, ComparesALayerOnlyWithItsOneWeight) {
  Signal signal = of_stds({1, 2}, {1, 1});
  signal.compare({{"0.weight_ih", 1.5, 0.5}, {"0.weight_hh", 2.5, 0.5}, {"1.weight", 3, 0.5}});
  EXPECT_FALSE(signal.rows()[0].expected_std);
  EXPECT_EQ(signal.rows()[1].expected_std, 3);
  signal.compare({{"0", 1.5, 0.5}, {"0.scale", 2.5, 0.5}});
  EXPECT_EQ(signal.rows()[0].expected_std, 1.5);
}

TEST(Signal, ThrowsOnWhatThePassesThrow) {
  const auto fails = [](Recorder& record) {
    record("x", Eigen::Vector2d(1, 2));
    throw std::out_of_range("no such sample");
  };
  const auto passes = [](Recorder& record) { record("x", Eigen::Vector2d(1, 2)); };
  EXPECT_THROW((void)init::measure_signal(fails), std::out_of_range);
  EXPECT_THROW((void)init::measure_signal(passes, fails), std::out_of_range);
}

TEST(Signal, RefusesWhatCantBeRecorded) {
  const Eigen::Vector2d x(1, 2);
  const auto message = [](const auto& forward) {
    return message_of([&] { (void)init::measure_signal(forward); });
  };
  EXPECT_EQ(message([](Recorder&) {}),
            "signal: the forward pass recorded nothing; call record(\"fc1\", w * x) in it");
  EXPECT_EQ(message([&](Recorder& record) { record("", x); }),
            "signal: what is recorded has no name; give it one");
  EXPECT_EQ(message([&](Recorder& record) { record("fc1", x.head(0)); }),
            "signal: 'fc1' has no elements; record what a layer gives");
  EXPECT_EQ(message([&](Recorder& record) {
              record("fc1", x);
              record("fc1", Eigen::Vector3d(1, 2, 3));
            }),
            "signal: 'fc1' has 3 units, and had 2 before; record another layer by another name");
  EXPECT_EQ(
      message([&](Recorder& record) { record.unit_axis(2)("fc1", x); }),
      "signal: the axis of units is 2, and what is recorded has 2 axes; pass a smaller number "
      "to unit_axis()");
  EXPECT_EQ(message([&](Recorder& record) {
              record("fc1", x, init::Bounds{1, -1});
            }),
            "signal: the bounds of 'fc1' are 1 and -1; pass two finite numbers, the lower one "
            "first");
  EXPECT_EQ(message_of([&] {
              (void)init::measure_signal([&](Recorder& record) { record("fc1", x); },
                                         [&](Recorder& record) { record("fc2", x); });
            }),
            "signal: the backward pass recorded 'fc2', which the forward pass did not; record both "
            "by one name; nearest: 'fc1'");
  EXPECT_EQ(message_of([&] {
              (void)init::measure_signal([&](Recorder& record) { record("fc1", x); },
                                         [&](Recorder& record) { record("fc1", x.transpose()); });
            }),
            "signal: the gradient of 'fc1' has 1 units, and its signal has 2; record the gradient "
            "of what was recorded, along the same unit_axis()");
  EXPECT_EQ(message_of([&] {
              (void)init::measure_signal([&](Recorder& record) { record("fc1", x); },
                                         [](Recorder&) {});
            }),
            "signal: the backward pass recorded nothing; call record(\"fc1\", gradient) in it");
  Chain net({2, 2});
  const init::Plan plan = init::Rules().otherwise(init::zeros{}).plan(init::Parameters(net));
  EXPECT_EQ(
      message_of([&] { (void)init::predict_signal(plan, [](double z) { return std::sqrt(z); }); }),
      "predict_signal: for z ~ N(0, 1) the function has E[f(z)²] = nan; pass one for which it is "
      "finite and not 0");
  EXPECT_EQ(message_of([&] { (void)of_stds({1}, {1})["fc1"]; }),
            "signal: nothing was recorded as 'fc1'; nearest: '0'");
  EXPECT_EQ(
      message_of([&] {
        of_stds({1}, {1}).compare({{"fc1.weight", 1, 1}});
      }),
      "signal: what was recorded, such as '0', has no weight among what was predicted; record "
      "layers by the names of their weights; nearest: 'fc1.weight'");
}
