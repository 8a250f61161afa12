// A network that starts from the very weights that PyTorch gives it. These Python lines print the
// same:
//
//   import torch
//   from torch import nn
//   torch.manual_seed(42)
//   net = nn.ModuleDict(dict(
//       conv1=nn.Conv2d(3, 6, 5), conv2=nn.Conv2d(6, 16, 5),
//       fc1=nn.Linear(400, 120), fc2=nn.Linear(120, 84), fc3=nn.Linear(84, 10)))
//   nn.init.kaiming_normal_(net.fc1.weight)
//   nn.init.kaiming_normal_(net.fc2.weight)
//   nn.init.xavier_normal_(net.fc3.weight)
//   for name, p in net.named_parameters():
//       print("%-12s %12.9f %12.9f %12.9f %12.9f" % (name, *p.reshape(-1)[:4]))
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <eigeninit/model.hpp>
#include <eigeninit/torch.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

#include "model.hpp"

namespace init = eigeninit;

/// torch.nn.Conv2d(in, out, size)
struct Conv2d {
  Conv2d(Eigen::Index in, Eigen::Index out, Eigen::Index size, init::torch::Generator& rng)
      : weight(out, in, size, size), bias(out) {
    init::torch::conv(weight, bias, rng);
  }

  Eigen::Tensor<float, 4> weight;
  Eigen::VectorXf bias;
};

/// torch.nn.Linear(in, out)
struct TorchLinear : Linear {
  TorchLinear(Eigen::Index in, Eigen::Index out, init::torch::Generator& rng) : Linear(in, out) {
    init::torch::linear(weight, bias, rng);
  }
};

/// Every layer draws from the same stream, in the order of the members.
struct Net {
  explicit Net(init::torch::Generator& rng)
      : conv1(3, 6, 5, rng),
        conv2(6, 16, 5, rng),
        fc1(400, 120, rng),
        fc2(120, 84, rng),
        fc3(84, 10, rng) {}

  Conv2d conv1, conv2;
  TorchLinear fc1, fc2, fc3;
};

/// What net.named_parameters() lists, in its order.
void visit(Conv2d& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(Linear& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(Net& net, init::Parameters& parameters) {
  parameters.add("conv1", net.conv1).add("conv2", net.conv2);
  parameters.add("fc1", net.fc1).add("fc2", net.fc2).add("fc3", net.fc3);
}

/// The first numbers in PyTorch's order, which is along the last axis.
template <class Value>
void print(const char* name, const Value& value) {
  std::printf("%-12s %12.9f %12.9f %12.9f %12.9f\n", name, value(0), value(1), value(2), value(3));
}

int main() {
  init::torch::Generator rng(42);  // torch.manual_seed(42)
  Net net(rng);
  init::kaiming_normal{}(net.fc1.weight, rng);
  init::kaiming_normal{}(net.fc2.weight, rng);
  init::xavier_normal{}(net.fc3.weight, rng);

  const auto first_row = [](const auto& layer) {
    return [&layer](Eigen::Index i) { return layer.weight(0, i); };
  };
  const auto first_kernel = [](const auto& layer) {
    return [&layer](Eigen::Index i) { return layer.weight(0, 0, 0, i); };
  };
  print("conv1.weight", first_kernel(net.conv1));
  print("conv1.bias", net.conv1.bias);
  print("conv2.weight", first_kernel(net.conv2));
  print("conv2.bias", net.conv2.bias);
  print("fc1.weight", first_row(net.fc1));
  print("fc1.bias", net.fc1.bias);
  print("fc2.weight", first_row(net.fc2));
  print("fc2.bias", net.fc2.bias);
  print("fc3.weight", first_row(net.fc3));
  print("fc3.bias", net.fc3.bias);

  // The same by rules: PyTorch's generator has one stream, from which the parameters that are
  // filled draw in the order in which they were added.
  init::torch::Generator again(42);
  Net by_rules(again);
  init::Rules rules;
  rules.on("fc[12].weight", init::kaiming_normal{});
  rules.on("fc3.weight", init::xavier_normal{});
  rules.keep("conv*").keep("fc*.bias");  // as their constructors have left them
  const init::Report report = rules.plan(init::Parameters(by_rules)).apply(again);
  std::printf("\nThe same by rules: %s\n",
              init::verify(report.manifest(), init::Parameters(net)).empty() ? "the same values"
                                                                             : "OTHER VALUES");
}
