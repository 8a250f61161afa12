// Layer-sequential unit variance: what it reaches, what it leaves alone, and what it does when it
// fails.
//
// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <eigeninit/signal.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "chain.hpp"
#include "message.hpp"

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXd;
using init::Recorder;

namespace {

double odd(double z) { return z * std::sin(3 * z) + 0.3 * z; }

MatrixXd samples(Index width, Index count) {
  MatrixXd x(width, count);
  init::Generator rng(7);
  init::normal{0.5, 2}(x, rng);
  return x;
}

std::vector<MatrixXd> weights_of(const Chain& net) {
  std::vector<MatrixXd> result;
  for (const Chain::Layer& layer : net.layers) result.push_back(layer.weight);
  return result;
}

std::string failure_of(Chain& net, double (*f)(double), const MatrixXd& input) {
  try {
    (void)init::lsuv(net, [&](Recorder& record) { net.forward(input, f, record); });
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST(Lsuv, GivesEveryLayerUnitVariance) {
  Chain net({24, 48, 48, 48, 48, 10});
  const MatrixXd input = samples(24, 100);
  int passes = 0;
  const init::Signal signal = init::lsuv(
      net,
      [&](Recorder& record) {
        ++passes;
        net.forward(input, odd, record);
      },
      init::Generator(1));
  ASSERT_EQ(signal.rows().size(), 5u);
  for (const init::LayerSignal& row : signal) {
    EXPECT_NEAR(row.forward.std * row.forward.std, 1, 0.02) << row.name;
  }
  EXPECT_LE(passes, 5 + 2);
  // What is told is what is there.
  const init::Signal again =
      init::measure_signal([&](Recorder& record) { net.forward(input, odd, record); });
  EXPECT_EQ(again.csv(), signal.csv());
}

TEST(Lsuv, BeginsWithOrthogonalWeightsOfTheirOwnStreams) {
  Chain net({32, 32, 16});
  const MatrixXd input = samples(32, 50);
  (void)init::lsuv(
      net, [&](Recorder& record) { net.forward(input, odd, record); }, init::Generator(5));
  for (std::size_t k = 0; k < 2; ++k) {
    const MatrixXd& w = net.layers[k].weight;
    MatrixXd start(w.rows(), w.cols());
    init::orthogonal{}(start, init::Generator(5).stream(std::to_string(k) + ".weight"));
    const double factor = w.norm() / start.norm();
    EXPECT_LT((w - factor * start).norm(), 1e-12 * w.norm());
  }
}

TEST(Lsuv, ScalesWhatRulesHaveFilled) {
  Chain net({32, 32, 32});
  const MatrixXd input = samples(32, 50);
  for (Chain::Layer& layer : net.layers) {
    layer.weight.setRandom();
    layer.bias.setConstant(0.25);
  }
  const std::vector<MatrixXd> before = weights_of(net);
  const init::Signal signal =
      init::lsuv(net, [&](Recorder& record) { net.forward(input, odd, record); });
  for (std::size_t k = 0; k < 2; ++k) {
    const double factor = net.layers[k].weight(0, 0) / before[k](0, 0);
    EXPECT_TRUE(net.layers[k].weight.isApprox(before[k] * factor, 1e-14));
    EXPECT_TRUE((net.layers[k].bias.array() == 0.25).all());
    EXPECT_NEAR(signal.rows()[k].forward.std, 1, 0.01);
  }
}

TEST(Lsuv, LeavesAVarianceThatIsOneToAFiftieth) {
  Chain net({32, 32});
  const MatrixXd input = samples(32, 50);
  const auto forward = [&](Recorder& record) { net.forward(input, odd, record); };
  (void)init::lsuv(net, forward, init::Generator(1));
  const MatrixXd exact = net.layers[0].weight;
  for (const double variance : {0.97, 0.985, 1.015, 1.03}) {
    net.layers[0].weight = exact * std::sqrt(variance);
    const MatrixXd before = net.layers[0].weight;
    (void)init::lsuv(net, forward);
    if (std::abs(variance - 1) < 0.02) {
      EXPECT_EQ(net.layers[0].weight, before) << variance;
    } else {
      EXPECT_TRUE(net.layers[0].weight.isApprox(exact, 1e-12)) << variance;
    }
  }
}

TEST(Lsuv, FollowsTheOrderOfThePassAndLeavesTheRestAlone) {
  Eigen::MatrixXf first(8, 8), second(8, 8), embedding(4, 4);
  Eigen::VectorXf norm(8);
  first.setRandom();
  second.setRandom();
  embedding.setOnes();
  norm.setOnes();
  init::Parameters net;
  net.add("z.weight", second).add("a.weight", first).add("embedding", embedding).add("norm", norm);
  const Eigen::MatrixXf input = samples(8, 40).cast<float>();
  const init::Signal signal = init::lsuv(net, [&](Recorder& record) {
    const Eigen::MatrixXf z = first * input;
    record("a.weight", z);  // a weight's own name will do
    record("norm", z);      // no weight of two axes
    record("z", second * z);
  });
  EXPECT_EQ(signal.rows()[0].name, "a.weight");
  EXPECT_NEAR(signal["a.weight"].forward.std, 1, 0.01);
  EXPECT_NEAR(signal["z"].forward.std, 1, 0.01);
  EXPECT_TRUE((embedding.array() == 1).all());
  EXPECT_TRUE((norm.array() == 1).all());
}

TEST(Lsuv, ScalesBlocksAndHalfPrecisionInPlace) {
  Eigen::Matrix<Eigen::bfloat16, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> whole(20, 20);
  whole.setConstant(Eigen::bfloat16(7));
  auto block = whole.block(2, 3, 16, 12);
  init::Parameters net;
  net.add("fc.weight", block);
  const MatrixXd input = samples(12, 60);
  (void)init::lsuv(
      net, [&](Recorder& record) { record("fc", block.cast<double>() * input); },
      init::Generator(3));
  EXPECT_EQ((whole.cast<float>().array() == 7).count(), 400 - 16 * 12);
}

TEST(Lsuv, PutsEverythingBackWhenThePassThrows) {
  Chain net({16, 16, 16, 16});
  for (Chain::Layer& layer : net.layers) layer.weight.setRandom();
  const std::vector<MatrixXd> before = weights_of(net);
  const MatrixXd input = samples(16, 30);
  for (int last = 1; last < 6; ++last) {
    int passes = 0;
    const auto forward = [&](Recorder& record) {
      net.forward(input, odd, record);
      if (++passes == last) throw std::out_of_range("no more samples");
    };
    EXPECT_THROW((void)init::lsuv(net, forward, init::Generator(1)), std::out_of_range) << last;
    EXPECT_EQ(weights_of(net), before) << last;
  }
}

TEST(Lsuv, NamesTheLayerThatCantBeRepairedAndPutsEverythingBack) {
  Chain net({16, 16, 16, 16});
  for (Chain::Layer& layer : net.layers) layer.weight.setRandom();
  const std::vector<MatrixXd> before = weights_of(net);
  const MatrixXd input = samples(16, 30);
  EXPECT_EQ(
      failure_of(
          net, [](double) { return 0.0; }, input),
      "lsuv: the output of '1' is always 0, which no factor gives the variance 1; look at its "
      "weight, and at what comes before");
  EXPECT_EQ(weights_of(net), before);
  EXPECT_EQ(failure_of(
                net, [](double) { return std::nan(""); }, input),
            "lsuv: the output of '1' is not finite in 480 of 480 values; look at what comes before "
            "it");
  EXPECT_EQ(weights_of(net), before);
  net.layers[2].weight.setZero();
  EXPECT_EQ(
      failure_of(net, odd, input),
      "lsuv: the output of '2' is always 0, which no factor gives the variance 1; look at its "
      "weight, and at what comes before");
}

TEST(Lsuv, ScalesWhatIsMetByTwoNamesByTheFirst) {
  MatrixXd shared = MatrixXd::Random(8, 8);
  const MatrixXd input = samples(8, 40);
  init::Parameters net, both;
  net.add("a.weight", shared).tie("b.weight", "a.weight");
  both.add("a.weight", shared).add("b.weight", shared).tie("b.weight", "a.weight");
  for (const init::Parameters& parameters : {net, both}) {
    for (const char* const first : {"a", "b", "b.weight"}) {
      shared *= 3;
      const init::Signal signal = init::lsuv(parameters, [&](Recorder& record) {
        const MatrixXd z = shared * input;
        record(first, z);
        record("a.weight", shared * z);  // the same weight once more
      });
      EXPECT_NEAR(signal[first].forward.std, 1, 0.01) << first;
    }
  }
}

TEST(Lsuv, TakesTheWeightThatHasTheNameBeforeThoseOfTheLayer) {
  MatrixXd fc = MatrixXd::Random(8, 8), lora = MatrixXd::Ones(8, 8);
  const MatrixXd input = samples(8, 40);
  init::Parameters net;
  net.add("fc1.lora", lora).add("fc1", fc);
  const init::Signal signal = init::lsuv(net, [&](Recorder& record) { record("fc1", fc * input); });
  EXPECT_NEAR(signal["fc1"].forward.std, 1, 0.01);
  EXPECT_TRUE((lora.array() == 1).all());
}

TEST(Lsuv, ScalesOutputsThatAreVerySmallOrLarge) {
  const MatrixXd input = samples(8, 40);
  for (const double strength : {1e-60, 1e60}) {
    Chain net({8, 8});
    net.layers[0].weight = strength * MatrixXd::Random(8, 8);
    const init::Signal signal =
        init::lsuv(net, [&](Recorder& record) { net.forward(input, odd, record); });
    EXPECT_NEAR(signal["0"].forward.std, 1, 0.01) << strength;
  }
}

TEST(Lsuv, GivesUpOnAnOutputThatDoesNotFollowItsWeight) {
  Chain net({4, 4});
  const MatrixXd input = samples(4, 30);
  try {
    (void)init::lsuv(
        net, [&](Recorder& record) { record("0", 3 * input); }, init::Generator(1));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what())
                  .find("after its weight was scaled 20 times; is it recorded before its "
                        "activation, is its bias 0, is the input always the same?"),
              std::string::npos)
        << error.what();
  }
  EXPECT_TRUE(net.layers[0].weight.isZero(0));
}

TEST(Lsuv, RefusesPassesThatMeetNoWeightOrTwoAtOnce) {
  Eigen::MatrixXf a(2, 2), b(2, 2);
  init::Parameters net;
  net.add("rnn.weight_ih", a).add("rnn.weight_hh", b);
  const Eigen::Vector2f x(1, 2);
  const auto message = [&](const char* name) {
    return message_of([&] { (void)init::lsuv(net, [&](Recorder& record) { record(name, x); }); });
  };
  EXPECT_EQ(
      message("fc1"),
      "lsuv: the forward pass recorded 'fc1', and no layer by the name of a weight of two axes or "
      "more; nearest: 'rnn.weight_ih'");
  EXPECT_EQ(message_of([&] { (void)init::lsuv(net, [](Recorder&) {}); }),
            "signal: the forward pass recorded nothing; call record(\"fc1\", w * x) in it");
  EXPECT_EQ(message("rnn"),
            "lsuv: 'rnn' has two weights, 'rnn.weight_ih' and 'rnn.weight_hh'; record what one of "
            "them gives by that one's name");
  init::Parameters declared;
  declared.declare<float>("fc1.weight", {2, 2});
  EXPECT_EQ(
      message_of([&] { (void)init::lsuv(declared, [&](Recorder& record) { record("fc1", x); }); }),
      "lsuv: 'fc1.weight' is declared and has no memory; add() it");
  init::Parameters twice;
  twice.add("a.weight", a).add("b.weight", a);
  EXPECT_EQ(
      message_of([&] { (void)init::lsuv(twice, [&](Recorder& record) { record("a", x); }); }),
      "lsuv: 1 fault, and nothing was written\n  'a.weight' and 'b.weight' are the same memory; "
      "tie() them, or add one");
}
