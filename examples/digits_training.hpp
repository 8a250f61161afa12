// How the digits are learnt: by SGD with momentum, in the same way from every start.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <eigeninit/eigeninit.hpp>
#include <random>

#include "digits.hpp"

namespace digits {

constexpr int epochs = 30;
constexpr Eigen::Index batch = 32;
constexpr float first_rate = 0.01f;  // falls to 0 on a straight line
constexpr float momentum = 0.9f;
constexpr double noise = 0.4;  // std, on pixels: without it the few images are learnt by heart

/// Calls `after_epoch()` after each of the epochs. The noise has the stream "pixels" of `rng`.
template <class Network, class AfterEpoch>
void train(Network& network, const Samples& samples, const eigeninit::Generator& rng,
           const AfterEpoch& after_epoch) {
  eigeninit::Generator pixels = rng.stream("pixels");
  std::mt19937 order;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const float rate = first_rate * float(epochs - epoch) / float(epochs);
    const Samples all = shuffled(samples, order);
    for (Eigen::Index first = 0; first < all.size(); first += batch) {
      const Eigen::Index count = std::min(batch, all.size() - first);
      Eigen::MatrixXf images(all.images.rows(), count);
      eigeninit::normal{0, noise}(images, pixels);  // a distribution fills any matrix
      images += all.images.middleCols(first, count);
      const auto labels = all.labels.middleCols(first, count);
      network.backward(cross_entropy(network.forward(images), labels).gradient);
      network.step(rate, momentum);
    }
    after_epoch();
  }
}

}  // namespace digits
