// What lsuv is for: an activation for which the usual formulas fail. The network that learns the
// digits, with the response of an optical modulator between its layers: a weak sine.
//
//   lsuv [digits.txt [seed]]
//
// Fails unless lsuv's start ends within 1 % of what kaiming_normal reaches with ReLU, and Kaiming's
// factor for ReLU only guesses here.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cmath>
#include <cstdio>
#include <eigeninit/signal.hpp>
#include <exception>
#include <string>

#include "digits.hpp"
#include "digits_network.hpp"
#include "digits_training.hpp"

namespace init = eigeninit;
using digits::Task;
using Eigen::MatrixXf;

constexpr int layer_count = 12;

struct Modulator {
  static auto value(const MatrixXf& z) { return 0.3f * z.array().sin().matrix(); }
  static auto slope(const MatrixXf& z) { return 0.3f * z.array().cos().matrix(); }
};

/// Runs the images through the network, and tells what each layer gives by the layer's name.
template <class Network>
void forward(Network& network, const MatrixXf& images, init::Recorder& record) {
  network.forward(images);
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    record(std::to_string(k), network.layers[k].signal);
  }
}

/// Fills, trains and judges one network. Returns its accuracy.
template <class Activation, class Fill>
double run(const char* name, const Task& task, const init::Generator& rng, const Fill& fill) {
  digits::Network<Activation> network(layer_count);
  for (digits::Layer& layer : network.layers) layer.bias.value.setZero();
  fill(network);
  const init::Signal signal = init::measure_signal(
      [&](init::Recorder& record) { forward(network, task.training.images, record); });
  digits::train(network, task.training, rng, [] { std::fputc('.', stderr); });
  std::fputc('\n', stderr);
  const double accuracy = digits::accuracy(network.forward(task.test.images), task.test.labels);
  std::printf("%-44s %9.2g %9.2g %7.1f %%\n", name, signal.rows().front().forward.std,
              signal.rows().back().forward.std, 100 * accuracy);
  return accuracy;
}

int main(int argc, char** argv) try {
  const Task task = digits::read(argc > 1 ? argv[1] : DIGITS_DATA);
  const init::Generator rng(argc > 2 ? std::stoull(argv[2]) : 42);
  const auto by_rule = [&](const init::AnyInitializer& weights) {
    return [&rng, weights](auto& network) {
      init::Rules()
          .on("*.weight", weights)
          .on("*.bias", init::zeros{})
          .plan(init::Parameters(network.layers))
          .apply(rng.stream("weights"))
          .require_ok();
    };
  };

  std::printf("%-44s %19s %9s\n", "", "signal, layer 1, 12", "right in");
  std::printf("%-44s %29s\n", "activation, start", "test");
  const double reference =
      run<digits::Relu>("ReLU, kaiming_normal", task, rng, by_rule(init::kaiming_normal{}));
  const double guess = run<Modulator>("0.3 sin(z), kaiming_normal for ReLU", task, rng,
                                      by_rule(init::kaiming_normal{}));
  const auto f = [](double z) { return 0.3 * std::sin(z); };
  const double gain = init::gain(f);
  run<Modulator>("0.3 sin(z), gain(f) / sqrt(fan_in)", task, rng,
                 by_rule(init::variance_scaling<init::normal>{gain * gain}));
  const double variance = init::critical(f).weight_variance;
  run<Modulator>("0.3 sin(z), critical(f)", task, rng,
                 by_rule(init::variance_scaling<init::normal>{variance}));
  const double repaired = run<Modulator>("0.3 sin(z), lsuv", task, rng, [&](auto& network) {
    const MatrixXf some = task.training.images.leftCols(256);  // enough to see a variance
    init::lsuv(
        network.layers, [&](init::Recorder& record) { forward(network, some, record); },
        rng.stream("weights"));
  });
  return repaired >= reference - 0.01 && guess < 0.2 ? 0 : 1;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\nusage: lsuv [digits.txt [seed]]\n", problem.what());
  return 2;
}
