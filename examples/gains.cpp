// The gains: by how much weights are widened for the nonlinearity that follows. Each is compared
// with the number that PyTorch's torch.nn.init.calculate_gain returns.
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <eigeninit/eigeninit.hpp>

namespace init = eigeninit;
using init::Activation;

struct Row {
  const char* name;  // the arguments of calculate_gain
  Activation nonlinearity;
  double calculate_gain;  // what it returns, to the last digit
};

int main() {
  // gain = torch.nn.init.calculate_gain('tanh')
  const double gain = init::gain(Activation::tanh());
  std::printf("gain(tanh) = %.4f, gain(sigmoid) = %.4f\n\n", gain,
              init::gain(Activation::sigmoid()));

  const Row table[] = {
      {"'linear'", Activation::linear(), 1},
      {"'sigmoid'", Activation::sigmoid(), 1},
      {"'tanh'", Activation::tanh(), 1.6666666666666667},
      {"'relu'", Activation::relu(), 1.4142135623730951},
      {"'leaky_relu'", Activation::leaky_relu(), 1.4141428569978354},
      {"'leaky_relu', 0.2", Activation::leaky_relu(0.2), 1.3867504905630728},
      {"'selu'", Activation::selu(), 0.75},
  };
  std::printf("%-18s  %-6s  %-14s\n", "nonlinearity", "gain", "calculate_gain");
  bool all_equal = true;
  for (const Row& row : table) {
    const double ours = init::gain(row.nonlinearity);
    const bool equal = ours == row.calculate_gain;
    std::printf("%-18s  %.4f  %.4f  %s\n", row.name, ours, row.calculate_gain,
                equal ? "equal to the last bit" : "DIFFERENT");
    all_equal = all_equal && equal;
  }
  return all_equal ? 0 : 1;
}
