// Two weights, filled in place, and whether their spread is the one asked for.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <unsupported/Eigen/CXX11/Tensor>
namespace init = eigeninit;

int main() {
  Eigen::MatrixXf weight(256, 784);             // outputs x inputs, as in torch.nn.Linear
  Eigen::Tensor<float, 4> kernel(64, 3, 3, 3);  // outputs, inputs, height, width: torch.nn.Conv2d
  init::Generator rng(42);                      // torch.manual_seed(42), without global state
  init::kaiming_normal{}(weight, rng);          // torch.nn.init.kaiming_normal_(weight)
  init::kaiming_normal{}(kernel, rng);          // torch.nn.init.kaiming_normal_(kernel)

  const auto report = [](const char* name, const auto& w) {
    const init::Fans fans = init::fans(w);
    const Eigen::ArrayXd values = Eigen::ArrayXf::Map(w.data(), w.size()).template cast<double>();
    std::printf("%s: fan_in %td, fan_out %td, std asked for %.4f, realised %.4f\n", name, fans.in,
                fans.out, init::kaiming_normal{}.std_for(fans), std::sqrt(values.square().mean()));
  };
  report("weight", weight);
  report("kernel", kernel);
}
