// The network that learns the digits: linear layers with an activation between them, and its
// gradients.
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

/// An activation and its derivative, element by element.
struct Relu {
  static auto value(const Eigen::MatrixXf& z) { return z.cwiseMax(0.0f); }
  static auto slope(const Eigen::MatrixXf& z) { return (z.array() > 0).matrix().cast<float>(); }
};

template <class Activation = Relu>
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
      input = Activation::value(layer.signal);
    }
    return layers.back().signal;
  }

  /// All gradients of the loss, from its gradient with respect to the logits.
  void backward(const Eigen::MatrixXf& of_logits) {
    layers.back().gradient = of_logits;
    for (std::size_t k = layers.size(); k-- > 0;) {
      Layer& layer = layers[k];
      layer.weight.gradient = layer.gradient * layer.input.transpose();
      layer.bias.gradient = layer.gradient.rowwise().sum();
      if (k == 0) break;
      const Eigen::MatrixXf of_input = layer.weight.value.transpose() * layer.gradient;
      Layer& below = layers[k - 1];
      below.gradient = of_input.cwiseProduct(Activation::slope(below.signal));
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
