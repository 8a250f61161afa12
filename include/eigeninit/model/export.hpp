// Plans and reports as CSV and JSON, for programs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../text/cells.hpp"
#include "../text/json_writer.hpp"
#include "fingerprint.hpp"
#include "plan.hpp"
#include "print.hpp"
#include "report.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// Writes rows of named values, as lines of CSV or as objects of JSON.
class CsvWriter {
 public:
  void field(std::string_view name, const std::string& value) {
    titles_ += (titles_.empty() ? "" : ",") + csv_field(name);
    row_ += (is_first_ ? "" : ",") + csv_field(value);
    is_first_ = false;
  }
  void field(std::string_view name, double value) { field(name, internal::text(value)); }
  void field(std::string_view name, std::uint64_t value) { field(name, internal::text(value)); }
  void field(std::string_view name, const std::optional<double>& value) {
    field(name, value ? internal::text(*value) : std::string());
  }
  /// The names of a row's fields, which have to be written before the first row.
  template <class Row>
  void titles() {
    begin_row();
    write_row(*this, Row{});
    text_ = titles_ + "\r\n";
  }
  void begin_row() {
    titles_.clear();
    row_.clear();
    is_first_ = true;
  }
  void end_row() { text_ += row_ + "\r\n"; }
  std::string text() && { return std::move(text_); }

 private:
  std::string titles_, row_, text_;
  bool is_first_ = true;
};

class JsonRows {
 public:
  JsonRows() : writer_(text_, 1) { writer_.begin_array(); }
  void field(std::string_view name, const std::string& value) {
    writer_.member(name, std::string_view(value));
  }
  void field(std::string_view name, double value) { writer_.member(name, value); }
  void field(std::string_view name, std::uint64_t value) { writer_.member(name, value); }
  void field(std::string_view name, const std::optional<double>& value) {
    value ? writer_.member(name, *value) : writer_.member(name, nullptr);
  }
  template <class Row>
  void titles() {}
  void begin_row() { writer_.begin_object(); }
  void end_row() { writer_.end_object(); }
  std::string text() && {
    writer_.end_array();
    return std::move(text_);
  }

 private:
  std::string text_;
  json::Writer writer_;
};

inline const char* name_of(PlannedParameter::Action action) {
  constexpr const char* names[] = {"fill", "keep", "skip"};
  return names[std::size_t(action)];
}

template <class Writer>
void write_row(Writer& to, const PlannedParameter& row) {
  const auto told = [&row](double Summary::*part) {
    return row.expected ? std::optional<double>((*row.expected).*part) : std::nullopt;
  };
  to.field("name", row.name);
  std::string ties;
  for (const std::string& tie : row.ties) ties += (ties.empty() ? "" : " ") + tie;
  to.field("ties", ties);
  to.field("shape", text_of_shape(row.shape));
  to.field("scalar", std::string(eigeninit::name_of(row.scalar)));
  to.field("elements", std::uint64_t(row.elements));
  to.field("bytes", std::uint64_t(row.bytes));
  to.field("action", std::string(name_of(row.action)));
  to.field("rule", row.rule);
  to.field("initializer", row.initializer);
  to.field("fan_in", row.fans ? std::optional<double>(double(row.fans->in)) : std::nullopt);
  to.field("fan_out", row.fans ? std::optional<double>(double(row.fans->out)) : std::nullopt);
  to.field("expected_mean", told(&Summary::mean));
  to.field("expected_std", told(&Summary::std));
  to.field("expected_low", told(&Summary::low));
  to.field("expected_high", told(&Summary::high));
}

template <class Writer>
void write_row(Writer& to, const ReportedParameter& row) {
  write_row(to, row.plan);
  to.field("mean", row.mean);
  to.field("mean_z", row.mean_z);
  to.field("std", row.std);
  to.field("std_z", row.std_z);
  to.field("low", row.low);
  to.field("high", row.high);
  to.field("not_finite", row.not_finite);
  to.field("never_written", row.never_written);
  to.field("hash", hex(row.hash));
  to.field("seconds", row.seconds);
  to.field("fault", row.fault);
}

template <class Writer, class Rows>
std::string write_rows(const Rows& rows) {
  Writer writer;
  writer.template titles<std::decay_t<decltype(*rows.begin())>>();
  for (const auto& row : rows) {
    writer.begin_row();
    write_row(writer, row);
    writer.end_row();
  }
  return std::move(writer).text();
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

inline std::string Plan::csv() const {
  return internal::model::write_rows<internal::model::CsvWriter>(*this);
}
inline std::string Plan::json() const {
  return internal::model::write_rows<internal::model::JsonRows>(*this);
}
inline std::string Report::csv() const {
  return internal::model::write_rows<internal::model::CsvWriter>(*this);
}
inline std::string Report::json() const {
  return internal::model::write_rows<internal::model::JsonRows>(*this);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
