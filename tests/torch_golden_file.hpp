// The golden file of PyTorch's CPU initialisers, read into plain structures. One record per line:
//
//   gain NAME PARAMETER VALUE       calculate_gain; "-" where no parameter is given
//   fan SHAPE IN OUT                a shape is 6x3x5x5
//   stream ID seed=S …              manual_seed(S); its operations follow, on one generator
//   op NUMBER NAME dtype=… shape=… … cmp=MODE      arguments as in PyTorch, whose defaults hold
//   tensor NAME dtype=… n=COUNT fnv=HASH all|ends  what the operation made: all values follow, or
//   x WORD …                                       the first and last 64; FNV-1a has them all
//   end next24=HEX cache=HEX|-      the low bits of the next word; the pending normal
//
// Arguments are C99 hex floats, values bit patterns in hex, in row-major logical order. layout=T is
// a transposed view. MODE: exact, or what its last bits depend on: libm, tn (libm in the tensor's
// own precision), qr.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace torch_golden {

using Eigen::Index;
using Bits = std::vector<std::uint64_t>;

/// A tensor that an operation made.
struct Part {
  std::string name, dtype;
  Index size;
  std::uint64_t hash;  ///< FNV-1a of all values
  bool is_whole;       ///< whether `values` has all of them, or the first and the last 64
  Bits values;
};

struct Operation {
  std::string name;
  std::map<std::string, std::string> settings;
  std::vector<Part> parts;

  bool has(const std::string& key) const { return settings.count(key) != 0; }
  const std::string& text(const std::string& key) const { return settings.at(key); }
  double number(const std::string& key, double otherwise) const {
    return has(key) ? std::strtod(text(key).c_str(), nullptr) : otherwise;
  }
};

/// Operations one after the other on one generator, and what it is left with.
struct Stream {
  std::string id, seed;
  std::vector<Operation> operations;
  std::uint32_t next_24_bits = 0;
  std::string pending_normal;  ///< its bits in hex, or "-"
  std::string engine_hash;     ///< FNV-1a of the engine's words, where the file has it
  std::string engine_position;
};

struct Gain {
  std::string name, parameter;
  double value;
};
struct FanCase {
  std::vector<Index> shape;
  Index in, out;
};

struct File {
  std::vector<Gain> gains;
  std::vector<FanCase> fans;
  std::vector<Stream> streams;
};

/// "6x3x5x5"
inline std::vector<Index> shape_of(const std::string& text) {
  std::vector<Index> shape;
  std::istringstream in(text);
  for (std::string extent; std::getline(in, extent, 'x');) shape.push_back(std::stol(extent));
  return shape;
}

inline std::uint64_t hex(const std::string& text) { return std::stoull(text, nullptr, 16); }

/// The tokens "key=value" of a line; the others as keys without a value.
inline std::map<std::string, std::string> settings_of(std::istringstream& line) {
  std::map<std::string, std::string> settings;
  for (std::string token; line >> token;) {
    const auto equals = token.find('=');
    settings[token.substr(0, equals)] = equals == std::string::npos ? "" : token.substr(equals + 1);
  }
  return settings;
}

/// The file; empty where it can't be opened.
inline File read(const std::string& path) {
  File file;
  std::ifstream in(path);
  for (std::string text; std::getline(in, text);) {
    std::istringstream line(text);
    std::string kind;
    line >> kind;
    if (kind == "gain") {
      std::string name, parameter, value;
      line >> name >> parameter >> value;
      file.gains.push_back({name, parameter, std::strtod(value.c_str(), nullptr)});
    } else if (kind == "fan") {
      std::string shape;
      Index fan_in = 0, fan_out = 0;
      line >> shape >> fan_in >> fan_out;
      file.fans.push_back({shape_of(shape), fan_in, fan_out});
    } else if (kind == "stream") {
      std::string id;
      line >> id;
      file.streams.emplace_back();
      file.streams.back().id = id;
      file.streams.back().seed = settings_of(line)["seed"];
    } else if (kind == "op") {
      std::string number, name;
      line >> number >> name;
      file.streams.back().operations.push_back({name, settings_of(line), {}});
    } else if (kind == "tensor") {
      std::string name;
      line >> name;
      auto settings = settings_of(line);
      file.streams.back().operations.back().parts.push_back({name,
                                                             settings["dtype"],
                                                             std::stol(settings["n"]),
                                                             hex(settings["fnv"]),
                                                             settings.count("all") != 0,
                                                             {}});
    } else if (kind == "x") {
      Bits& values = file.streams.back().operations.back().parts.back().values;
      for (std::string word; line >> word;) values.push_back(hex(word));
    } else if (kind == "end") {
      auto settings = settings_of(line);
      file.streams.back().next_24_bits = std::uint32_t(hex(settings["next24"]));
      file.streams.back().pending_normal = settings["cache"];
      file.streams.back().engine_hash = settings["engine"];
      file.streams.back().engine_position = settings["position"];
    }
  }
  return file;
}

}  // namespace torch_golden
