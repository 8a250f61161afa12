// The text of an initializer as a tree, before anybody knows what its names mean.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "place.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

struct Node {
  enum class Kind {
    number,
    name,     ///< relu, normal(0, 0.02), kaiming<truncated_normal>: its children are the arguments
    list,     ///< [0, 1]
    sum,      ///< 1 + x - 2
    product,  ///< 2 * x / 3
    minus     ///< -x
  };

  Kind kind = Kind::number;
  Place place;
  double number = 0;
  std::string name;
  std::vector<Node> children;
  std::string signs;  ///< of a sum or product: the operator before each child
  std::string label;  ///< of an argument that is given by name, std = 0.02: "std"
  Place label_place;
};

inline void write(std::string& out, const Node& node);

/// A part of a sum, of a product, or behind a minus.
inline void write_operand(std::string& out, const Node& whole, const Node& part) {
  const bool is_looser = part.kind == Node::Kind::sum ||
                         (part.kind == Node::Kind::product && whole.kind != Node::Kind::sum);
  if (is_looser) out += '(';
  write(out, part);
  if (is_looser) out += ')';
}

/// Children between brackets.
inline void write_arguments(std::string& out, char open, const Node& node, char close) {
  out += open;
  const char* separator = "";
  for (const Node& child : node.children) {
    out += separator;
    if (!child.label.empty()) out.append(child.label).append(" = ");
    write(out, child);
    separator = ", ";
  }
  out += close;
}

/// The same tree is read from this. Trees are as deep as their text is nested.
inline void write(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::number: out += text(node.number); break;
    case Node::Kind::name:
      out += node.name;
      if (!node.children.empty()) write_arguments(out, '(', node, ')');
      break;
    case Node::Kind::list: write_arguments(out, '[', node, ']'); break;
    case Node::Kind::minus:
      out += '-';
      write_operand(out, node, node.children.front());
      break;
    default:
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out.append(" ").append(1, node.signs[i]).append(" ");
        write_operand(out, node, node.children[i]);
      }
  }
}

inline std::string text_of_node(const Node& node) {
  std::string result;
  write(result, node);
  return result;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
