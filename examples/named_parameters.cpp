// A loop over a model's parameters by name: weights from a normal distribution, biases zero.
// Then the same by rules, which take names too.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/model.hpp>

#include "model.hpp"

namespace init = eigeninit;

int main() {
  Model model;
  const init::Generator rng(42);  // torch.manual_seed(42)

  // for name, param in model.named_parameters():
  for (auto& [name, value] : model.named_parameters()) {
    if (name.find("weight") != std::string::npos) {  // if 'weight' in name:
      // The parameter's own stream: its values depend on the seed and its name, not on its place.
      init::normal{0, 0.01}(value, rng.stream(name));  // torch.nn.init.normal_(param, 0, 0.01)
    }
    if (name.find("bias") != std::string::npos) {  // if 'bias' in name:
      init::zeros{}(value);                        // torch.nn.init.constant_(param, 0)
    }
  }

  std::cout << "Weights: normal with standard deviation 0.01. Biases: 0.\n\n";
  print(model);

  Model by_rules;
  init::Parameters parameters;
  for (auto& [name, value] : by_rules.named_parameters()) parameters.add(name, value);
  init::Rules rules;
  rules.on("*weight*", init::normal{0, 0.01}).on("*bias*", init::zeros{});
  const init::Report report = rules.plan(parameters).apply(rng);

  init::Parameters looped;
  for (auto& [name, value] : model.named_parameters()) looped.add(name, value);
  const bool is_same = init::verify(report.manifest(), looped).empty();
  std::cout << "The same by rules: " << (is_same ? "the same values" : "OTHER VALUES") << '\n';
}
