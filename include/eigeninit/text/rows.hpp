// Rows of named values as CSV and JSON, for programs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../numeric/error.hpp"
#include "cells.hpp"
#include "json_writer.hpp"

namespace eigeninit::internal::model {
inline namespace EIGENINIT_ABI {

/// Writes rows of named values as lines of CSV.
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

/// Writes the same rows as an array of JSON's objects.
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

/// All rows, each written by a function write_row(writer, row) of this namespace.
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
}  // namespace eigeninit::internal::model
