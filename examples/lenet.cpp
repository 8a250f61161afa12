// A network in the manner of LeNet-5. Its constructor gives every parameter its starting value, so
// that it is ready to train as soon as it is defined. Then the same by rules for names.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>

#include "model.hpp"

namespace init = eigeninit;

/// torch.nn.Conv2d(in, out, size)
struct Conv2d {
  Conv2d(Eigen::Index in, Eigen::Index out, Eigen::Index size)
      : weight(out, in, size, size), bias(out) {}

  Eigen::Tensor<float, 4> weight;
  Eigen::VectorXf bias;
};

struct LeNet {
  LeNet() = default;

  /// Each weight draws from the stream of its name, so that its values depend on the seed and that
  /// name alone: a layer more or less changes no other. Above each line: its torch.nn.init twin.
  explicit LeNet(const init::Generator& rng) {
    // kaiming_uniform_(conv1.weight), and so on
    init::kaiming_uniform{}(conv1.weight, rng.stream("conv1.weight"));
    init::kaiming_uniform{}(conv2.weight, rng.stream("conv2.weight"));
    init::kaiming_normal{}(fc1.weight, rng.stream("fc1.weight"));
    init::kaiming_normal{}(fc2.weight, rng.stream("fc2.weight"));
    init::xavier_normal{}(fc3.weight, rng.stream("fc3.weight"));
    for (auto* bias : {&conv1.bias, &conv2.bias, &fc1.bias, &fc2.bias, &fc3.bias}) {
      init::zeros{}(*bias);  // zeros_(layer.bias)
    }
  }

  Conv2d conv1{3, 6, 5};
  Conv2d conv2{6, 16, 5};
  Linear fc1{400, 120};
  Linear fc2{120, 84};
  Linear fc3{84, 10};
};

// What it has, by name.
void visit(Conv2d& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(Linear& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(LeNet& net, init::Parameters& parameters) {
  parameters.add("conv1", net.conv1).add("conv2", net.conv2);
  parameters.add("fc1", net.fc1).add("fc2", net.fc2).add("fc3", net.fc3);
}

template <class Tensor>
void report(const std::string& name, Tensor& parameter) {
  std::string shape;
  for (const init::Axis& axis : init::view(parameter).axes) {
    shape += (shape.empty() ? "" : " x ") + std::to_string(axis.extent);
  }
  const Eigen::Map<const Eigen::ArrayXf> map(parameter.data(), parameter.size());
  const Eigen::ArrayXd values = map.cast<double>();
  const double std = std::sqrt((values - values.mean()).square().mean());
  std::printf("%-12s  %-14s  %.4f  %8.4f %8.4f %8.4f\n", name.c_str(), shape.c_str(), std,
              values[0], values[1], values[2]);
}

template <class Layer>
void report_layer(const std::string& name, Layer& layer) {
  report(name + ".weight", layer.weight);
  report(name + ".bias", layer.bias);
}

int main() {
  const init::Generator rng(42);  // torch.manual_seed(42)
  LeNet net(rng);

  std::printf("%-12s  %-14s  %-6s  %s\n", "parameter", "shape", "std", "first values");
  report_layer("conv1", net.conv1);
  report_layer("conv2", net.conv2);
  report_layer("fc1", net.fc1);
  report_layer("fc2", net.fc2);
  report_layer("fc3", net.fc3);

  // Without any of the layers before it, fc3 is the same.
  Eigen::MatrixXf alone(10, 84);
  init::xavier_normal{}(alone, rng.stream("fc3.weight"));
  std::printf("\nfc3.weight filled without the other layers: %s\n",
              alone == net.fc3.weight ? "the same values" : "OTHER VALUES");

  // What the constructor does, as rules. They can be printed, and refuse what they do not know.
  init::Rules rules;
  rules.on("conv?.weight", init::kaiming_uniform{});
  rules.on("fc[12].weight", init::kaiming_normal{});
  rules.on("fc3.weight", init::xavier_normal{});
  rules.on("*.bias", init::zeros{});

  LeNet by_rules;
  const init::Report filled = rules.plan(init::Parameters(by_rules)).apply(rng);
  const bool is_same = init::verify(filled.manifest(), init::Parameters(net)).empty();
  std::printf("The whole network by rules for names: %s\n",
              is_same ? "the same values" : "OTHER VALUES");
}
