// The data of the picture `signal`: how strong the signal and its gradient are in each layer of the
// digits' network, before training, for five starts and two depths.
//
//   signal [digits.txt]
//
// Prints a block for each depth and start, with two empty lines between them, as gnuplot's `index`
// takes them: layer, standard deviation of the signal W x + b, and that of the gradient of a
// sample's loss with respect to it.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdio>
#include <eigeninit/signal.hpp>
#include <exception>
#include <functional>
#include <string>

#include "../digits.hpp"
#include "../digits_network.hpp"

namespace init = eigeninit;
using digits::Samples;
using Network = digits::Network<>;

struct Start {
  const char* name;
  std::function<void(Network&, const Samples&, const init::Generator&)> fill;
};

/// Every weight by one initializer, every bias 0.
Start by_rule(const char* name, const init::AnyInitializer& weights) {
  return {name, [weights](Network& network, const Samples&, const init::Generator& rng) {
            const init::Rules rules =
                init::Rules().on("*.weight", weights).otherwise(init::zeros{});
            rules.plan(init::Parameters(network.layers)).apply(rng).require_ok();
          }};
}

/// Each layer's output to be recorded by the layer's name, which is its number.
void record_signal(const Network& network, init::Recorder& record) {
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    record(std::to_string(k), network.layers[k].signal);
  }
}

/// Weights that are scaled until the signal of each layer has the variance 1. LSUV runs the network
/// once for each layer, and needs some hundred samples only.
void fill_by_lsuv(Network& network, const Samples& samples, const init::Generator& rng) {
  const Eigen::MatrixXf images = samples.images.leftCols(256);
  for (digits::Layer& layer : network.layers) layer.bias.value.setZero();
  init::lsuv(
      network.layers,
      [&](init::Recorder& record) {
        network.forward(images);
        record_signal(network, record);
      },
      rng);
}

const Start starts[] = {
    by_rule("normal{0, 0.01}", init::normal{0, 0.01}),
    by_rule("xavier_uniform", init::xavier_uniform{}),
    by_rule("kaiming_normal", init::kaiming_normal{}),
    by_rule("orthogonal, gain of ReLU", init::orthogonal{init::gain(init::Activation::relu())}),
    {"lsuv", fill_by_lsuv},
};

/// The signal of all samples on their way forward, and of their gradients on the way back.
init::Signal measure(Network& network, const Samples& samples) {
  return init::measure_signal(
      [&](init::Recorder& record) {
        network.forward(samples.images);
        record_signal(network, record);
      },
      [&](init::Recorder& record) {
        const Eigen::MatrixXf& logits = network.layers.back().signal;
        // The loss is a mean over the samples, and one sample's gradient so many times larger.
        network.backward(digits::cross_entropy(logits, samples.labels).gradient *
                         float(samples.size()));
        for (std::size_t k = 0; k < network.layers.size(); ++k) {
          record(std::to_string(k), network.layers[k].gradient);
        }
      });
}

int main(int argc, char** argv) try {
  const digits::Task task = digits::read(argc > 1 ? argv[1] : DIGITS_DATA);
  const init::Generator rng(42);
  std::printf("# layer, std of the signal, std of its gradient\n");
  for (const int depth : {12, 50}) {
    for (const Start& start : starts) {
      Network network(depth);
      start.fill(network, task.training, rng.stream("weights"));  // as train_digits does
      std::printf("# %s, %d layers\n", start.name, depth);
      int layer = 0;
      for (const init::LayerSignal& row : measure(network, task.training)) {
        std::printf("%d %.4g %.4g\n", ++layer, row.forward.std, row.backward->std);
      }
      std::printf("\n\n");
    }
  }
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\nusage: signal [digits.txt]\n", problem.what());
  return 2;
}
