// What several examples fill: a linear layer, and a network that lists its parameters by name.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

/// torch.nn.Linear(in, out): its weight has one row for each output.
struct Linear {
  Linear(Eigen::Index in, Eigen::Index out) : weight(out, in), bias(out) {}

  Eigen::MatrixXf weight;
  Eigen::VectorXf bias;
};

/// One item of named_parameters(). A bias is seen as a matrix of one column.
struct Parameter {
  std::string name;
  Eigen::Ref<Eigen::MatrixXf> value;
};

/// torch.nn.Sequential(OrderedDict(hidden=Linear(4, 3), relu=ReLU(), output=Linear(3, 2)))
struct Model {
  std::vector<Parameter> named_parameters() {
    return {{"hidden.weight", hidden.weight},
            {"hidden.bias", hidden.bias},
            {"output.weight", output.weight},
            {"output.bias", output.bias}};
  }

  Linear hidden{4, 3};
  Linear output{3, 2};
};

inline void print(Model& model) {
  std::cout << std::fixed << std::setprecision(4);
  for (const auto& [name, value] : model.named_parameters()) {
    std::cout << name << " (" << value.rows() << " x " << value.cols() << ")\n" << value << "\n\n";
  }
}
