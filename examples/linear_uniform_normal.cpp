// A linear layer from 5 inputs to 2 outputs, filled from a uniform and from a normal distribution
// whose spread shrinks with the number of inputs: the sum of many inputs then stays moderate.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <iomanip>
#include <iostream>

namespace init = eigeninit;

int main() {
  // layer = torch.nn.Linear(5, 2); one row for each output, as in PyTorch.
  Eigen::MatrixXf weight(2, 5);
  Eigen::VectorXf bias(2);

  // The only source of randomness. The same seed gives the same weights on every machine.
  init::Generator rng(42);  // torch.manual_seed(42)

  const double n = double(weight.cols());  // layer.in_features
  const double y = 1 / std::sqrt(n);
  std::cout << std::fixed << std::setprecision(4) << "n = " << weight.cols()
            << " inputs, y = 1/sqrt(n) = " << y << "\n\n";

  init::uniform{-y, y}(weight, rng);  // torch.nn.init.uniform_(layer.weight, -y, y)
  std::cout << "weight, uniform in [-y, y):\n" << weight << "\n\n";

  init::normal{0, y}(weight, rng);  // torch.nn.init.normal_(layer.weight, 0, y)
  std::cout << "weight, normal with mean 0 and standard deviation y:\n" << weight << "\n\n";

  init::zeros{}(bias);  // torch.nn.init.zeros_(layer.bias)
  std::cout << "bias, zeros:\n" << bias.transpose() << "\n";
}
