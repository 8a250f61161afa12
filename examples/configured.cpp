// Rules from a file, so that another start needs no compiler.
//
//   configured [rules.txt]
//
// SPDX-License-Identifier: MIT
#include <eigeninit/model.hpp>
#include <eigeninit/model/parse.hpp>
#include <exception>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "model.hpp"

namespace init = eigeninit;

struct Block {
  Linear up{32, 128}, down{128, 32};
};

struct Network {
  Linear embed{64, 32};
  std::vector<Block> blocks = std::vector<Block>(2);
  Linear head{32, 10};
};

void visit(Linear& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(Block& block, init::Parameters& parameters) {
  parameters.add("up", block.up).add("down", block.down);
}
void visit(Network& net, init::Parameters& parameters) {
  parameters.add("embed", net.embed).add("blocks", net.blocks).add("head", net.head);
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("can't read '" + path + "'");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What parse() or plan() says of rules that are not right.
void show_faults(const std::string& rules, const init::Parameters& parameters) {
  try {
    (void)init::Rules::parse(rules).plan(parameters);
  } catch (const std::invalid_argument& error) {
    std::cout << '\n' << rules << "  " << error.what() << '\n';
  }
}

int main(int argc, char** argv) try {
  Network net;
  const init::Parameters parameters(net);
  const auto rules = init::Rules::parse(read(argc > 1 ? argv[1] : RULES_DATA));
  const init::Plan plan = rules.plan(parameters);
  plan.apply(init::Generator(42)).require_ok();

  std::cout << rules << '\n';
  for (const init::PlannedParameter& row : plan) {
    std::cout << std::left << std::setw(22) << row.name << row.initializer << '\n';
  }

  show_faults("*.bias = zeros\n*.weight = kaiming_nromal\n", parameters);
  show_faults("*.bias = zeros\n*.weight = normal(0, 0.02\n", parameters);
  show_faults("*.bais = zeros\notherwise = normal(std = 0.02)\n", parameters);
} catch (const std::exception& problem) {
  std::cerr << problem.what() << "\nusage: configured [rules.txt]\n";
  return 2;
}
