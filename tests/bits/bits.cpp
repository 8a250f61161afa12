// Everything whose bits are promised, as one list of hashes: to be the same from every compiler,
// flag and processor. run.sh compares it with golden.txt.
//
// Every instruction set that the processor has fills everything again; their names go to standard
// error.
//
// SPDX-License-Identifier: MIT

#include <cinttypes>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;

namespace {

/// FNV-1a over the bits of values, low byte first on every machine.
class Hash {
 public:
  template <class Scalar>
  void add(Scalar value) {
    auto bits = init::internal::bits_as<init::internal::rounding::Bits<Scalar>>(value);
    for (std::size_t i = 0; i < sizeof bits; ++i) {
      state_ = (state_ ^ std::uint64_t(bits & 0xff)) * 1099511628211u;
      bits = decltype(bits)(std::uint64_t(bits) >> 8);
    }
  }
  template <class Real>
  void add(std::complex<Real> value) {
    add(value.real());
    add(value.imag());
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 14695981039346656037u;
};

struct Line {
  std::string name;
  std::uint64_t hash;
};
bool operator!=(const Line& a, const Line& b) { return a.name != b.name || a.hash != b.hash; }

/// One initializer over shapes and storages, as fills of one generator.
template <class Scalar, class Initializer>
Line fills(const std::string& name, const Initializer& initializer) {
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Hash hash;
  init::Generator rng(0x9e3779b97f4a7c15);
  const auto add = [&hash](const auto& matrix) {
    for (Index c = 0; c < matrix.cols(); ++c) {
      for (Index r = 0; r < matrix.rows(); ++r) hash.add(matrix(r, c));
    }
  };
  Matrix matrix(301, 97);
  initializer(matrix, rng);
  add(matrix);
  RowMajor row_major(256, 67);
  initializer(row_major, rng);
  add(row_major);
  initializer(row_major.block(3, 5, 101, 31), rng.stream("block"));
  add(row_major);
  Matrix part(40, 30);
  initializer(init::shard(part, {100000, 70000}, {54321, 69970}), rng.stream(7));
  add(part);
  Eigen::Tensor<Scalar, 4, Eigen::RowMajor> tensor(16, 8, 3, 3);
  initializer(tensor, rng);
  for (Index i = 0; i < tensor.size(); ++i) hash.add(tensor.data()[i]);
  return {name, hash.value()};
}

/// Initializers that see to the structure of a weight, on a convolution's weight, a matrix and a
/// bias.
template <class Scalar>
Line structured(const std::string& scalar) {
  Hash hash;
  init::Generator rng(0x9e3779b97f4a7c15);
  const auto fill = [&](auto tensor, const auto& initializer) {
    initializer(tensor, rng);
    for (Index i = 0; i < tensor.size(); ++i) hash.add(tensor.data()[i]);
  };
  const Eigen::Tensor<Scalar, 4> kernel(36, 5, 7, 6);
  fill(kernel, init::bilinear{});
  fill(kernel, init::icnr<init::torch_default>{{}, 3});
  fill(kernel, init::packed<init::lecun_normal>{{}, 4});
  const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> matrix(300, 40);
  fill(matrix, init::sparse{0.28, 0.5});
  fill(matrix, init::eye{0.1});
  fill(matrix, init::chrono_bias{784});
  fill(matrix, init::prior_bias{0.01});
  return {scalar + " structured", hash.value()};
}

template <class Scalar>
void add_scalar(const std::string& scalar, std::vector<Line>* lines) {
  const auto add = [&](const std::string& name, const auto& initializer) {
    lines->push_back(fills<Scalar>(scalar + " " + name, initializer));
  };
  add("uniform(0,1)", init::uniform{});
  add("uniform(1,1.1)", init::uniform{1, 1.1});
  add("normal(0,1)", init::normal{});
  add("normal(0.3,0.017)", init::normal{0.3, 0.017});
  add("truncated_normal(0.3,0.017,0.28,0.31)", init::truncated_normal{0.3, 0.017, 0.28, 0.31});
  add("truncated_normal(0,1,8,9)", init::truncated_normal{0, 1, 8, 9});
  add("truncated_normal(0,1,-0.1,0.11)", init::truncated_normal{0, 1, -0.1, 0.11});
  add("xavier_uniform", init::xavier_uniform{init::gain(init::Activation::tanh())});
  add("kaiming_normal",
      init::kaiming_normal{init::Activation::leaky_relu(0.17), init::FanMode::fan_geo_avg});
  add("scaled siren", init::scaled<init::siren>{{}, 0.3});
  lines->push_back(structured<Scalar>(scalar));
}

template <class Real>
void add_complex(const std::string& scalar, std::vector<Line>* lines) {
  using Scalar = std::complex<Real>;
  lines->push_back(fills<Scalar>(scalar + " uniform(1,1.1)", init::uniform{1, 1.1}));
  lines->push_back(fills<Scalar>(scalar + " normal(0.3,0.017)", init::normal{0.3, 0.017}));
  lines->push_back(fills<Scalar>(scalar + " truncated_normal(0.25,0.0625,0.125,0.375)",
                                 init::truncated_normal{0.25, 0.0625, 0.125, 0.375}));
}

/// Gains and standard deviations, which flags must not change either.
Line theory() {
  Hash hash;
  for (int i = 0; i < 1000; ++i) {
    const init::Activation leaky = init::Activation::leaky_relu(0.001 * i);
    hash.add(init::gain(leaky));
    const init::Fans fans{1 + 7 * i, 3 + 13 * i};
    for (const init::FanMode mode : {init::FanMode::fan_in, init::FanMode::fan_out,
                                     init::FanMode::fan_avg, init::FanMode::fan_geo_avg}) {
      const double std = init::kaiming_normal{leaky, mode}.std_for(fans);
      hash.add(std);
      hash.add(init::uniform::with_std(std).high);
      hash.add(init::truncated_normal::with_std(std).high);
    }
    hash.add(init::xavier_normal{1.1}.std_for(fans));
  }
  return {"gains and standard deviations", hash.value()};
}

/// What scales with depth, and gains by quadrature.
Line factors() {
  Hash hash;
  for (int i = 0; i < 1000; ++i) {
    hash.add(init::fixup_factor(1 + i, 2 + i % 5));
    hash.add(init::tfixup_encoder_factor(1 + i));
    hash.add(init::deepnorm_factor(1 + i));
  }
  hash.add(init::exact_gain(init::Activation::gelu()));
  hash.add(init::gain([](double z) { return z > 0 ? z : 0; }));
  return {"factors and a gain by quadrature", hash.value()};
}

/// The library's own elementary functions and the normal tail.
Line functions() {
  Hash hash;
  for (int i = 0; i < 3000; ++i) {
    const double x = i * 0x1p-6;  // exact, whatever the flags
    hash.add(init::internal::elementary::exp(-x));
    hash.add(init::internal::elementary::expm1(x * 0x1p-5));
    hash.add(init::internal::elementary::log(x));
    hash.add(init::internal::elementary::log1p(-x * 0x1p-6));
    hash.add(init::internal::upper_tail(x - 5));
    hash.add(init::internal::elementary::cos_sin(x * 0x1p-6).cos);
    hash.add(init::internal::elementary::cos_sin(x * 0x1p-6).sin);
  }
  return {"elementary functions and the normal tail", hash.value()};
}

std::vector<Line> all_lines() {
  std::vector<Line> lines = {theory(), factors(), functions()};
  add_scalar<float>("float", &lines);
  add_scalar<double>("double", &lines);
  add_scalar<Eigen::half>("half", &lines);
  add_scalar<Eigen::bfloat16>("bfloat16", &lines);
  add_complex<float>("complex float", &lines);
  add_complex<double>("complex double", &lines);
  return lines;
}

}  // namespace

int main() {
  std::fprintf(stderr, "by default %s;", init::name(init::instruction_set()));
  const std::vector<Line> lines = all_lines();
  for (const Line& line : lines) {
    std::printf("%016" PRIx64 " %s\n", line.hash, line.name.c_str());
  }
  int differences = 0;
  for (const init::InstructionSet set : init::internal::instruction_sets) {
    if (!init::is_supported(set)) continue;
    init::use_instruction_set(set);
    const std::vector<Line> again = all_lines();
    int here = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) here += again[i] != lines[i];
    std::fprintf(stderr, " %s%s", init::name(set), here == 0 ? "" : " DIFFERS");
    differences += here;
  }
  std::fprintf(stderr, "\n");
  return differences == 0 ? 0 : 1;
}
