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

/// The first numbers in PyTorch's order, which is along the last axis.
template <class Value>
void print(const char* name, const Value& value) {
  std::printf("%-12s %12.9f %12.9f %12.9f %12.9f\n", name, value(0), value(1), value(2), value(3));
}

int main() {
  init::torch::Generator rng(42);  // torch.manual_seed(42)

  // Every layer draws from the same stream, in the order of the constructors.
  const Conv2d conv1(3, 6, 5, rng);
  const Conv2d conv2(6, 16, 5, rng);
  TorchLinear fc1(400, 120, rng);
  TorchLinear fc2(120, 84, rng);
  TorchLinear fc3(84, 10, rng);

  init::kaiming_normal{}(fc1.weight, rng);
  init::kaiming_normal{}(fc2.weight, rng);
  init::xavier_normal{}(fc3.weight, rng);

  const auto first_row = [](const auto& layer) {
    return [&layer](Eigen::Index i) { return layer.weight(0, i); };
  };
  const auto first_kernel = [](const auto& layer) {
    return [&layer](Eigen::Index i) { return layer.weight(0, 0, 0, i); };
  };
  print("conv1.weight", first_kernel(conv1));
  print("conv1.bias", conv1.bias);
  print("conv2.weight", first_kernel(conv2));
  print("conv2.bias", conv2.bias);
  print("fc1.weight", first_row(fc1));
  print("fc1.bias", fc1.bias);
  print("fc2.weight", first_row(fc2));
  print("fc2.bias", fc2.bias);
  print("fc3.weight", first_row(fc3));
  print("fc3.bias", fc3.bias);
}
