// The network that learns the digits: linear layers with ReLU between them, and its gradients.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <eigeninit/model.hpp>
#include <utility>
#include <vector>

namespace digits {

/// A weight or a bias, and what SGD with momentum keeps for it.
template <class Matrix>
struct Parameter {
  Matrix value, gradient, velocity;

  void step(float rate, float momentum) {
    velocity = momentum * velocity - rate * gradient;
    value += velocity;
  }
};

/// Every matrix but the weight holds one sample in each column.
struct Layer {
  Layer(Eigen::Index in, Eigen::Index out)
      : weight{Eigen::MatrixXf(out, in), {}, Eigen::MatrixXf::Zero(out, in)},
        bias{Eigen::VectorXf(out), {}, Eigen::VectorXf::Zero(out)} {}

  Parameter<Eigen::MatrixXf> weight;  // out × in
  Parameter<Eigen::VectorXf> bias;
  Eigen::MatrixXf input;     // of the last forward pass
  Eigen::MatrixXf signal;    // weight · input + bias
  Eigen::MatrixXf gradient;  // of the loss, with respect to the signal
};

/// What rules see of a layer: "3.weight" is that of the fourth of them.
inline void visit(Layer& layer, eigeninit::Parameters& parameters) {
  parameters.add("weight", layer.weight.value).add("bias", layer.bias.value);
}

struct Network {
  std::vector<Layer> layers;

  /// From the 64 pixels to the 10 digits. What the weights are, who fills them decides.
  explicit Network(int depth, Eigen::Index width = 128) {
    for (int k = 0; k < depth; ++k) {
      layers.emplace_back(k == 0 ? 64 : width, k + 1 == depth ? 10 : width);
    }
  }

  /// The logits: ten numbers for each image, the largest of which is the answer.
  const Eigen::MatrixXf& forward(const Eigen::MatrixXf& images) {
    Eigen::MatrixXf input = images;
    for (Layer& layer : layers) {
      layer.input = std::move(input);
      layer.signal = (layer.weight.value * layer.input).colwise() + layer.bias.value;
      input = layer.signal.cwiseMax(0.0f);  // ReLU
    }
    return layers.back().signal;
  }

  /// All gradients of the loss, from its gradient with respect to the logits.
  void backward(Eigen::MatrixXf gradient) {
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
      layer->weight.gradient = gradient * layer->input.transpose();
      layer->bias.gradient = gradient.rowwise().sum();
      const Eigen::MatrixXf below = layer->weight.value.transpose() * gradient;
      layer->gradient = std::move(gradient);
      gradient = (layer->input.array() > 0).select(below, 0.0f);  // what ReLU let through
    }
  }

  void step(float rate, float momentum) {
    for (Layer& layer : layers) {
      layer.weight.step(rate, momentum);
      layer.bias.step(rate, momentum);
    }
  }
};

}  // namespace digits
