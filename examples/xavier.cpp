// Xavier (Glorot) initialisation of a convolution kernel: uniform and normal, with gain 1 and with
// the gain of tanh. Neither activations nor gradients should grow or fade from layer to layer.
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <unsupported/Eigen/CXX11/Tensor>

namespace init = eigeninit;

// conv = torch.nn.Conv2d(1, 4, kernel_size=2); conv.weight has the shape (4, 1, 2, 2).
using Kernel = Eigen::Tensor<float, 4>;

/// One line for each output: its 2x2 weights, row by row.
void print(const Kernel& kernel) {
  for (Eigen::Index out = 0; out < kernel.dimension(0); ++out) {
    std::printf("  output %td: ", out);
    for (Eigen::Index row = 0; row < kernel.dimension(2); ++row) {
      std::printf("[");
      for (Eigen::Index column = 0; column < kernel.dimension(3); ++column) {
        std::printf("%8.4f", double(kernel(out, 0, row, column)));
      }
      std::printf(" ]");
    }
    std::printf("\n");
  }
}

int main() {
  Kernel kernel(4, 1, 2, 2);
  init::Generator rng(42);  // torch.manual_seed(42)

  // An input reaches each output through 2x2 weights, so both fans count them.
  const init::Fans fans = init::fans(kernel);
  std::printf("kernel (4, 1, 2, 2): fan_in = 1*2*2 = %td, fan_out = 4*2*2 = %td\n", fans.in,
              fans.out);

  // 1 is the default; init::xavier_uniform{}(kernel, rng) is the same as with gain 1.
  for (const double gain : {1.0, init::gain(init::Activation::tanh())}) {
    const init::xavier_uniform uniform{gain};
    uniform(kernel, rng);  // torch.nn.init.xavier_uniform_(conv.weight, gain=gain)
    const double bound = init::uniform::with_std(uniform.std_for(fans)).high;
    std::printf("\nxavier_uniform, gain %.4f: values in [-bound, bound), bound %.4f\n", gain,
                bound);
    print(kernel);

    const init::xavier_normal normal{gain};
    normal(kernel, rng);  // torch.nn.init.xavier_normal_(conv.weight, gain=gain)
    std::printf("\nxavier_normal, gain %.4f: standard deviation %.4f\n", gain,
                normal.std_for(fans));
    print(kernel);
  }
}
