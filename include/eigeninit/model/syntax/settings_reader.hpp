// The settings of an initializer from the arguments of its text.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "numbers.hpp"
#include "syntax_table.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

/// [0, -1].
inline Axes read_axes(Numbers& numbers, const Node& node) {
  constexpr Index most = Index(Axes::max_rank);
  if (node.kind != Node::Kind::list) {
    fault(node.place, in_quotes(text_of_node(node)) + " is no list of axes; pass one, such as [0]");
  }
  std::vector<int> axes;
  for (const Node& child : node.children) {
    if (!child.label.empty()) fault(child.label_place, "an axis has no name; pass its number");
    const Index axis = numbers.integer("an axis", child);
    if (axis < -most || axis >= most) {
      fault(child.place, "there is no axis " + text(axis) +
                             "; number axes 0 to 7 from the front or -1 to -8 from the back");
    }
    if (std::find(axes.begin(), axes.end(), int(axis)) != axes.end()) {
      fault(child.place, "axis " + text(axis) + " is given twice; give it once");
    }
    axes.push_back(int(axis));
  }
  if (axes.empty()) return {};
  axes.resize(2 * std::size_t(most), axes[0]);  // a set is made of a list of known length
  const int* a = axes.data();
  return {a[0], a[1], a[2],  a[3],  a[4],  a[5],  a[6],  a[7],
          a[8], a[9], a[10], a[11], a[12], a[13], a[14], a[15]};
}

/// in_out, groups(out_in, 4), axes(out = [0], in = [1], batch = [2]).
inline Layout read_layout(Numbers& numbers, const Node& node) {
  Names names;
  for (const auto& [name, layout] : named_layouts) names.push_back(name);
  names.insert(names.end(), {"groups", "axes"});
  const std::size_t chosen = choice(node, "layout", names);
  if (chosen < std::size(named_layouts)) {
    arguments_of(node, {});
    return named_layouts[chosen].layout;
  }
  if (node.name == "groups") {
    const auto arguments = arguments_of_function(node, {"layout", "count"}, 2);
    const Layout layout = read_layout(numbers, *arguments[0]);
    const Index count = numbers.integer("count", *arguments[1]);
    return at(arguments[1]->place, [&] { return layout.groups(count); });
  }
  const auto arguments = arguments_of_function(node, {"out", "in", "batch"}, 2);
  Axes axes[3];
  for (std::size_t k = 0; k < 3; ++k) {
    if (arguments[k] != nullptr) axes[k] = read_axes(numbers, *arguments[k]);
  }
  return at(node.place, [&] { return Layout::axes(axes[0], axes[1], axes[2]); });
}

inline bool read_truth(const std::string& what, const Node& node) {
  if (node.kind != Node::Kind::name || (node.name != "true" && node.name != "false")) {
    fault(node.place, what + " is " + in_quotes(text_of_node(node)) + "; pass true or false");
  }
  arguments_of(node, {});
  return node.name == "true";
}

inline FanMode read_mode(const Node& node) {
  const Names names(std::begin(mode_names), std::end(mode_names));
  const auto mode = FanMode(choice(node, "fan mode", names));
  arguments_of(node, {});
  return mode;
}

inline void read_setting(Numbers& numbers, const Setting& setting, const Node& node) {
  switch (setting.type) {
    case Setting::Type::real: setting.as<double>() = numbers.number(node); break;
    case Setting::Type::integer: setting.as<Index>() = numbers.integer(setting.name, node); break;
    case Setting::Type::truth: setting.as<bool>() = read_truth(setting.name, node); break;
    case Setting::Type::mode: setting.as<FanMode>() = read_mode(node); break;
    case Setting::Type::activation: setting.as<Activation>() = numbers.activation(node); break;
    case Setting::Type::layout: setting.as<Layout>() = read_layout(numbers, node); break;
  }
}

/// Those that are given, from the argument `first` on.
inline void read_settings(Numbers& numbers, const Syntax& syntax, const Node& call,
                          std::size_t first = 0) {
  Names names;
  for (std::size_t k = 0; k < syntax.size(); ++k) names.push_back(syntax.settings[k].name);
  const auto arguments = arguments_of(call, names, first);
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (arguments[k] != nullptr) read_setting(numbers, syntax.settings[k], *arguments[k]);
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
