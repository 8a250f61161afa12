// Kaiming (He) initialisation, for layers that rectifiers follow: by the inputs of a unit (fan_in,
// the default) or by its outputs (fan_out), for ReLU and for leaky ReLU.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/eigeninit.hpp>
#include <iomanip>
#include <iostream>

namespace init = eigeninit;

/// Fills a layer from 5 inputs to 3 outputs, and prints what was asked for and what came out.
template <class Distribution>
void fill_and_print(const char* title, const init::kaiming<Distribution>& initializer,
                    init::Generator& rng) {
  Eigen::MatrixXf weight(3, 5);  // torch.nn.Linear(5, 3).weight
  initializer(weight, rng);
  std::cout << title << ": standard deviation " << initializer.std_for(init::fans(weight)) << "\n"
            << weight << "\n\n";
}

int main() {
  std::cout << std::fixed << std::setprecision(4) << "weight (3, 5): fan_in = 5, fan_out = 3\n\n";
  init::Generator rng(42);  // torch.manual_seed(42)

  // ReLU and fan_in are the defaults; init::kaiming_uniform{} is the same.
  // torch.nn.init.kaiming_uniform_(weight, mode='fan_in', nonlinearity='relu')
  fill_and_print("kaiming_uniform, relu, fan_in",
                 init::kaiming_uniform{init::Activation::relu(), init::FanMode::fan_in}, rng);

  // torch.nn.init.kaiming_normal_(weight, mode='fan_in', nonlinearity='relu')
  fill_and_print("kaiming_normal, relu, fan_in",
                 init::kaiming_normal{init::Activation::relu(), init::FanMode::fan_in}, rng);

  // a is the slope for negative inputs, the argument of torch.nn.LeakyReLU.
  // torch.nn.init.kaiming_uniform_(weight, a=0.01, mode='fan_in', nonlinearity='leaky_relu')
  const auto leaky_relu = init::Activation::leaky_relu(0.01);
  fill_and_print("kaiming_uniform, leaky_relu(0.01), fan_in",
                 init::kaiming_uniform{leaky_relu, init::FanMode::fan_in}, rng);

  // torch.nn.init.kaiming_normal_(weight, a=0.01, mode='fan_out', nonlinearity='leaky_relu')
  fill_and_print("kaiming_normal, leaky_relu(0.01), fan_out",
                 init::kaiming_normal{leaky_relu, init::FanMode::fan_out}, rng);
}
