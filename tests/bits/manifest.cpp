// The manifest of a small model of every scalar, to be the same text from every compiler, flag and
// processor: compares it with a file, or prints it where none is named.
//
//   manifest [../data/manifest.json]
//
// Every instruction set that the processor has makes the manifest again; their names go to standard
// error.
//
// SPDX-License-Identifier: MIT
#include <complex>
#include <cstdio>
#include <eigeninit/model.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>

namespace init = eigeninit;
using Eigen::Index;

namespace {

template <class Scalar, int Order = Eigen::ColMajor>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Order>;

/// Weights of every scalar, in both storage orders, and larger than what is filled at a time.
struct Model {
  Matrix<Eigen::bfloat16, Eigen::RowMajor> embed{2051, 67};
  Matrix<float> qkv{96, 32};
  Matrix<float, Eigen::RowMajor> proj{33, 35};
  Eigen::VectorXf bias{96};
  Eigen::Tensor<Eigen::half, 4> kernel{16, 3, 5, 5};
  Eigen::Tensor<double, 4, Eigen::RowMajor> upsampled{16, 4, 3, 3};
  Matrix<std::complex<float>> complex{21, 10};
  Matrix<std::complex<double>, Eigen::RowMajor> wide{5, 7};
  Matrix<double> recurrent{40, 10};
  Eigen::VectorXd gates{40};
  Matrix<float> buffer = Matrix<float>::Constant(4, 3, 0.125f);
};

std::string manifest() {
  Model model;
  init::Parameters net;
  net.add("embed.weight", model.embed)
      .add("blocks.0.qkv.weight", model.qkv)
      .add("blocks.11.proj.weight", model.proj)
      .add("blocks.0.qkv.bias", model.bias)
      .add("conv.weight", model.kernel)
      .add("up.weight", model.upsampled)
      .add("complex.weight", model.complex)
      .add("wide.weight", model.wide)
      .add("lstm.weight", model.recurrent)
      .add("lstm.gates", model.gates)
      .add("positions", model.buffer)
      .tie("head.weight", "embed.weight");
  init::Rules rules;
  rules.on("*.bias", init::gate_bias{})
      .on("*.gates", init::chrono_bias{50})
      .on("*.qkv.weight", init::packed{init::xavier_uniform{}, 3})
      .on("blocks.{layer}.proj.weight", init::depth_scaled{init::normal{0, 0.02}})
      .on("up.*", init::icnr{init::kaiming_normal{}, 2})
      .on("lstm.*", init::sparse{0.25, 0.5})
      .on("conv.*", init::kaiming_uniform{init::Activation::relu(), init::FanMode::fan_out})
      .on("complex.*", init::xavier<init::truncated_normal>{})
      .keep("positions")
      .otherwise(init::truncated_normal{0, 0.02, -0.04, 0.04});
  const init::Report report = rules.plan(net).apply(init::Generator(0x9e3779b97f4a7c15));
  report.require_ok();
  return report.manifest();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string made = manifest();
  std::fprintf(stderr, "by default %s;", init::name(init::instruction_set()));
  bool all_are_same = true;
  for (const init::InstructionSet set : init::internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    init::use_instruction_set(set);
    const bool is_same = manifest() == made;
    std::fprintf(stderr, " %s%s", init::name(set), is_same ? "" : " DIFFERS");
    all_are_same = all_are_same && is_same;
  }
  std::fprintf(stderr, "\n");
  if (argc < 2) {
    std::fputs(made.c_str(), stdout);
    return all_are_same ? 0 : 1;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (made == golden) return all_are_same ? 0 : 1;
  std::printf("%s differs from\n%s\n", argv[1], made.c_str());
  return 1;
}
