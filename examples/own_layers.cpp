// Rules for models that are built in their own way: layers behind pointers to a base class with
// private weights, a part that is not always there, tensors, running statistics, a backbone that
// stays as it was loaded, and rules that are functions.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <memory>
#include <optional>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

// ---- The layers of a library such as MiniDNN.

namespace layers {

class Layer {
 public:
  virtual ~Layer() = default;
  /// The one function that is added for the rules.
  virtual void list(init::Parameters& parameters) = 0;
};
void visit(Layer& layer, init::Parameters& parameters) { layer.list(parameters); }

class Convolution : public Layer {
 public:
  Convolution(Index in, Index out, Index size) : weight_(out, in, size, size) {}
  void list(init::Parameters& parameters) override { parameters.add("weight", weight_); }

 private:
  Eigen::Tensor<float, 4> weight_;
};

/// Running statistics are no weights, and start from something all the same.
class BatchNorm : public Layer {
 public:
  explicit BatchNorm(Index size) : weight_(size), bias_(size), mean_(size), variance_(size) {}
  void list(init::Parameters& parameters) override {
    parameters.add("weight", weight_).add("bias", bias_);
    parameters.add("running_mean", mean_).add("running_var", variance_);
  }

 private:
  Eigen::VectorXf weight_, bias_, mean_, variance_;
};

class FullyConnected : public Layer {
 public:
  FullyConnected(Index in, Index out) : weight_(out, in), bias_(out) {}
  void list(init::Parameters& parameters) override {
    parameters.add("weight", weight_).add("bias", bias_);
  }

 private:
  Eigen::MatrixXf weight_;
  Eigen::VectorXf bias_;
};

/// x + norm(convolution(x)), or shortcut(x) in the place of x, where their channels differ.
class Residual : public Layer {
 public:
  Residual(Index in, Index out) : convolution_(in, out, 3), norm_(out) {
    if (in != out) shortcut_.emplace(in, out, 1);
  }
  void list(init::Parameters& parameters) override {
    parameters.add("conv", convolution_).add("norm", norm_);
    if (shortcut_) parameters.add("shortcut", shortcut_);
  }

 private:
  Convolution convolution_;
  BatchNorm norm_;
  std::optional<Convolution> shortcut_;
};

}  // namespace layers

// ---- A model of them.

class Network {
 public:
  Network() {
    backbone_.push_back(std::make_unique<layers::Convolution>(3, 16, 7));
    backbone_.push_back(std::make_unique<layers::BatchNorm>(16));
    for (const Index in : {16, 32, 32}) {
      blocks_.push_back(std::make_unique<layers::Residual>(in, 32));
    }
  }

 private:
  // A friend sees what is private. A range of parts, here of pointers, is numbered from 0.
  friend void visit(Network& net, init::Parameters& parameters) {
    parameters.add("backbone", net.backbone_).add("blocks", net.blocks_).add("head", net.head_);
  }

  std::vector<std::unique_ptr<layers::Layer>> backbone_, blocks_;
  layers::FullyConnected head_{32, 10};
};

// ---- Its rules.

/// Rows of length 1, in random directions. A function of a weight and a generator is a rule too.
void unit_rows(init::View<float, 2> w, init::Generator& rng) {
  init::normal{}(w, rng);
  init::matrix(w).rowwise().normalize();
}

init::Rules rules() {
  init::Rules rules;
  rules.keep("backbone.*");  // loaded, and frozen

  // Of {layer} a function is told the number in the name: 1/√2, 1/√4, 1/√6.
  rules.on("blocks.{layer}.conv.weight", [](const init::Match& match) {
    return init::scaled{init::kaiming_normal{}, init::depth_factor(match["layer"])};
  });
  rules.on("*.shortcut.weight", init::dirac{}).optional();  // not every model of these has one
  rules.on("*.norm.weight", init::ones{}).on("*.running_var", init::ones{});
  rules.on("*.running_mean", init::zeros{}).on("*.bias", init::zeros{});
  rules.on("head.weight", unit_rows);
  return rules;
}

int main() {
  Network net;
  const init::Parameters parameters(net);
  init::Rules().otherwise(init::ones{}).plan(parameters).apply(init::Generator(1));  // "loaded"

  const init::Plan plan = rules().plan(parameters);
  for (const init::PlannedParameter& row : plan) {
    const bool is_kept = row.action == init::PlannedParameter::Action::keep;
    std::printf("%-27s %-27s %s\n", row.name.c_str(), row.rule.c_str(),
                is_kept ? "kept" : row.initializer.c_str());
  }

  // Poison tells what a function of one's own forgets.
  const init::Report report = plan.apply(init::Generator(42), init::Poison);
  std::printf("\n%zu parameters: %s\n", report.rows().size(),
              report.ok() ? "all as the rules say" : "NOT as the rules say");

  init::Rules forgetful;
  forgetful.on("head.weight", [](init::View<float, 2> w, init::Generator& rng) {
    init::normal{}(init::matrix(w).topRows(9), rng);  // of ten
  });
  forgetful.keep("*").except("head.weight");
  const init::Report forgotten =
      forgetful.plan(parameters).apply(init::Generator(42), init::Poison);
  for (const init::ReportedParameter& row : forgotten) {
    if (!row.ok()) std::printf("%s: %s\n", row.plan.name.c_str(), row.fault.c_str());
  }
}
