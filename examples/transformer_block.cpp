// A transformer whose queries, keys and values share one weight, started as GPT-2 is: each part of
// the packed weight by its own fans, and the two projections that add to the residual stream made
// smaller with the depth of the network.
//
// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <vector>

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;

constexpr Index width = 128;
constexpr Index heads = 4;
constexpr Index tokens = 48;
constexpr int layers = 24;

double std_of(const MatrixXf& x) {
  return std::sqrt(double((x.array() - x.mean()).square().mean()));
}

struct Block {
  MatrixXf qkv{3 * width, width};   // torch.nn.MultiheadAttention's in_proj_weight
  MatrixXf attended{width, width};  // its out_proj.weight
  MatrixXf up{4 * width, width};
  MatrixXf down{width, 4 * width};

  /// `residual` is the factor of what adds to the residual stream.
  Block(double residual, const init::Generator& rng) {
    const init::kaiming_normal gelu{init::Activation::gelu()};
    init::packed{init::xavier_uniform{}, 3}(qkv, rng.stream("qkv"));
    init::scaled{init::lecun_normal{}, residual}(attended, rng.stream("attended"));
    gelu(up, rng.stream("up"));
    init::scaled{init::lecun_normal{}, residual}(down, rng.stream("down"));
  }

  /// x ← x + attention(norm(x)), x ← x + mlp(norm(x)): one token in each column.
  void operator()(MatrixXf& x) const {
    x += attended * attention(qkv * normalised(x));
    x += down * (up * normalised(x)).unaryExpr([](float z) {
      return z * 0.5f * std::erfc(-z / std::sqrt(2.0f));  // GELU
    });
  }

 private:
  static MatrixXf normalised(const MatrixXf& x) {
    MatrixXf result = x.rowwise() - x.colwise().mean();
    for (auto token : result.colwise()) token *= std::sqrt(float(width)) / token.norm();
    return result;
  }

  static MatrixXf attention(const MatrixXf& projected) {
    constexpr Index size = width / heads;
    MatrixXf result(width, tokens);
    for (Index row = 0; row < width; row += size) {
      const auto query = projected.middleRows(row, size);
      const auto key = projected.middleRows(width + row, size);
      const auto value = projected.middleRows(2 * width + row, size);
      MatrixXf share = (key.transpose() * query / std::sqrt(float(size))).array().exp();
      for (auto token : share.colwise()) token /= token.sum();
      result.middleRows(row, size) = value * share;
    }
    return result;
  }
};

/// The std of the residual stream behind each block.
std::vector<double> residual_stream(double factor) {
  const init::Generator rng(42);
  MatrixXf x(width, tokens);
  init::normal{}(x, rng.stream("embedding"));
  std::vector<double> stds;
  for (int layer = 0; layer < layers; ++layer) {
    Block(factor, rng.stream("layer " + std::to_string(layer)))(x);
    stds.push_back(std_of(x));
  }
  return stds;
}

int main() {
  const Block block(1, init::Generator(42).stream("layer 0"));
  std::printf("The packed weight of queries, keys and values, 384 x 128, by Xavier's rule\n");
  for (Index part = 0; part < 3; ++part) {
    const auto rows = block.qkv.middleRows(part * width, width);
    const init::Fans fans = init::fans(rows);
    std::printf("  part %d: fan_in %d, fan_out %d, std %.3f\n", int(part), int(fans.in),
                int(fans.out), std_of(rows));
  }
  // torch.nn.init.xavier_uniform_(attention.in_proj_weight), as torch.nn.MultiheadAttention does
  MatrixXf whole(3 * width, width);
  init::xavier_uniform{}(whole, init::Generator(42).stream("qkv"));
  const init::Fans fans = init::fans(whole);
  std::printf("  filled as one weight: fan_in %d, fan_out %d, std %.3f\n\n", int(fans.in),
              int(fans.out), std_of(whole));

  const double factor = init::gpt2_factor(layers);
  const std::vector<double> plain = residual_stream(1), scaled = residual_stream(factor);
  std::printf(
      "The std of the residual stream, which begins at 1\n"
      "  behind block         1     6    12    24\n");
  for (const auto& [name, stds] :
       {std::pair("unscaled", plain), std::pair("gpt2_factor", scaled)}) {
    std::printf("  %-15s", name);
    for (const std::size_t layer : {1u, 6u, 12u, 24u}) std::printf("  %4.1f", stds[layer - 1]);
    std::printf("\n");
  }
}
