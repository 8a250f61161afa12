// A model of GPT-2 small's shape (124 million parameters) and of Hugging Face's names, started by
// the rules of its paper.
//
//   gpt2 [layers]
//
// Prints the plan of one block, and the fingerprint of all values, which is the same on every
// machine; on stderr the progress, where that is a terminal, and the time.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <exception>
#include <string>
#include <vector>

#if defined(_WIN32)
#include <io.h>
const bool has_terminal = _isatty(2) != 0;
#else
#include <unistd.h>
const bool has_terminal = isatty(2) != 0;
#endif

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;

// ---- The model, which knows nothing of initializers.

constexpr Index tokens = 50257, positions = 1024, width = 768;

/// Hugging Face's name of a linear layer whose weight is inputs × outputs.
struct Conv1D {
  Conv1D(Index in, Index out) : weight(in, out), bias(out) {}
  MatrixXf weight;
  VectorXf bias;
};

struct LayerNorm {
  VectorXf weight{width}, bias{width};
};

struct Attention {
  Conv1D c_attn{width, 3 * width}, c_proj{width, width};
};

struct Mlp {
  Conv1D c_fc{width, 4 * width}, c_proj{4 * width, width};
};

struct Block {
  LayerNorm ln_1;
  Attention attn;
  LayerNorm ln_2;
  Mlp mlp;
};

struct Gpt2 {
  explicit Gpt2(int layers) : h(std::size_t(layers)) {}
  MatrixXf wte{tokens, width}, wpe{positions, width};
  std::vector<Block> h;
  LayerNorm ln_f;
};

// ---- Its parameters: each part says once what it has.

void visit(Conv1D& layer, init::Parameters& parameters) {
  parameters.add("weight", layer.weight).add("bias", layer.bias);
}
void visit(LayerNorm& norm, init::Parameters& parameters) {
  parameters.add("weight", norm.weight).add("bias", norm.bias);
}
void visit(Attention& attn, init::Parameters& parameters) {
  parameters.add("c_attn", attn.c_attn).add("c_proj", attn.c_proj);
}
void visit(Mlp& mlp, init::Parameters& parameters) {
  parameters.add("c_fc", mlp.c_fc).add("c_proj", mlp.c_proj);
}
void visit(Block& block, init::Parameters& parameters) {
  parameters.add("ln_1", block.ln_1).add("attn", block.attn);
  parameters.add("ln_2", block.ln_2).add("mlp", block.mlp);
}
void visit(Gpt2& net, init::Parameters& parameters) {
  parameters.add("transformer.wte.weight", net.wte).add("transformer.wpe.weight", net.wpe);
  parameters.add("transformer.h", net.h).add("transformer.ln_f", net.ln_f);
  parameters.tie("lm_head.weight", "transformer.wte.weight");  // the same memory, filled once
}

/// Radford et al. 2019, section 2.3, and the code that came with it. The first that matches counts.
init::Rules rules_of_the_paper(int layers) {
  init::Rules rules;
  rules.on("*.wte.weight", init::normal{0, 0.02});
  rules.on("*.wpe.weight", init::normal{0, 0.01});
  rules.on("*.c_proj.weight", init::scaled{init::normal{0, 0.02}, init::gpt2_factor(layers)});
  rules.on("*.c_*.weight", init::normal{0, 0.02});
  rules.on("*.ln_?.weight", init::ones{});
  rules.on("*.bias", init::zeros{});
  return rules;
}

// ---- What is printed.

void print(const init::PlannedParameter& row) {
  std::string shape;
  for (const Index extent : row.shape)
    shape += (shape.empty() ? "" : " x ") + std::to_string(extent);
  std::printf("%-35s %-12s %7.5f  %s\n", row.name.c_str(), shape.c_str(), row.expected->std,
              row.initializer.c_str());
  for (const std::string& tie : row.ties) std::printf("  = %s\n", tie.c_str());
}

/// Called after each part, by one thread at a time.
class ProgressBar {
 public:
  void operator()(const init::Progress& progress) const {
    const int percent = int(100 * progress.done / progress.all);
    if (!has_terminal || percent == shown_) return;
    shown_ = percent;
    const std::string bar(std::size_t(percent) / 2, '#');
    std::fprintf(stderr, "\r[%-50s] %d %%%s", bar.c_str(), percent, percent == 100 ? "\n" : "");
  }

 private:
  mutable int shown_ = -1;
};

int main(int argc, char** argv) try {
  const int layers = argc > 1 ? std::stoi(argv[1]) : 12;
  Gpt2 net(layers);
  const init::Parameters parameters(net);
  const init::Plan plan = rules_of_the_paper(layers).plan(parameters);

  std::printf("%-35s %-12s %-7s  %s\n", "parameter", "shape", "std", "initializer");
  Index elements = 0;
  std::size_t bytes = 0;
  for (const init::PlannedParameter& row : plan) {
    elements += row.elements;
    bytes += row.bytes;
    const bool is_first = row.name.rfind("transformer.h.0.", 0) == 0;
    if (is_first || row.name.rfind("transformer.h.", 0) != 0) print(row);
  }
  std::printf("%zu parameters, %td elements, %.0f MB\n\n", plan.rows().size(), elements,
              double(bytes) / 1e6);

  const init::Report report = plan.apply(init::Generator(42), ProgressBar());
  report.require_ok();
  std::fprintf(stderr, "%.2f s, %.0f MB/s, statistics and hashes included\n", report.seconds(),
               double(bytes) / 1e6 / report.seconds());
  std::printf("fingerprint %016llx\n", static_cast<unsigned long long>(report.fingerprint()));
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\nusage: gpt2 [layers]\n", problem.what());
  return 2;
}
