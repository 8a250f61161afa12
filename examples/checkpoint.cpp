// From a seed to a checkpoint of LLaMA's shape, in bfloat16, without having it in memory.
//
//   checkpoint [--size tiny|7b|70b|405b] [--layers n] [--write file.safetensors] [--gigabytes n]
//
// Prints what the checkpoint holds and, with --write, writes it: in files of so many gigabytes at
// most, if that is said. Without arguments it writes a tiny one, reads it into a model, and checks
// that against the manifest in the file.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/checkpoint.hpp>
#include <exception>
#include <limits>
#include <map>
#include <string>

namespace init = eigeninit;
using Eigen::bfloat16;
using Eigen::Index;

namespace {

struct Shape {
  Index layers, width, key_value, hidden, tokens;
};

const std::map<std::string, Shape> shapes = {
    {"tiny", {2, 64, 32, 172, 1000}},              // to look at
    {"7b", {32, 4096, 4096, 11008, 32000}},        // Touvron et al. 2023
    {"70b", {80, 8192, 1024, 28672, 32000}},       // the same, LLaMA 2
    {"405b", {126, 16384, 1024, 53248, 128256}}};  // Grattafiori et al. 2024

/// Names and shapes, as Hugging Face's LlamaForCausalLM has them; no memory.
init::Parameters declared(const Shape& shape) {
  const auto [layers, width, key_value, hidden, tokens] = shape;
  init::Parameters net;
  net.declare<bfloat16>("model.embed_tokens.weight", {tokens, width});
  for (Index layer = 0; layer < layers; ++layer) {
    const std::string name = "model.layers." + std::to_string(layer) + ".";
    net.declare<bfloat16>(name + "self_attn.q_proj.weight", {width, width});
    net.declare<bfloat16>(name + "self_attn.k_proj.weight", {key_value, width});
    net.declare<bfloat16>(name + "self_attn.v_proj.weight", {key_value, width});
    net.declare<bfloat16>(name + "self_attn.o_proj.weight", {width, width});
    net.declare<bfloat16>(name + "mlp.gate_proj.weight", {hidden, width});
    net.declare<bfloat16>(name + "mlp.up_proj.weight", {hidden, width});
    net.declare<bfloat16>(name + "mlp.down_proj.weight", {width, hidden});
    net.declare<bfloat16>(name + "input_layernorm.weight", {width});
    net.declare<bfloat16>(name + "post_attention_layernorm.weight", {width});
  }
  net.declare<bfloat16>("model.norm.weight", {width});
  net.declare<bfloat16>("lm_head.weight", {tokens, width});
  return net;
}

init::Report write(const init::Plan& plan, const std::string& path, std::uint64_t most_bytes) {
  int shown = 0;
  const auto progress = [&shown](const init::Progress& so_far) {
    const int percent = int(100 * so_far.done / so_far.all);
    if (percent / 10 > shown / 10) std::fprintf(stderr, "%d %%\n", shown = percent);
  };
  init::Report report =
      plan.write(init::safetensors(path, most_bytes), init::Generator(42), progress);
  report.require_ok();
  std::fprintf(stderr, "%.1f s, %.2f GB/s\n", report.seconds(),
               double(plan.bytes()) / report.seconds() / 1e9);
  return report;
}

/// Reads a part of the tiny model.
void read_back(const std::string& path) {
  Eigen::Matrix<bfloat16, Eigen::Dynamic, Eigen::Dynamic> embedding(1000, 64);
  init::Parameters net;
  net.add("model.embed_tokens.weight", embedding);
  const auto loaded = init::load(net, path, init::AllowSurplus);
  std::printf("loaded %s, element (1, 2) is %g\n", loaded[0].c_str(), double(embedding(1, 2)));
  std::size_t changed = 0;
  for (const std::string& line : init::verify(init::read_manifest(path), net)) {
    if (line.find("embed_tokens") != std::string::npos) ++changed;
  }
  std::printf("%zu changed since it was written\n", changed);
}

int run(int count, char** arguments) {
  std::string size = "tiny", path = count == 1 ? "tiny.safetensors" : "";
  Index layers = 0;
  auto most_bytes = (std::numeric_limits<std::uint64_t>::max)();
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string option = arguments[i];
    if (option == "--size") size = arguments[i + 1];
    if (option == "--layers") layers = std::atol(arguments[i + 1]);
    if (option == "--write") path = arguments[i + 1];
    if (option == "--gigabytes") most_bytes = std::uint64_t(1e9 * std::atof(arguments[i + 1]));
  }
  Shape shape = shapes.at(size);
  if (layers > 0) shape.layers = layers;
  const init::Plan plan = init::rules::llama(shape.width).plan(declared(shape));
  std::printf("%zu tensors, %lld elements, %.4g GB\n", plan.rows().size(),
              static_cast<long long>(plan.elements()), double(plan.bytes()) / 1e9);
  if (path.empty()) return 0;
  const init::Report report = write(plan, path, most_bytes);
  std::printf("fingerprint %016llx\n", static_cast<unsigned long long>(report.fingerprint()));
  if (count == 1) read_back(path);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
