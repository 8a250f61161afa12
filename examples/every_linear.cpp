// One rule for every linear layer of a model, whatever else the model is made of: by a function of
// the layer's type, then by names that say the type.
//
// SPDX-License-Identifier: MIT
#include <eigeninit/model.hpp>
#include <variant>

#include "model.hpp"

namespace init = eigeninit;

/// torch.nn.LayerNorm(size)
struct LayerNorm {
  explicit LayerNorm(Eigen::Index size)
      : weight(Eigen::VectorXf::Ones(size)), bias(Eigen::VectorXf::Zero(size)) {}

  Eigen::VectorXf weight;
  Eigen::VectorXf bias;
};

using Layer = std::variant<Linear, LayerNorm>;

// def init_weights(m):
//     if isinstance(m, nn.Linear):
//         torch.nn.init.xavier_uniform_(m.weight)
//         m.bias.data.fill_(0.01)
void init_weights(Layer& layer, init::Generator& rng) {
  if (auto* linear = std::get_if<Linear>(&layer)) {
    init::xavier_uniform{}(linear->weight, rng);
    init::constant{0.01}(linear->bias);
  }
}

// The same for rules: what a layer is called tells what it is.
void visit(Linear& layer, init::Parameters& parameters) {
  parameters.add("linear.weight", layer.weight).add("linear.bias", layer.bias);
}
void visit(LayerNorm& layer, init::Parameters& parameters) {
  parameters.add("norm.weight", layer.weight).add("norm.bias", layer.bias);
}

void print(const Linear& layer) {
  std::cout << "Linear(" << layer.weight.cols() << ", " << layer.weight.rows() << ")\n";
  std::cout << "weight, by the rule\n" << layer.weight << "\n";
  std::cout << "bias, by the rule\n" << layer.bias.transpose() << "\n\n";
}

void print(const LayerNorm& layer) {
  std::cout << "LayerNorm(" << layer.weight.size() << ")\n";
  std::cout << "weight, as it was\n" << layer.weight.transpose() << "\n";
  std::cout << "bias, as it was\n" << layer.bias.transpose() << "\n\n";
}

int main() {
  // model = nn.Sequential(nn.Linear(4, 3), nn.LayerNorm(3), nn.Linear(3, 2))
  std::vector<Layer> model{Linear(4, 3), LayerNorm(3), Linear(3, 2)};

  init::Generator rng(42);                              // torch.manual_seed(42)
  for (Layer& layer : model) init_weights(layer, rng);  // model.apply(init_weights)

  std::cout << std::fixed << std::setprecision(4)
            << "The rule: linear layers get xavier_uniform weights and 0.01 as bias.\n\n";
  for (const Layer& layer : model) {
    std::visit([](const auto& of_its_type) { print(of_its_type); }, layer);
  }

  // A std::vector numbers its layers, and a std::variant has the parameters of what it holds.
  std::vector<Layer> by_rules{Linear(4, 3), LayerNorm(3), Linear(3, 2)};
  init::Rules rules;
  rules.on("*.linear.weight", init::xavier_uniform{});
  rules.on("*.linear.bias", init::constant{0.01});
  rules.keep("*").except("*.linear.*").optional();  // whatever else there is stays as it was

  const init::Plan plan = rules.plan(init::Parameters(by_rules));
  plan.apply(init::Generator(42)).require_ok();
  std::cout << "The same by rules, each parameter from the stream of its name.\n\n" << plan;
}
