// From a seed to a checkpoint of LLaMA's shape, in bfloat16, without having it in memory.
//
//   checkpoint [--size tiny|7b|70b|405b] [--layers n] [--every n] [--write file.safetensors]
//              [--gigabytes n] [--plan yes] [--cost folder]
//
// Prints what the checkpoint holds; --plan has every tensor. --write writes it: in files of so many
// gigabytes at most, if that is said, and only every n-th tensor with --every; then it makes these
// tensors again, cut otherwise, and compares the hashes. --cost says how long the whole takes, at
// the rates at which this machine makes numbers and the folder takes them.
//
// Without arguments it writes a tiny one, reads it into a model, and checks that against the
// manifest in the file.
//
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <eigeninit/checkpoint.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <vector>

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

/// Calls add(name, extents) for every tensor, as Hugging Face's LlamaForCausalLM has them.
template <class Add>
void list(const Shape& shape, const Add& add) {
  const auto [layers, width, key_value, hidden, tokens] = shape;
  add("model.embed_tokens.weight", {tokens, width});
  for (Index layer = 0; layer < layers; ++layer) {
    const std::string name = "model.layers." + std::to_string(layer) + ".";
    add(name + "self_attn.q_proj.weight", {width, width});
    add(name + "self_attn.k_proj.weight", {key_value, width});
    add(name + "self_attn.v_proj.weight", {key_value, width});
    add(name + "self_attn.o_proj.weight", {width, width});
    add(name + "mlp.gate_proj.weight", {hidden, width});
    add(name + "mlp.up_proj.weight", {hidden, width});
    add(name + "mlp.down_proj.weight", {width, hidden});
    add(name + "input_layernorm.weight", {width});
    add(name + "post_attention_layernorm.weight", {width});
  }
  add("model.norm.weight", {width});
  add("lm_head.weight", {tokens, width});
}

using Extents = std::vector<Index>;

/// All of them, without memory.
init::Plan plan_of(const Shape& shape) {
  init::Parameters net;
  list(shape, [&](const std::string& name, const Extents& extents) {
    net.declare<bfloat16>(name, extents);
  });
  return init::rules::llama(shape.width).plan(net);
}

/// The hash of some columns of one of them, made alone and in memory column by column.
std::uint64_t hash_of_columns(const Shape& shape, const init::PlannedParameter& row, Index begin,
                              Index end) {
  Eigen::Matrix<bfloat16, Eigen::Dynamic, Eigen::Dynamic> part(row.shape[0], end - begin);
  init::Parameters net;
  list(shape, [&](const std::string& name, const Extents& extents) {
    if (name == row.name && extents.size() == 2) {
      net.add(name, init::shard(part, {extents[0], extents[1]}, {0, begin}));
    } else {
      net.declare<bfloat16>(name, extents);
    }
  });
  return init::rules::llama(shape.width)
      .plan(net)
      .only({row.name})
      .apply(init::Generator(42))
      .rows()[0]
      .hash;
}

double rate_of(const init::Report& report, const init::Plan& plan) {
  return double(plan.bytes()) / report.seconds() / 1e9;
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
  std::fprintf(stderr, "%.1f s, %.2f GB/s\n", report.seconds(), rate_of(report, plan));
  return report;
}

/// Makes every matrix once more, as three blocks of columns. How many have another hash than those
/// that were written.
std::size_t count_others(const Shape& shape, const init::Report& written) {
  constexpr Index blocks = 3;
  std::size_t others = 0, compared = 0;
  for (const init::ReportedParameter& row : written) {
    if (row.plan.shape.size() != 2) continue;
    std::uint64_t hash = 0;
    const Index columns = row.plan.shape[1];
    for (Index block = 0; block < blocks; ++block) {
      hash += hash_of_columns(shape, row.plan, columns * block / blocks,
                              columns * (block + 1) / blocks);
    }
    others += hash != row.hash;
    ++compared;
  }
  std::printf("%zu matrices made again by columns, %zu differ\n", compared, others);
  return others;
}

/// How long the whole takes, from a gigabyte of its first layer.
void print_cost(const Shape& shape, const init::Plan& whole, const std::string& folder) {
  Shape one = shape;
  one.layers = 1;
  init::Plan sample = plan_of(one);
  sample.only({"model.layers.0.mlp.up_proj.weight", "model.layers.0.mlp.down_proj.weight"});
  const std::string path = folder + "/cost.safetensors";
  const init::Report report = sample.write(init::safetensors(path), init::Generator(42));
  std::filesystem::remove(path);
  double seconds = 0;  // of all threads, in which numbers were made and handed to the system
  for (const init::ReportedParameter& row : report) seconds += row.seconds;
  const double written = rate_of(report, sample), made = double(sample.bytes()) / seconds / 1e9;
  std::printf("%.2f GB/s made and handed to the system by a thread, %.2f GB/s on the disk\n", made,
              written);
  for (const int processes : {1, 8, 64, 512}) {
    std::printf("%4d processes: %8.1f s\n", processes,
                double(whole.bytes()) / 1e9 / written / processes);
  }
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

int run(std::map<std::string, std::string> options) {
  const bool is_alone = options.empty();
  if (is_alone) options = {{"--write", "tiny.safetensors"}};
  options.insert({{"--size", "tiny"}, {"--layers", "0"}, {"--every", "1"}, {"--gigabytes", "0"}});
  Shape shape = shapes.at(options["--size"]);
  if (const Index layers = std::atol(options["--layers"].c_str()); layers > 0)
    shape.layers = layers;
  init::Plan plan = plan_of(shape);
  std::printf("%zu tensors, %lld elements, %.4g GB\n", plan.rows().size(),
              static_cast<long long>(plan.elements()), double(plan.bytes()) / 1e9);
  if (options.count("--plan") > 0) std::cout << plan;
  if (options.count("--cost") > 0) print_cost(shape, plan, options["--cost"]);
  if (options.count("--write") == 0) return 0;

  const std::size_t every = std::size_t(std::atol(options["--every"].c_str()));
  std::vector<std::string> names;
  for (std::size_t i = every - 1; i < plan.rows().size(); i += every)
    names.push_back(plan.rows()[i].name);
  plan.only(names);
  const double gigabytes = std::atof(options["--gigabytes"].c_str());
  const auto most_bytes =
      gigabytes > 0 ? std::uint64_t(gigabytes * 1e9) : (std::numeric_limits<std::uint64_t>::max)();
  const init::Report report = write(plan, options["--write"], most_bytes);
  std::printf("fingerprint %016llx\n", static_cast<unsigned long long>(report.fingerprint()));
  if (every > 1 && count_others(shape, report) > 0) return 1;
  if (is_alone) read_back(options["--write"]);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    std::map<std::string, std::string> options;
    for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
