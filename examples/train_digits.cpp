// Why the start matters: one 12-layer ReLU network learns handwritten digits from five starts.
//
//   train_digits [digits.txt [seed]]
//
// Prints for each start how strong signal and gradients are before training, and what the same SGD
// makes of it. Fails unless kaiming_normal reaches 95 % and the three classic mistakes only guess.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <exception>
#include <string>
#include <vector>

#include "digits.hpp"
#include "digits_network.hpp"
#include "digits_training.hpp"

namespace init = eigeninit;
using digits::cross_entropy;
using digits::Layer;
using digits::Network;
using digits::Task;
using Eigen::MatrixXf;

constexpr int layer_count = 12;
constexpr int middle = layer_count / 2;

// ---- The starts.

struct Start {
  const char* name;
  init::AnyInitializer weights;
  double least, most;  // where the test accuracy has to end; guessing has 0.1

  init::Rules rules() const {
    return init::Rules().on("*.weight", weights).on("*.bias", init::zeros{});
  }
};

const Start starts[] = {
    {"zeros", init::zeros{}, 0, 0.2},
    {"normal{0, 0.01}", init::normal{0, 0.01}, 0, 0.2},
    {"normal{0, 1}", init::normal{0, 1}, 0, 0.2},
    {"xavier_uniform", init::xavier_uniform{}, 0, 1},
    {"kaiming_normal", init::kaiming_normal{}, 0.95, 1},
};

// ---- Training, and what is measured.

struct Result {
  std::vector<double> signal, gradient;  // std in each layer before training
  double step = 0;  // std of a step over std of the weights, in the layer where it is largest
  std::vector<double> loss;  // on the training samples, after each epoch
  double accuracy = 0;       // on the test samples, at the end
};

double std_of(const MatrixXf& values) {
  const Eigen::ArrayXXd x = values.cast<double>();
  return std::sqrt((x - x.mean()).square().mean());
}

Result train(const Start& start, const Task& task, const init::Generator& rng) {
  const auto& [training, test] = task;
  Network network(layer_count);
  const init::Plan plan = start.rules().plan(init::Parameters(network.layers));
  plan.apply(rng.stream("weights")).require_ok();  // every start has the same stream
  Result result;

  network.backward(cross_entropy(network.forward(training.images), training.labels).gradient);
  for (const Layer& layer : network.layers) {
    result.signal.push_back(std_of(layer.signal));
    result.gradient.push_back(std_of(layer.weight.gradient));
    if (result.gradient.back() == 0) continue;
    const double step =
        double(digits::first_rate) * result.gradient.back() / std_of(layer.weight.value);
    result.step = std::max(result.step, step);
  }

  std::fprintf(stderr, "%-16s", start.name);  // and a dot for each epoch
  digits::train(network, training, rng, [&] {
    const double loss = cross_entropy(network.forward(training.images), training.labels).value;
    result.loss.push_back(std::fabs(loss));  // never negative, but a NaN may have a sign to lose
    std::fputc('.', stderr);
  });
  std::fputc('\n', stderr);
  result.accuracy = digits::accuracy(network.forward(test.images), test.labels);
  return result;
}

// ---- The report.

void print_row(const Start& start, const Result& result) {
  std::printf("%-16s|", start.name);
  for (const std::vector<double>* column : {&result.signal, &result.gradient}) {
    std::printf("%8.2g%10.2g%10.2g |", column->front(), (*column)[middle - 1], column->back());
  }
  std::printf("%9.2g%9.2g |%7.1f %%\n", result.loss.front(), result.loss.back(),
              100 * result.accuracy);
}

void explain(const Start& start, const Result& result) {
  const double first = result.signal.front(), last = result.signal.back();
  if (result.step == 0) {
    std::printf("%s: the signal ends as %.2g.\n  All gradients of weights are 0", start.name, last);
  } else {
    const double growth = std::pow(last / first, 1.0 / (layer_count - 1));
    std::printf("%s: each layer multiplies the signal by %.3g.\n", start.name, growth);
    std::printf("  A step of SGD changes weights by %.2g of their size", result.step);
    constexpr double resolution = 0x1p-24;  // of float
    if (result.step < resolution) std::printf(" (float resolves %.2g)", resolution);
  }
  std::printf(": the loss ends as %.2g.\n", result.loss.back());
}

int main(int argc, char** argv) try {
  const Task task = digits::read(argc > 1 ? argv[1] : DIGITS_DATA);
  const init::Generator rng(argc > 2 ? std::stoull(argv[2]) : 42);
  std::vector<Result> results;
  for (const Start& start : starts) results.push_back(train(start, task, rng));

  std::printf("%d layers; %d epochs of SGD with rate %g and momentum %g for every start.\n",
              layer_count, digits::epochs, double(digits::first_rate), double(digits::momentum));
  std::printf("Signal (W x + b) and gradient (dLoss/dW) are from before training.\n");
  std::printf("Guessing one of ten digits: loss %.2g, right in 10 %%.\n\n", std::log(10.0));
  std::printf("%-16s|%28s |%28s |%18s |%9s\n", "", "std of signal in layer",
              "std of gradient in layer", "loss after epoch", "right in");
  std::printf("%-16s|%8d%10d%10d |%8d%10d%10d |%9d%9d |%9s\n", "start", 1, middle, layer_count, 1,
              middle, layer_count, 1, digits::epochs, "test");
  for (std::size_t i = 0; i < results.size(); ++i) print_row(starts[i], results[i]);

  bool as_expected = true;
  std::printf("\n");
  for (std::size_t i = 0; i < results.size(); ++i) {
    explain(starts[i], results[i]);
    const auto& [name, weights, least, most] = starts[i];
    if (results[i].accuracy >= least && results[i].accuracy <= most) continue;
    std::printf("  UNEXPECTED: its accuracy should be from %g to %g.\n", least, most);
    as_expected = false;
  }
  return as_expected ? 0 : 1;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\nusage: train_digits [digits.txt [seed]]\n", problem.what());
  return 2;
}
