// A whole model: names for its parameters, rules for the names, a plan before anything is written,
// and a report of what was. Then what the rules refuse, a part that has been loaded, and a manifest
// that tells later whether a model still has these values.
//
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <eigeninit/model.hpp>
#include <iostream>
#include <stdexcept>
#include <string>

#include "model.hpp"

namespace init = eigeninit;

/// Reads digits: 64 pixels in, ten numbers out.
struct Mlp {
  Linear fc1{64, 128};
  Linear fc2{128, 128};
  Linear head{128, 10};
};

// Each part of a model lists what it has, once. Names are joined by dots: "fc1.weight".
void visit(Linear& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(Mlp& net, init::Parameters& parameters) {
  parameters.add("fc1", net.fc1).add("fc2", net.fc2).add("head", net.head);
}

int main() {
  Mlp net;
  const init::Parameters parameters(net);  // where they live; they stay the net's

  init::Rules rules;  // the first one that matches counts
  rules.on("*.bias", init::zeros{});
  rules.on("head.weight", init::xavier_uniform{});
  rules.on("*.weight", init::kaiming_normal{});

  const init::Plan plan = rules.plan(parameters);  // nothing is written yet
  std::cout << plan << '\n';

  const init::Report report = plan.apply(init::Generator(42));
  report.require_ok();  // throws where a parameter is not what its rule says
  for (const init::ReportedParameter& row : report) {
    std::printf("%-12s std %.4f, from %7.4f to %.4f\n", row.plan.name.c_str(), row.std, row.low,
                row.high);
  }

  // Each parameter has a stream of its own, by its name: alone it gets the same values.
  Eigen::MatrixXf alone(10, 128);
  init::xavier_uniform{}(alone, init::Generator(42).stream("head.weight"));
  std::printf("head.weight without the rest of the model: %s\n\n",
              alone == net.head.weight ? "the same values" : "OTHER VALUES");

  // What is wrong is said at once and before anything is written.
  try {
    init::Rules misspelt;
    misspelt.on("*.bais", init::zeros{}).on("*.weight", init::kaiming_normal{});
    std::cout << misspelt.plan(parameters);
  } catch (const std::invalid_argument& error) {
    std::printf("%s\n\n", error.what());
  }

  // A checkpoint has brought the first layer: the plan says so, and leaves it alone.
  net.fc1.weight.setConstant(0.5f);
  init::Plan rest = rules.plan(parameters);
  rest.skip({"fc1.weight", "fc1.bias"}).apply(init::Generator(42)).require_ok();
  std::printf("fc1.weight: %s\n\n",
              net.fc1.weight.isConstant(0.5f) ? "as it was loaded" : "OVERWRITTEN");

  // The manifest, JSON, says how the values of the first report came about and what they were.
  const std::string manifest = report.manifest();
  net.fc2.bias(3) = 1;
  for (const std::string& difference : init::verify(manifest, parameters)) {
    std::printf("%s\n", difference.c_str());
  }
}
