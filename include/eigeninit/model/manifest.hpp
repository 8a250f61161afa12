// The manifest of a model: how its values came about and what they are, and whether a model still
// has them.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../random/generator.hpp"
#include "../text/json.hpp"
#include "../text/json_writer.hpp"
#include "ask.hpp"
#include "export.hpp"
#include "fingerprint.hpp"
#include "name_index.hpp"
#include "parameters.hpp"
#include "report.hpp"
#include "shape.hpp"
#include "work.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// Writes a parameter into a manifest. `root` is the generator whose streams filled it, if any.
inline void write_manifest_row(json::Writer& writer, const ReportedParameter& row,
                               const Generator* root) {
  writer.begin_object().member("name", row.plan.name);
  if (!row.plan.ties.empty()) {
    writer.name("ties").begin_array();
    for (const std::string& tie : row.plan.ties) writer.value(tie);
    writer.end_array();
  }
  writer.name("shape").begin_array();
  for (const Index extent : row.plan.shape) writer.value(extent);
  writer.end_array();
  writer.member("scalar", eigeninit::name_of(row.plan.scalar));
  writer.member("action", name_of(row.plan.action)).member("rule", row.plan.rule);
  if (row.plan.action == PlannedParameter::Action::fill) {
    writer.member("initializer", row.plan.initializer);
    if (root != nullptr) writer.member("stream", hex(root->stream(row.plan.name).get_state().seed));
  }
  writer.member("hash", hex(row.hash)).end_object();
}

/// What a manifest says of a parameter.
struct Recorded {
  std::vector<std::string> names;  ///< the first, and its ties
  std::string shape, scalar, hash;
  bool is_found = false;
};

/// The parameters of a manifest.
class Records {
 public:
  explicit Records(std::string_view manifest) {
    const json::Value parsed = json::parse(manifest);
    if (const int format = parsed["manifest_format"].as_integer<int>(); format != 1) {
      refuse("verify: the manifest has the format ", format,
             ", and this library reads 1; use the one that wrote it");
    }
    for (const json::Value& row : parsed["parameters"].as_array()) {
      rows_.push_back(read(row));
      for (const std::string& name : rows_.back().names) by_name_.add(name, rows_.size() - 1);
    }
    by_name_.sort();
  }

  /// The parameter that has this name; null where none has.
  Recorded* find(std::string_view name) {
    const std::size_t found = by_name_.find(name, [&](std::size_t number) {
      const std::vector<std::string>& names = rows_[number].names;
      return std::find(names.begin(), names.end(), name) != names.end();
    });
    return found == NameIndex::none ? nullptr : &rows_[found];
  }

  const std::vector<Recorded>& all() const { return rows_; }

 private:
  static Recorded read(const json::Value& row) {
    Recorded one{{row["name"].as_string()}, {}, row["scalar"].as_string(), row["hash"].as_string()};
    if (const json::Value* ties = row.find("ties")) {
      for (const json::Value& tie : ties->as_array()) one.names.push_back(tie.as_string());
    }
    std::vector<Index> shape;
    for (const json::Value& extent : row["shape"].as_array()) {
      shape.push_back(extent.as_integer<Index>());
    }
    one.shape = text_of_shape(shape);
    return one;
  }

  std::vector<Recorded> rows_;
  NameIndex by_name_;
};

/// The parameters as they are: rows of a plan that keeps all.
inline std::vector<ReportedParameter> measured(const Parameters& net) {
  std::vector<PlannedParameter> rows;
  std::vector<Filling> fillings;
  Faults faults;
  for (const Entry& entry : net.entries()) {
    rows.push_back(row_of(entry));
    rows.back().action = PlannedParameter::Action::keep;
    fillings.push_back({entry.view, std::nullopt});
    if (entry.is_declared)
      faults.add({"'", entry.name, "' is declared and has no memory; add() it"});
  }
  faults.refuse_any("verify");
  const Options options;
  ModelMemory memory(fillings);
  Work work(rows, fillings, memory, options);
  const Generator none(0);
  work.run(none);
  return work.reported();
}

/// How a parameter differs from what was recorded; empty where it does not.
inline std::string difference(const Recorded& was, const ReportedParameter& is) {
  const std::string shape = text_of_shape(is.plan.shape);
  const char* const scalar = eigeninit::name_of(is.plan.scalar);
  if (was.shape != shape) return "its shape is " + shape + " and was " + was.shape;
  if (was.scalar != scalar)
    return "its scalar is " + std::string(scalar) + " and was " + was.scalar;
  return was.hash == hex(is.hash) ? "" : "its values are others";
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline std::string Report::manifest() const {
  const std::string version = internal::text(EIGENINIT_VERSION_MAJOR) + "." +
                              internal::text(EIGENINIT_VERSION_MINOR) + "." +
                              internal::text(EIGENINIT_VERSION_PATCH);
  std::string text;
  internal::json::Writer writer(text, 2);
  writer.begin_object().member("eigeninit", version).member("manifest_format", 1);
  writer.member("source", origin_.source);
  if (origin_.seed) writer.member("seed", *origin_.seed);
  writer.member("rules", origin_.rules);
  writer.member("fingerprint", internal::model::hex(fingerprint()));
  const Generator root(origin_.seed.value_or(0));
  writer.name("parameters").begin_array();
  for (const ReportedParameter& row : rows_) {
    internal::model::write_manifest_row(writer, row, origin_.has_streams ? &root : nullptr);
  }
  writer.end_array().end_object();
  return text += '\n';
}

/// Compares the parameters of a model with a manifest: a line for each that differs in shape,
/// scalar or values, that the manifest does not have, or that the model does not have; none where
/// all are the same. Reads all values once. Throws std::invalid_argument for what is no manifest.
[[nodiscard]] inline std::vector<std::string> verify(std::string_view manifest,
                                                     const Parameters& net) {
  namespace model = internal::model;
  model::Records records(manifest);
  std::vector<std::string> lines;
  for (const ReportedParameter& is : model::measured(net)) {
    model::Recorded* const was = records.find(is.plan.name);
    const std::string what =
        was == nullptr ? "the manifest does not have it" : model::difference(*was, is);
    if (was != nullptr) was->is_found = true;
    if (!what.empty()) lines.push_back("'" + is.plan.name + "': " + what);
  }
  for (const model::Recorded& was : records.all()) {
    if (!was.is_found) lines.push_back("'" + was.names[0] + "': the model does not have it");
  }
  return lines;
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
