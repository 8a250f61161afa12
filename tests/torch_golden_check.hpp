// Compares what torch::Generator made with the golden file, and tells every difference as a line of
// text.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "torch_golden.hpp"

namespace torch_golden {

inline double value_of(std::uint64_t bits, const std::string& dtype) {
  return dtype == "f32" ? double(init::internal::bits_as<float>(std::uint32_t(bits)))
                        : init::internal::bits_as<double>(bits);
}

inline std::uint64_t hash_of(const Bits& values, const std::string& dtype) {
  std::uint64_t hash = 14695981039346656037u;
  for (std::uint64_t value : values) {
    for (int i = 0; i < (dtype == "f32" ? 4 : 8); ++i, value >>= 8) {
      hash = (hash ^ (value & 0xff)) * 1099511628211u;
    }
  }
  return hash;
}

/// How far a value may be from the golden one where another libm or another QR made it.
inline double tolerance(const std::string& mode, const std::string& dtype, double value,
                        const Result& made, const Operation& op) {
  const bool is_float = dtype == "f32";
  const double epsilon = is_float ? 0x1p-24 : 0x1p-53;
  if (mode == "qr") return (is_float ? 1e-5 : 1e-12) * op.number("gain", 1);
  if (mode == "tn") {
    const double z = (value - made.mean) / made.std;
    return 8 * epsilon * made.std * std::exp(z * z / 2) + epsilon * std::abs(value);
  }
  if (is_float) return std::abs(value) * 0x1.000002p-23;  // one unit in the last place
  return 4 * epsilon * (8.6 * std::abs(made.std) + std::abs(made.mean));
}

struct Outcome {
  int streams = 0, bitwise = 0, within_tolerance = 0;  ///< tensors, but for the first
  std::vector<std::string> differences;
};

/// Compares one tensor; says what is wrong with it, or "".
inline std::string difference(const Operation& op, const Part& part, const Bits& actual,
                              const Result& made, Outcome* outcome) {
  if (Index(actual.size()) != part.size) return "has another size";
  Bits shown = actual;
  if (!part.is_whole) {
    shown.assign(actual.begin(), actual.begin() + 64);
    shown.insert(shown.end(), actual.end() - 64, actual.end());
  }
  const std::string& mode = op.text("cmp");
  const bool is_bitwise = mode == "exact" || (mode != "qr" && has_same_libm());
  for (std::size_t i = 0; i < part.values.size(); ++i) {
    if (shown[i] == part.values[i]) continue;
    const double value = value_of(part.values[i], part.dtype);
    const double distance = std::abs(value_of(shown[i], part.dtype) - value);
    if (is_bitwise || !(distance <= tolerance(mode, part.dtype, value, made, op))) {
      char text[96];
      std::snprintf(text, sizeof text, "value %zu is %016llx, and should be %016llx", i,
                    static_cast<unsigned long long>(shown[i]),
                    static_cast<unsigned long long>(part.values[i]));
      return text;
    }
  }
  if (is_bitwise && hash_of(actual, part.dtype) != part.hash) return "has another hash";
  ++(is_bitwise ? outcome->bitwise : outcome->within_tolerance);
  return "";
}

/// What is wrong with the generator at a stream's end, or "".
inline std::string end_difference(const Stream& stream, init::torch::Generator& rng) {
  const auto second = rng.get_state().normal;
  if (second.has_value() != (stream.pending_normal != "-")) return "another pending normal";
  if (second) {
    const double expected = init::internal::bits_as<double>(hex(stream.pending_normal));
    const double allowed = has_same_libm() ? 0 : 4 * 0x1p-53 * 8.6;
    if (!(std::abs(*second - expected) <= allowed)) return "another pending normal";
  }
  if (!stream.engine_hash.empty()) {
    const auto engine = rng.get_state().engine;
    const Bits words(engine.words.begin(), engine.words.end());
    if (hash_of(words, "f32") != hex(stream.engine_hash) ||
        std::to_string(engine.position) != stream.engine_position) {
      return "another state";
    }
  }
  const std::uint64_t next = engine_words(rng, 1)[0] >> 32 & 0xffffff;
  return next == stream.next_24_bits ? "" : "other words consumed";
}

/// Runs all streams in one storage order.
template <int Order>
void check_streams(const File& file, Outcome* outcome) {
  for (const Stream& stream : file.streams) {
    const auto report = [&](const std::string& where, const std::string& what) {
      if (!what.empty()) outcome->differences.push_back(stream.id + " " + where + ": " + what);
    };
    const bool is_negative = stream.seed[0] == '-';
    auto rng = is_negative ? init::torch::Generator(std::stoll(stream.seed))
                           : init::torch::Generator(std::stoull(stream.seed));
    for (const Operation& op : stream.operations) {
      const Result made = run<Order>(op, rng);
      if (made.parts.size() != op.parts.size()) report(op.name, "other tensors");
      for (std::size_t i = 0; i < std::min(made.parts.size(), op.parts.size()); ++i) {
        report(op.name + " " + op.parts[i].name,
               difference(op, op.parts[i], made.parts[i].second, made, outcome));
      }
    }
    report("end", end_difference(stream, rng));
    ++outcome->streams;
  }
}

/// Gains, fans, and all streams in both storage orders.
inline Outcome check(const File& file) {
  Outcome outcome;
  for (const Gain& gain : file.gains) {
    const double slope =
        gain.parameter == "-" ? 0.01 : std::strtod(gain.parameter.c_str(), nullptr);
    if (init::gain(activation_of(gain.name, slope)) != gain.value) {
      outcome.differences.push_back("gain " + gain.name + " " + gain.parameter);
    }
  }
  for (const FanCase& fan : file.fans) {
    if (init::fans(fan.shape) != init::Fans{fan.in, fan.out}) {
      outcome.differences.push_back("fans of a shape of rank " + std::to_string(fan.shape.size()));
    }
  }
  check_streams<Eigen::ColMajor>(file, &outcome);
  check_streams<Eigen::RowMajor>(file, &outcome);
  return outcome;
}

}  // namespace torch_golden
