// Which start is right for this activation, this depth, this width? Asked before any training.
//
//   choose [--activation gelu] [--depth 24] [--width 128]
//
// Fills a network of so many layers by one start after the other, and prints how strong the signal
// is behind the last layer and the gradient behind the first: as theory predicts it, and as it is.
// Fails where no start keeps both within a factor of 3 of what they are at the other end.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/signal.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;
using init::Activation;

const std::vector<std::pair<std::string, Activation>> activations = {
    {"linear", Activation::linear()},
    {"sigmoid", Activation::sigmoid()},
    {"tanh", Activation::tanh()},
    {"relu", Activation::relu()},
    {"leaky_relu", Activation::leaky_relu()},
    {"selu", Activation::selu()},
    {"gelu", Activation::gelu()},
    {"gelu_tanh", Activation::gelu_tanh()},
    {"silu", Activation::silu()},
    {"mish", Activation::mish()},
    {"elu", Activation::elu()},
    {"hardswish", Activation::hardswish()},
    {"softplus", Activation::softplus()},
    {"softsign", Activation::softsign()},
    {"relu_squared", Activation::relu_squared()}};

/// What is asked.
struct Question {
  std::string name = "gelu";
  int depth = 24;
  Index width = 128;

  Activation activation() const {
    for (const auto& [known, activation] : activations) {
      if (known == name) return activation;
    }
    std::string all;
    for (const auto& known : activations) all += " " + known.first;
    throw std::invalid_argument("there is no activation '" + name + "'; there are" + all);
  }
};

Question read(int argc, char** argv) {
  Question question;
  const auto number = [](const std::string& option, const char* text, int least, int most) {
    char* end = nullptr;
    const long value = std::strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < least || value > most) {
      throw std::invalid_argument(option + " is '" + text + "'; pass a number from " +
                                  std::to_string(least) + " to " + std::to_string(most));
    }
    return int(value);
  };
  for (int i = 1; i < argc; i += 2) {
    const std::string option = argv[i];
    if (i + 1 == argc) throw std::invalid_argument(option + " has no value");
    if (option == "--activation") {
      question.name = argv[i + 1];
    } else if (option == "--depth") {
      question.depth = number(option, argv[i + 1], 2, 1000);
    } else if (option == "--width") {
      question.width = number(option, argv[i + 1], 16, 8192);
    } else {
      throw std::invalid_argument("there is no option '" + option + "'");
    }
  }
  (void)question.activation();
  return question;
}

// ---- The network: x = f(z), z = W x + b. The input has a sixteenth of the width, so that fan_in
// and fan_out are not the same everywhere. One sample in each column.

struct Layer {
  MatrixXf weight;
  VectorXf bias;
  MatrixXf signal;
};

void visit(Layer& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}

class Network {
 public:
  explicit Network(const Question& question) : f_(question.activation()) {
    init::Generator rng(1);
    input_.resize(question.width / 16, 32);
    init::normal{}(input_, rng);
    gradient_.resize(question.width, input_.cols());
    init::normal{}(gradient_, rng);
    for (int k = 0; k < question.depth; ++k) {
      const Index in = k == 0 ? input_.rows() : question.width;
      layers.push_back({MatrixXf(question.width, in), VectorXf::Zero(question.width), {}});
    }
  }

  void forward(init::Recorder& record) {
    MatrixXf x = input_;
    for (std::size_t k = 0; k < layers.size(); ++k) {
      MatrixXf& z = layers[k].signal;
      z = (layers[k].weight * x).colwise() + layers[k].bias;
      record(std::to_string(k), z);
      x = z.unaryExpr([this](float value) { return float(f_(double(value))); });
    }
  }

  /// Gradients of a loss whose gradient at the last layer is N(0, 1).
  void backward(init::Recorder& record) const {
    MatrixXf gradient = gradient_;
    for (std::size_t k = layers.size(); k-- > 0;) {
      record(std::to_string(k), gradient);
      if (k == 0) break;
      const MatrixXf below = layers[k].weight.transpose() * gradient;
      gradient = below.cwiseProduct(
          layers[k - 1].signal.unaryExpr([this](float z) { return slope(double(z)); }));
    }
  }

  std::vector<Layer> layers;

 private:
  float slope(double z) const {
    const double step = 1e-5 * std::max(1.0, std::fabs(z));
    const double below = z > 0 && z < step ? z : z - step;  // never across a kink at 0
    const double above = z < 0 && z > -step ? z : z + step;
    return float((f_(above) - f_(below)) / (above - below));
  }

  Activation f_;
  MatrixXf input_, gradient_;
};

// ---- The starts.

std::string cell(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.2g", value);
  return buffer;
}

struct Start {
  std::string name;
  init::AnyInitializer weights;
  init::AnyInitializer biases = init::zeros{};
  bool is_scaled = false;  ///< by lsuv
};

/// The edge of chaos with the smallest of these variances of biases that has one: ReLU has none
/// with any, GELU none with small ones.
std::optional<init::MeanField> edge_of_chaos(const Activation& f) {
  for (const double bias_variance : {0.05, 0.2, 0.6}) {
    try {
      return init::critical(f, bias_variance);
    } catch (const std::invalid_argument&) {
    }
  }
  return std::nullopt;
}

std::vector<Start> starts_for(const Question& question,
                              const std::optional<init::MeanField>& edge) {
  const Activation f = question.activation();
  const double exact = init::exact_gain(f);
  std::vector<Start> starts = {{"torch_default{}", init::torch_default{}},
                               {"xavier_uniform{}", init::xavier_uniform{}},
                               {"lecun_normal{}", init::lecun_normal{}},
                               {"kaiming_normal{}, for ReLU", init::kaiming_normal{}}};
  if (question.name != "relu") {
    starts.push_back({"kaiming_normal{" + question.name + "}", init::kaiming_normal{f}});
  }
  if (init::gain(f) != exact) {  // PyTorch's convention
    starts.push_back(
        {"exact_gain(f) / sqrt(fan_in)", init::variance_scaling<init::normal>{exact * exact}});
  }
  starts.push_back({"orthogonal{exact_gain(f)}", init::orthogonal{exact}});
  if (edge) {
    starts.push_back({"critical(f, " + cell(edge->bias_variance) + ")",
                      init::variance_scaling<init::normal>{edge->weight_variance},
                      init::normal{0, std::sqrt(edge->bias_variance)}});
  }
  starts.push_back({"lsuv(net, forward)", init::orthogonal{}, init::zeros{}, true});
  return starts;
}

/// Xavier's rule with the fans of three weights that are packed into one: what a part of it gets
/// where nobody says packed{xavier_normal{}, 3}.
struct xavier_as_one {
  template <class Tensor, class Source>
  void operator()(Tensor&& w, Source&& source) const {
    (*this)(w, init::fans(w), source);
  }
  template <class Tensor, class Source>
  void operator()(Tensor&& w, init::Fans fans, Source&& source) const {
    distribution_for(fans)(w, source);
  }
  static init::Description describe() { return {}; }
  static init::normal distribution_for(init::Fans fans) {
    return {0, std::sqrt(2.0 / double(fans.in + 3 * fans.out))};
  }
};

std::vector<Start> mistakes_for(const Question& question) {
  const Activation f = question.activation();
  return {{"normal{0, 0.01}", init::normal{0, 0.01}},
          {"normal{0, 1}", init::normal{0, 1}},
          {"kaiming_normal by fan_out", init::kaiming_normal{f, init::FanMode::fan_out}},
          {"xavier_normal on a packed weight", xavier_as_one{}}};
}

// ---- What becomes of a start.

/// Of the signal in the last layer, and of the gradient in the first.
struct Ends {
  double forward, backward;

  /// How far the worse of them is from 1, as a factor.
  double factor() const {
    if (!(forward > 0 && backward > 0 && std::isfinite(forward) && std::isfinite(backward))) {
      return HUGE_VAL;
    }
    return std::exp(std::max(std::fabs(std::log(forward)), std::fabs(std::log(backward))));
  }
};

struct Outcome {
  std::string name;
  std::optional<double> predicted_forward, predicted_backward;  // standard deviations
  Ends measured;                                                // standard deviations
  Ends kept;  // parts of what is at the other end; of the signal, of the input if that is less
  std::optional<double> each_layer;
};

Outcome try_out(const Start& start, const Question& question) {
  Network net(question);
  const init::Generator rng(42);
  const init::Rules rules = init::Rules().on("*.bias", start.biases).on("*.weight", start.weights);
  const init::Report report = rules.plan(init::Parameters(net.layers)).apply(rng);
  const auto forward = [&](init::Recorder& record) { net.forward(record); };
  if (start.is_scaled) (void)init::lsuv(net.layers, forward);
  init::Signal signal =
      init::measure_signal(forward, [&](init::Recorder& record) { net.backward(record); });
  if (!start.is_scaled) signal.compare(init::predict_signal(report, question.activation()));
  const init::LayerSignal &first = signal.rows().front(), &last = signal.rows().back();
  const Ends measured = {last.forward.std, first.backward->std};
  constexpr double input = 1;  // strong signals may be meant: a sigmoid's edge is at 7
  return {start.name,
          last.expected_std,
          first.expected_backward_std,
          measured,
          {std::min(measured.forward / first.forward.std, measured.forward / input),
           measured.backward / last.backward->std},
          signal.growth()};
}

/// What is nearly 1 at both ends is good enough; networks of few units differ by as much.
constexpr double good = 2, usable = 3;

std::string verdict(const Ends& ends) {
  if (!std::isfinite(ends.forward) || !std::isfinite(ends.backward)) return "overflows";
  if (ends.factor() == HUGE_VAL) return "nothing is left";
  std::string text;
  const auto add = [&text](const char* what, double std) {
    if (std < usable && std > 1 / usable) return;
    constexpr double far = 1000;
    const char* const becomes = std > far       ? "explodes"
                                : std > 1       ? "grows"
                                : std < 1 / far ? "vanishes"
                                                : "shrinks";
    text += std::string(text.empty() ? "" : ", ") + what + " " + becomes;
  };
  add("signal", ends.forward);
  add("gradient", ends.backward);
  if (!text.empty()) return text;
  return ends.factor() < good ? "keeps both" : "keeps both within a factor of 3";
}

void print(const Outcome& outcome) {
  const auto known = [](const std::optional<double>& value) {
    return value ? cell(*value) : std::string();
  };
  std::printf("%-33s %9s %9s %9s %9s %8s  %s\n", outcome.name.c_str(),
              known(outcome.predicted_forward).c_str(), cell(outcome.measured.forward).c_str(),
              known(outcome.predicted_backward).c_str(), cell(outcome.measured.backward).c_str(),
              known(outcome.each_layer).c_str(), verdict(outcome.kept).c_str());
  std::fflush(stdout);
}

constexpr const char* usage =
    "usage: choose [--activation gelu] [--depth 24] [--width 128]\n"
    "depths from 2 to 1000, widths from 16 to 8192\n";

int main(int argc, char** argv) try {
  if (argc > 1 && std::string(argv[1]) == "--help") {
    std::fputs(usage, stdout);
    return 0;
  }
  const Question question = read(argc, argv);
  std::printf("%d layers of %d units, %s, inputs N(0, 1)\n\n", question.depth, int(question.width),
              question.name.c_str());
  std::printf("%-33s %19s %19s %8s\n", "", "signal, last layer", "gradient, first", "factor");
  std::printf("%-33s %9s %9s %9s %9s %8s\n", "start", "predicted", "measured", "predicted",
              "measured", "a layer");
  std::vector<Outcome> outcomes;
  const std::optional<init::MeanField> edge = edge_of_chaos(question.activation());
  for (const Start& start : starts_for(question, edge)) {
    outcomes.push_back(try_out(start, question));
    print(outcomes.back());
  }
  if (!edge) {
    std::printf("%-33s has no edge of chaos with biases of variance 0.05, 0.2 or 0.6\n",
                "critical(f, bias_variance)");
  }
  std::printf("\nand mistakes\n");
  for (const Start& start : mistakes_for(question)) print(try_out(start, question));

  // The first that is good, because they become less simple; else the best, but none that is better
  // by no more than chance.
  const Outcome* best = &outcomes.front();
  for (const Outcome& outcome : outcomes) {
    if (best->kept.factor() < good) break;
    if (1.1 * outcome.kept.factor() < best->kept.factor()) best = &outcome;
  }
  const Ends& ends = best->kept;
  std::printf(
      "\n%s %s: behind %d layers the signal is %s of what it was,\n"
      "and the gradient %s of what it was at the other end. ",
      ends.factor() < usable ? "Take" : "None is good. The best is", best->name.c_str(),
      question.depth, cell(ends.forward).c_str(), cell(ends.backward).c_str());
  std::printf(ends.factor() < good     ? "No simpler start is as near to 1.\n"
              : ends.factor() < usable ? "That is the best of them.\n"
                                       : "Use shortcuts or normalisation.\n");
  return ends.factor() < usable ? 0 : 1;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "choose: %s\n%s", problem.what(), usage);
  return 2;
}
