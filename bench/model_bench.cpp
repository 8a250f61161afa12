// How fast a whole model is planned, filled, measured and hashed: one of the shape of LLaMA-7B in
// bfloat16 (13.5 GB), or a part of its layers, beside a loop that only fills the same memory with
// normals.
//
//   model_bench [layers [small]]    0 to 32 layers, and how many small parameters; 1 and 100000
//
// Fails where the plan's rate is below 60 % of the loop's, where more than 64 MB are taken beside
// the weights, or where planning and filling the small parameters takes more than a second.
//
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <eigeninit/model.hpp>
#include <exception>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace init = eigeninit;
using Eigen::bfloat16;
using Eigen::Index;
using Weight = Eigen::Map<Eigen::Matrix<bfloat16, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// Names and weights, as PyTorch keeps them: row-major.
struct Model {
  std::vector<std::string> names;
  std::vector<Weight> weights;
  std::vector<std::unique_ptr<bfloat16[]>> memory;

  void add(const std::string& name, Index rows, Index columns) {
    const auto size = std::size_t(rows * columns);
    memory.emplace_back(new bfloat16[size]);
    std::fill_n(memory.back().get(), size, bfloat16(1));  // the system gives it when it is touched
    names.push_back(name);
    weights.emplace_back(memory.back().get(), rows, columns);
  }
};

Model llama(int layers) {
  Model model;
  const Index width = 4096, hidden = 11008, words = layers == 32 ? 32000 : 1000;
  model.add("model.embed_tokens.weight", words, width);
  for (int layer = 0; layer < layers; ++layer) {
    const std::string prefix = "model.layers." + std::to_string(layer) + ".";
    for (const char* name : {"q", "k", "v", "o"}) {
      model.add(prefix + "self_attn." + name + "_proj.weight", width, width);
    }
    model.add(prefix + "mlp.gate_proj.weight", hidden, width);
    model.add(prefix + "mlp.up_proj.weight", hidden, width);
    model.add(prefix + "mlp.down_proj.weight", width, hidden);
    model.add(prefix + "input_layernorm.weight", width, 1);
    model.add(prefix + "post_attention_layernorm.weight", width, 1);
  }
  model.add("model.norm.weight", width, 1);
  model.add("lm_head.weight", words, width);
  return model;
}

double seconds_of(const std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The most memory that this process has had, in bytes; 0 where the system does not say.
double peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return 1024 * std::atof(line.c_str() + 6);
  }
  return 0;
}

bool report(const char* what, double value, double limit, const char* unit, bool is_least) {
  const bool is_good = is_least ? value >= limit : value <= limit;
  std::printf("%-44s %9.3f %s (%s %g)%s\n", what, value, unit, is_least ? "at least" : "at most",
              limit, is_good ? "" : "  NOT REACHED");
  return is_good;
}

bool measure_large(int layers) {
  Model model = llama(layers);
  double bytes = 0;
  init::Parameters net;
  for (std::size_t i = 0; i < model.names.size(); ++i) {
    net.add(model.names[i], model.weights[i]);
    bytes += double(model.weights[i].size()) * sizeof(bfloat16);
  }
  init::Rules rules;
  rules.on("*norm.weight", init::ones{}).otherwise(init::normal{0, 0.02});
  const init::Generator rng(42);
  const double before = peak_memory();

  double bare = 1e300, planned = 1e300;
  for (int turn = 0; turn < (layers == 32 ? 1 : 9); ++turn) {
    auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < model.names.size(); ++i) {
      init::normal{0, 0.02}(model.weights[i], rng.stream(model.names[i]));
    }
    bare = std::min(bare, seconds_of(begin));
    begin = std::chrono::steady_clock::now();
    const init::Report result = rules.plan(net).apply(rng);
    const std::string manifest = result.manifest();
    planned = std::min(planned, seconds_of(begin));
    result.require_ok();
    if (turn == 0) {
      std::printf("%zu parameters, %.3f GB, fingerprint %016llx\n", model.names.size(),
                  bytes * 1e-9, static_cast<unsigned long long>(result.fingerprint()));
    }
  }
  std::printf("%-44s %9.3f GB/s, %.3f s\n", "a loop of normals", bytes * 1e-9 / bare, bare);
  std::printf("%-44s %9.3f GB/s, %.3f s\n", "planned, filled, measured, hashed",
              bytes * 1e-9 / planned, planned);
  const double extra = peak_memory() - before;
  return report("their rates", bare / planned, 0.6, "", true) &
         report("memory beside the weights", extra * 1e-6, 64, "MB", false);
}

bool measure_small(int count) {
  std::deque<Eigen::VectorXf> weights;
  init::Parameters net;
  for (int i = 0; i < count; ++i) {
    weights.emplace_back(16);
    net.add("layers." + std::to_string(i) + (i % 2 == 0 ? ".weight" : ".bias"), weights.back());
  }
  init::Rules rules;
  rules.on("*.bias", init::zeros{}).on("layers.{layer}.weight", init::normal{0, 0.02});
  const auto begin = std::chrono::steady_clock::now();
  const init::Report result = rules.plan(net).apply(init::Generator(42));
  result.require_ok();
  std::printf("%d parameters of 16 elements: ", count);
  return report("planned and filled", seconds_of(begin), 1, "s", false);
}

}  // namespace

int main(int argc, char** argv) try {
  const int layers = argc > 1 ? std::atoi(argv[1]) : 1;
  const int count = argc > 2 ? std::atoi(argv[2]) : 100000;
  return measure_large(layers) & measure_small(count) ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
