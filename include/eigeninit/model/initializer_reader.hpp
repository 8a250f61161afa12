// An initializer from the tree of its text.
//
// What is wrapped is kept as AnyInitializer, as its values are the same. But scaled draws from the
// scaled distribution of what it wraps, for which it has to know that type.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "any_initializer.hpp"
#include "syntax/settings_reader.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

struct Alias {
  std::string_view name;
  std::string_view of;
};
/// Second names in C++.
inline constexpr Alias aliases[] = {{"glorot_uniform", "xavier_uniform"},
                                    {"glorot_normal", "xavier_normal"},
                                    {"he_uniform", "kaiming_uniform"},
                                    {"he_normal", "kaiming_normal"},
                                    {"trunc_normal", "truncated_normal"}};

inline std::string without_alias(std::string_view name) {
  for (const Alias& alias : aliases) {
    if (name == alias.name) return std::string(alias.of);
  }
  return std::string(name);
}

/// A row of what can be read: its names, and how its initializer is made of a call. It is scaled
/// where there is a factor.
template <class Any>
struct Reading {
  /// Also kaiming<normal> for kaiming_normal, and second names.
  bool is_called(const std::string& called) const {
    const std::size_t begin = called.find('<');
    if (begin == std::string::npos) return without_alias(called) == name + over;
    const std::string distribution =
        without_alias(std::string_view(called).substr(begin + 1, called.size() - begin - 2));
    return called.substr(0, begin) == name &&
           (over == "<" + distribution + ">" || over == "_" + distribution);
  }

  std::string name, over;
  Any (*make)(Numbers&, const Node&, const double* factor);
};

template <class Any>
Any read_initializer(Numbers& numbers, const Node& node, const double* factor = nullptr);

template <class Any, class I>
Any any_of(const I& initializer, const double* factor) {
  if (factor == nullptr) return Any(initializer);
  if constexpr (can_be_scaled<I>()) {
    return Any(scaled<I>{initializer, *factor});
  } else {
    return Any(scaled<Any>{Any(initializer), *factor});
  }
}

template <class Any, class I>
Any read(Numbers& numbers, const Node& node, const double* factor) {
  I initializer{};
  read_settings(numbers, syntax::syntax_of(initializer), node);
  return any_of<Any>(initializer, factor);
}

/// The first argument of one that wraps another.
inline const Node& wrapped_by(const Node& node) {
  if (node.children.empty() || !node.children[0].label.empty()) {
    fault(node.place, node.name + " wraps another initializer, which stands first: " + node.name +
                          "(xavier_uniform, …)");
  }
  return node.children[0];
}

template <class Any, template <class> class Wrapper>
Any read_wrapper(Numbers& numbers, const Node& node, const double* factor) {
  Wrapper<Any> wrapper{read_initializer<Any>(numbers, wrapped_by(node))};
  read_settings(numbers, syntax::syntax_of(wrapper), node, 1);
  return any_of<Any>(wrapper, factor);
}

template <class Any>
Any read_scaled(Numbers& numbers, const Node& node, const double* outer_factor) {
  if (outer_factor != nullptr) {
    fault(node.place, "scaled wraps scaled; write it once, with the product of the factors");
  }
  const Node& base = wrapped_by(node);
  scaled<zeros> wrapper{};
  read_settings(numbers, syntax::syntax_of(wrapper), node, 1);
  return read_initializer<Any>(numbers, base, &wrapper.factor);
}

/// The row of an initializer that has its defaults.
template <class Any, class I>
Reading<Any> reading_of(Any (*make)(Numbers&, const Node&, const double*) = read<Any, I>) {
  I initializer{};
  const Syntax syntax = syntax::syntax_of(initializer);
  return {syntax.name, syntax.over, make};
}

/// Every initializer of the library.
template <class Any>
const auto& readings() {
  static const Reading<Any> rows[] = {reading_of<Any, constant>(),
                                      reading_of<Any, zeros>(),
                                      reading_of<Any, ones>(),
                                      reading_of<Any, uniform>(),
                                      reading_of<Any, normal>(),
                                      reading_of<Any, truncated_normal>(),
                                      reading_of<Any, xavier<uniform>>(),
                                      reading_of<Any, xavier<normal>>(),
                                      reading_of<Any, xavier<truncated_normal>>(),
                                      reading_of<Any, kaiming<uniform>>(),
                                      reading_of<Any, kaiming<normal>>(),
                                      reading_of<Any, kaiming<truncated_normal>>(),
                                      reading_of<Any, lecun<uniform>>(),
                                      reading_of<Any, lecun<normal>>(),
                                      reading_of<Any, lecun<truncated_normal>>(),
                                      reading_of<Any, variance_scaling<uniform>>(),
                                      reading_of<Any, variance_scaling<normal>>(),
                                      reading_of<Any, variance_scaling<truncated_normal>>(),
                                      reading_of<Any, torch_default>(),
                                      reading_of<Any, siren>(),
                                      reading_of<Any, orthogonal>(),
                                      reading_of<Any, delta_orthogonal>(),
                                      reading_of<Any, eye>(),
                                      reading_of<Any, dirac>(),
                                      reading_of<Any, sparse>(),
                                      reading_of<Any, bilinear>(),
                                      reading_of<Any, gate_bias>(),
                                      reading_of<Any, chrono_bias>(),
                                      reading_of<Any, prior_bias>(),
                                      reading_of<Any, packed<zeros>>(read_wrapper<Any, packed>),
                                      reading_of<Any, icnr<zeros>>(read_wrapper<Any, icnr>),
                                      reading_of<Any, scaled<zeros>>(read_scaled<Any>)};
  return rows;
}

/// What is wrong with a tree that is no initializer, where `names` are the initializers' names and
/// `schemes` those of them that need a distribution.
[[noreturn]] inline void fault_of_initializer(const Node& node, const Names& names,
                                              const Names& schemes) {
  const std::string written = in_quotes(text_of_node(node));
  if (node.kind == Node::Kind::product) {
    fault(node.place, written + " is no initializer; write scaled(normal, 0.5) for a product");
  }
  if (node.kind != Node::Kind::name) {
    fault(node.place, written + " is no initializer; write constant(0.5) for a number");
  }
  if (std::find(schemes.begin(), schemes.end(), node.name) != schemes.end()) {
    fault(node.place, node.name + " needs a distribution; write " + node.name + "<normal>");
  }
  fault(node.place, "there is no initializer " + in_quotes(node.name) + proposal(node.name, names));
}

template <class Any>
Any read_initializer(Numbers& numbers, const Node& node, const double* factor) {
  std::vector<std::string> full_names;
  Names schemes;
  for (const Reading<Any>& row : readings<Any>()) {
    if (node.kind == Node::Kind::name && row.is_called(node.name)) {
      return row.make(numbers, node, factor);
    }
    full_names.push_back(row.name + row.over);
    if (!row.over.empty()) schemes.push_back(row.name);
  }
  Names names(full_names.begin(), full_names.end());
  for (const Alias& alias : aliases) names.push_back(alias.name);
  fault_of_initializer(node, names, schemes);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
