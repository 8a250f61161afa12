// The settings of initializers as text: numbers, fan modes, activations and layouts, by the names
// that they have in C++.
//
// A setting is told apart when the program runs, so that what prints and reads it is compiled once
// and not for every initializer.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "../../numeric/error.hpp"
#include "../../scaling/activation.hpp"
#include "../../scaling/fans.hpp"
#include "../../scaling/layout.hpp"
#include "../../tensor/index.hpp"

namespace eigeninit::internal::syntax {
inline namespace EIGENINIT_ABI {

/// The name of a setting, and where the initializer keeps it.
struct Setting {
  enum class Type { real, integer, truth, mode, activation, layout };

  constexpr Setting() = default;
  Setting(const char* of, double& at) : name(of), value(&at) {}
  Setting(const char* of, Index& at) : name(of), type(Type::integer), value(&at) {}
  Setting(const char* of, bool& at) : name(of), type(Type::truth), value(&at) {}
  Setting(const char* of, FanMode& at) : name(of), type(Type::mode), value(&at) {}
  Setting(const char* of, Activation& at) : name(of), type(Type::activation), value(&at) {}
  Setting(const char* of, Layout& at) : name(of), type(Type::layout), value(&at) {}

  /// The value, of the type that it is of.
  template <class T>
  T& as() const {
    return *static_cast<T*>(value);
  }

  const char* name = nullptr;
  Type type = Type::real;
  void* value = nullptr;
};

struct NamedActivation {
  const char* name;
  Activation activation;
};
/// By Activation::Kind.
inline constexpr NamedActivation named_activations[] = {
    {"linear", Activation::linear()},
    {"sigmoid", Activation::sigmoid()},
    {"tanh", Activation::tanh()},
    {"relu", Activation::relu()},
    {"leaky_relu", Activation::leaky_relu()},
    {"selu", Activation::selu()},
    {"gelu", Activation::gelu()},
    {"gelu_tanh", Activation::gelu_tanh()},
    {"silu", Activation::silu()},
    {"mish", Activation::mish()},
    {"elu", Activation::elu()},
    {"hardswish", Activation::hardswish()},
    {"softplus", Activation::softplus()},
    {"softsign", Activation::softsign()},
    {"relu_squared", Activation::relu_squared()}};

/// By FanMode.
inline constexpr const char* mode_names[] = {"fan_in", "fan_out", "fan_avg", "fan_geo_avg"};

struct NamedLayout {
  const char* name;
  Layout layout;
};
inline constexpr NamedLayout named_layouts[] = {{"out_in", Layout::out_in()},
                                                {"in_out", Layout::in_out()},
                                                {"spatial_in_out", Layout::spatial_in_out()}};

// By appending alone, which takes compilers half the time of sums of strings.

/// leaky_relu(0.2); leaky_relu, where the slope is that of C++'s leaky_relu().
inline void write(std::string& out, const Activation& activation) {
  const auto& [name, usual] = named_activations[std::size_t(activation.kind())];
  out += name;
  const double slope = activation.slope();
  if (bits_as<std::uint64_t>(slope) == bits_as<std::uint64_t>(usual.slope())) return;
  out += '(';
  out += text(slope);
  out += ')';
}

/// [0, 1, -1].
inline void write(std::string& out, const Axes& axes) {
  constexpr int most = int(Axes::max_rank);
  // As of a tensor of so many axes that none counts from both ends.
  const std::uint32_t bits = axes.bits(2 * Axes::max_rank);
  const char* separator = "[";
  for (int k = 0; k < 2 * most; ++k) {
    const int number = k < most ? k : most - 1 - k;
    if (((bits >> (number < 0 ? 2 * most + number : number)) & 1u) == 0) continue;
    out += separator;
    out += text(number);
    separator = ", ";
  }
  out += axes.empty() ? "[]" : "]";
}

inline bool has_axes_of(const Layout& layout, const Layout& other) {
  constexpr std::size_t rank = 2 * Axes::max_rank;
  return layout.grouped() == other.grouped() && layout.out().bits(rank) == other.out().bits(rank) &&
         layout.in().bits(rank) == other.in().bits(rank) &&
         layout.batch().bits(rank) == other.batch().bits(rank);
}

/// out_in; axes(out = [0], in = [1, 2], batch = [3]).
inline void write_roles(std::string& out, const Layout& layout) {
  for (const auto& [name, named] : named_layouts) {
    if (has_axes_of(layout, named)) {
      out += name;
      return;
    }
  }
  out += "axes(out = ";
  write(out, layout.out());
  out += ", in = ";
  write(out, layout.in());
  if (!layout.batch().empty()) {
    out += ", batch = ";
    write(out, layout.batch());
  }
  out += ')';
}

/// groups(out_in, 4).
inline void write(std::string& out, const Layout& layout) {
  if (layout.groups() == 1) {
    write_roles(out, layout);
    return;
  }
  out += "groups(";
  write_roles(out, layout);
  out += ", ";
  out += text(layout.groups());
  out += ')';
}

inline void write(std::string& out, const Setting& setting) {
  switch (setting.type) {
    case Setting::Type::real: out += text(setting.as<double>()); break;
    case Setting::Type::integer: out += text(setting.as<Index>()); break;
    case Setting::Type::truth: out += setting.as<bool>() ? "true" : "false"; break;
    case Setting::Type::mode: out += mode_names[std::size_t(setting.as<FanMode>())]; break;
    case Setting::Type::activation: write(out, setting.as<Activation>()); break;
    case Setting::Type::layout: write(out, setting.as<Layout>()); break;
  }
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit::internal::syntax
