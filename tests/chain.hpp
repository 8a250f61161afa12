// A chain of fully connected layers, as users write one, for tests of what flows through it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <eigeninit/model/parameters.hpp>
#include <eigeninit/signal/recorder.hpp>
#include <string>
#include <utility>
#include <vector>

/// z = W x + b, and x = f(z) for the next layer.
struct Chain {
  struct Layer {
    Layer(Eigen::Index in, Eigen::Index out)
        : weight(Eigen::MatrixXd::Zero(out, in)), bias(Eigen::VectorXd::Zero(out)) {}

    Eigen::MatrixXd weight;
    Eigen::VectorXd bias;
    Eigen::MatrixXd input, signal;  // of the last pass
  };

  /// widths[0] is that of the input.
  explicit Chain(const std::vector<Eigen::Index>& widths) {
    for (std::size_t k = 1; k < widths.size(); ++k) layers.emplace_back(widths[k - 1], widths[k]);
  }

  /// Records z as "0", "1", ….
  template <class Activation>
  void forward(const Eigen::MatrixXd& input, Activation f, eigeninit::Recorder& record) {
    Eigen::MatrixXd x = input;
    for (std::size_t k = 0; k < layers.size(); ++k) {
      Layer& layer = layers[k];
      layer.input = x;
      layer.signal = (layer.weight * x).colwise() + layer.bias;
      record(std::to_string(k), layer.signal);
      x = layer.signal.unaryExpr(f);
    }
  }

  /// Records the gradients with respect to z; that of the last layer is given.
  template <class Slope>
  void backward(Eigen::MatrixXd gradient, Slope slope, eigeninit::Recorder& record) const {
    for (std::size_t k = layers.size(); k-- > 0;) {
      record(std::to_string(k), gradient);
      if (k == 0) break;
      const Eigen::MatrixXd below = layers[k].weight.transpose() * gradient;
      gradient = below.cwiseProduct(layers[k - 1].signal.unaryExpr(slope));
    }
  }

  std::vector<Layer> layers;
};

inline void visit(Chain::Layer& layer, eigeninit::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
inline void visit(Chain& chain, eigeninit::Parameters& parameters) {
  parameters.add("", chain.layers);
}
