// The numbers of rules: literals, captures, published factors and gains, and what is worked out
// from them. All are doubles, so that 1 / 2 is a half.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../../numeric/strict.hpp"
#include "../../scaling/factors.hpp"
#include "../../scaling/gain.hpp"
#include "arguments.hpp"
#include "setting.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

EIGENINIT_STRICT_BEGIN

EIGENINIT_STRICT_RESULT inline double combine(char sign, double a, double b) {
  switch (sign) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return product(a, b);
    default: return a / b;
  }
}

EIGENINIT_STRICT_RESULT inline double square_root(double x) { return std::sqrt(x); }

EIGENINIT_STRICT_END

/// A function of one or two integers.
struct Factor {
  const char* name;
  double (*of)(Index, Index);
  const char* parameters[2];
};

inline constexpr Factor factors[] = {
    {"depth_factor", [](Index a, Index) { return depth_factor(a); }, {"layer"}},
    {"gpt2_factor", [](Index a, Index) { return gpt2_factor(a); }, {"layers"}},
    {"fixup_factor",
     [](Index a, Index b) { return fixup_factor(a, b); },
     {"branches", "layers_of_branch"}},
    {"tfixup_encoder_factor", [](Index a, Index) { return tfixup_encoder_factor(a); }, {"layers"}},
    {"tfixup_decoder_factor", [](Index a, Index) { return tfixup_decoder_factor(a); }, {"layers"}},
    {"deepnorm_factor", [](Index a, Index) { return deepnorm_factor(a); }, {"layers"}},
    {"mup_factor", [](Index a, Index b) { return mup_factor(a, b); }, {"width", "base_width"}}};

/// The numbers that a pattern captures: their names, and in a match what they are.
struct Captures {
  const std::vector<std::string>& names;
  Index (*number)(const void* match, std::string_view name) = nullptr;
  const void* match = nullptr;
};

/// Reads trees as numbers. Where a capture is used and there is no match yet, what depends on it is
/// some number, and is not asked; all else is checked.
class Numbers {
 public:
  explicit Numbers(const Captures& captures) : captures_(captures) {}

  /// Whether nothing up to here depended on a match that was not there.
  bool are_known() const noexcept { return unknown_ == 0; }

  double number(const Node& node) {
    constexpr std::uint64_t infinity = 0x7ff0000000000000, nan = 0x7ff8000000000000;
    const double result = worked_out(node);
    // Processors disagree on the sign of inf - inf.
    const bool is_nan = bits_as<std::uint64_t>(result) << 1 > infinity << 1;
    return is_nan ? bits_as<double>(nan) : result;
  }

  Index integer(const std::string& what, const Node& node) {
    constexpr int digits = (std::min)(std::numeric_limits<Index>::digits, 53);
    constexpr auto most = (std::uint64_t(1) << digits) - 1;  // all smaller ones are doubles
    const std::size_t before = unknown_;
    const double value = number(node);
    if (unknown_ != before) return 1;
    if (!is_finite(value) || std::floor(value) != value) {
      fault(node.place, what + " is " + text(value) + "; pass a whole number");
    }
    if (std::abs(value) > double(most)) {
      fault(node.place, what + " is " + text(value) + "; pass a number of at most " + text(most));
    }
    return Index(value);
  }

  Activation activation(const Node& node) {
    Names names;
    for (const auto& [name, activation] : named_activations) names.push_back(name);
    const Activation& named = named_activations[choice(node, "activation", names)].activation;
    const bool has_slope = named.kind() == Activation::Kind::leaky_relu;
    const auto arguments = arguments_of(node, has_slope ? Names{"slope"} : Names());
    if (!has_slope || arguments[0] == nullptr) return named;
    return Activation::leaky_relu(number(*arguments[0]));
  }

 private:
  double worked_out(const Node& node) {
    switch (node.kind) {
      case Node::Kind::number: return node.number;
      case Node::Kind::minus: return -worked_out(node.children.front());
      case Node::Kind::name: return named(node);
      case Node::Kind::list:
        fault(node.place, in_quotes(text_of_node(node)) + " is no number; pass one");
      default: break;
    }
    double result = worked_out(node.children.front());
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      result = combine(node.signs[i], result, worked_out(node.children[i]));
    }
    return result;
  }

  double named(const Node& node) {
    if (node.children.empty() && is_captured(node.name)) return captured(node);
    for (const Factor& factor : factors) {
      if (node.name == factor.name) return result_of(factor, node);
    }
    const std::size_t before = unknown_;
    if (node.name == "sqrt") {
      return square_root(worked_out(*arguments_of_function(node, {"x"}, 1)[0]));
    }
    if (node.name == "gain" || node.name == "exact_gain") {
      const Activation of = activation(*arguments_of_function(node, {"nonlinearity"}, 1)[0]);
      if (unknown_ != before) return 1;
      return at(node.place, [&] { return node.name == "gain" ? gain(of) : exact_gain(of); });
    }
    if (node.name == "inf" || node.name == "nan") {
      arguments_of(node, {});
      return bits_as<double>(std::uint64_t(node.name == "inf" ? 0x7ff0 : 0x7ff8) << 48);
    }
    fault_of_unknown(node);
  }

  double result_of(const Factor& factor, const Node& node) {
    Names names{factor.parameters[0]};
    if (factor.parameters[1] != nullptr) names.push_back(factor.parameters[1]);
    const std::size_t before = unknown_;
    const auto arguments = arguments_of_function(node, names, names.size());
    Index integers[2] = {};
    for (std::size_t k = 0; k < names.size(); ++k) {
      integers[k] = integer(std::string(names[k]), *arguments[k]);
    }
    if (unknown_ != before) return 1;
    return at(node.place, [&] { return factor.of(integers[0], integers[1]); });
  }

  bool is_captured(const std::string& name) const {
    return std::find(captures_.names.begin(), captures_.names.end(), name) != captures_.names.end();
  }

  double captured(const Node& node) {
    if (node.name == "inf" || node.name == "nan") {
      fault(node.place,
            node.name + " is a number and {" + node.name + "} is another; give that another name");
    }
    if (captures_.number != nullptr) return double(captures_.number(captures_.match, node.name));
    ++unknown_;
    return 1;
  }

  [[noreturn]] void fault_of_unknown(const Node& node) const {
    Names names(captures_.names.begin(), captures_.names.end());
    names.insert(names.end(), {"inf", "nan", "sqrt", "gain", "exact_gain"});
    for (const Factor& factor : factors) names.push_back(factor.name);
    std::string nearest = nearest_of(node.name, names);
    if (!node.children.empty()) {
      fault(node.place, "there is no function " + in_quotes(node.name) + nearest);
    }
    if (nearest.empty()) {
      nearest = "; pass a number, or capture one in the pattern: {layer}";
    }
    fault(node.place, "there is no number " + in_quotes(node.name) + nearest);
  }

  Captures captures_;
  std::size_t unknown_ = 0;
};

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
