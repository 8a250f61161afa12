// A transformer whose queries, keys and values share one weight, and what becomes of its residual
// stream before any training.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <vector>

namespace transformer {

namespace init = eigeninit;
using Eigen::Index;
using Eigen::MatrixXf;

constexpr Index width = 128;
constexpr Index heads = 4;
constexpr Index tokens = 48;
constexpr int layers = 24;

inline double std_of(const MatrixXf& x) {
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
inline std::vector<double> residual_stream(double factor) {
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

}  // namespace transformer
