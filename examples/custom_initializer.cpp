// An initializer of your own, used exactly like the library's: anything that can be called with a
// tensor and a random source is one.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <eigeninit/eigeninit.hpp>

#include "model.hpp"

namespace init = eigeninit;

/// Normal with standard deviation 1 / sqrt(fan_in): outputs vary as much as inputs do.
//
// def normal_by_fan_in_(tensor):
//     fan_in, _ = torch.nn.init._calculate_fan_in_and_fan_out(tensor)
//     torch.nn.init.normal_(tensor, 0, 1 / math.sqrt(fan_in))
struct normal_by_fan_in {
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    distribution_for(init::fans(w))(w, source);
  }

  // These two let it be wrapped, as in scaled{normal_by_fan_in{}, 0.5}: see
  // eigeninit/initializers/initializer.hpp.
  static init::Description describe() { return {}; }
  static init::normal distribution_for(init::Fans fans) {
    return {0, 1 / std::sqrt(double(fans.in))};
  }
};
static_assert(init::is_initializer_v<normal_by_fan_in>);

// def init_params(model, init_weight, init_bias):
//     for name, param in model.named_parameters():
//         (init_weight if 'weight' in name else init_bias)(param)
template <class Weights, class Biases>
void init_params(Model& model, const Weights& init_weight, const Biases& init_bias,
                 const init::Generator& rng) {
  for (auto& [name, value] : model.named_parameters()) {
    if (name.find("weight") != std::string::npos) {
      init_weight(value, rng.stream(name));
    } else {
      init_bias(value, rng.stream(name));  // a constant takes the source too, and leaves it alone
    }
  }
}

int main() {
  Model model;
  const init::Generator rng(42);  // torch.manual_seed(42)

  // init_params(model, normal_by_fan_in_, lambda b: torch.nn.init.constant_(b, 0.01))
  init_params(model, normal_by_fan_in{}, init::constant{0.01}, rng);

  std::cout << "Weights: normal with standard deviation 1/sqrt(fan_in), which is 1/sqrt(4) in the\n"
               "hidden layer and 1/sqrt(3) in the output layer. Biases: 0.01.\n\n";
  print(model);
}
