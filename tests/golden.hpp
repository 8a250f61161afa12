// The fills that fix stream format 1, as lines of text: one list for the program that writes the
// golden file and for the test that reads it.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <eigeninit/eigeninit.hpp>
#include <string>
#include <unsupported/Eigen/CXX11/Tensor>
#include <vector>

namespace golden {

namespace init = eigeninit;

template <class Bits>
std::string hex(Bits bits) {
  char buffer[20];
  std::snprintf(buffer, sizeof buffer, "%0*llx", int(2 * sizeof bits),
                static_cast<unsigned long long>(bits));
  return buffer;
}

template <class Scalar>
std::string hex_of(Scalar value) {
  return hex(init::internal::bits_as<init::internal::rounding::Bits<Scalar>>(value));
}

/// The bits of every element, first index fastest. All tensors here are column-major and
/// contiguous.
template <class Tensor>
std::string values(const Tensor& tensor) {
  std::string text;
  for (Eigen::Index i = 0; i < tensor.size(); ++i) text += " " + hex_of(tensor.data()[i]);
  return text;
}

inline constexpr std::uint64_t seed = 0x0123456789abcdef;

/// Three shapes filled one after the other, as fills 0, 1 and 2 of one generator.
template <class Scalar, class Distribution>
void add_fills(const std::string& name, const Distribution& distribution,
               std::vector<std::string>* lines) {
  init::Generator rng(seed);
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> vector(9);
  distribution(vector, rng);
  lines->push_back(name + " 9" + values(vector));
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> matrix(3, 5);
  distribution(matrix, rng);
  lines->push_back(name + " 3x5" + values(matrix));
  Eigen::Tensor<Scalar, 4> tensor(4, 1, 2, 2);
  distribution(tensor, rng);
  lines->push_back(name + " 4x1x2x2" + values(tensor));
}

template <class Scalar>
void add_scalar(const std::string& scalar, std::vector<std::string>* lines) {
  add_fills<Scalar>(scalar + " uniform(-0.1,0.1)", init::uniform{-0.1, 0.1}, lines);
  add_fills<Scalar>(scalar + " normal(0,1)", init::normal{}, lines);
  add_fills<Scalar>(scalar + " normal(0.5,0.02)", init::normal{0.5, 0.02}, lines);
  add_fills<Scalar>(scalar + " truncated_normal(0,1,-2,2)", init::truncated_normal{}, lines);
  add_fills<Scalar>(scalar + " truncated_normal(0,1,8,9)", init::truncated_normal{0, 1, 8, 9},
                    lines);
}

inline std::string first_word(const std::string& name, init::Generator rng) {
  Eigen::VectorXd value(1);
  init::uniform{0, 1}(value, rng);
  return name + values(value);
}

/// The last eight of a permutation's numbers.
inline std::string permutation(Eigen::Index n) {
  init::Generator rng(seed);
  const std::vector<Eigen::Index> order = rng.permutation(n);
  std::string text = "permutation(" + std::to_string(n) + ")";
  for (auto i = std::max(n - 8, Eigen::Index(0)); i < n; ++i) {
    text += " " + std::to_string(order[std::size_t(i)]);
  }
  return text;
}

inline std::vector<std::string> lines() {
  std::vector<std::string> result;
  add_scalar<float>("float", &result);
  add_scalar<double>("double", &result);
  add_scalar<Eigen::half>("half", &result);
  add_scalar<Eigen::bfloat16>("bfloat16", &result);
  const init::Generator rng(seed);
  result.push_back(first_word("stream(0)", rng.stream(0)));
  result.push_back(first_word("stream(2^40+1)", rng.stream((std::uint64_t(1) << 40) + 1)));
  result.push_back(first_word("stream(\"fc1.weight\")", rng.stream("fc1.weight")));
  result.push_back(first_word("stream(\"block\").stream(3)", rng.stream("block").stream(3)));
  for (const Eigen::Index n : {8, 300000}) result.push_back(permutation(n));
  return result;
}

}  // namespace golden
