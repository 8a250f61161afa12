// Signals as tables, for people, and as CSV and JSON, for programs.
//
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "../text/cells.hpp"
#include "../text/print_table.hpp"
#include "../text/rows.hpp"
#include "../text/table.hpp"
#include "signal.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// "12 %", of a share; one that is not 0 or 1 does not look like it.
inline std::string percent(double share) {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share > 0.995) return ">99 %";
  return print_number(std::round(share * 100), 3) + " %";
}

/// A column of a table of layers. Those that are empty in every row are left out.
struct SignalColumn {
  const char* title;
  std::string (*cell)(const LayerSignal&);
  std::string sum;
};

inline std::string number_cell(const std::optional<double>& value, int digits) {
  return value ? print_number(*value, digits) : "";
}

/// Where no unit is dead, that is not worth a column.
inline std::string dead_cell(const std::optional<double>& share) {
  return share && *share > 0 ? percent(*share) : "";
}

/// A number of what was recorded, if anything was.
template <class Number>
std::optional<double> part_of(const std::optional<SignalStatistics>& values,
                              Number SignalStatistics::*part) {
  return values ? std::optional<double>(double((*values).*part)) : std::nullopt;
}

/// Geometric means, for the last row.
inline std::string growth_cell(const std::optional<double>& growth) {
  return growth ? "x " + print_number(*growth, 3) : "";
}

inline Table table_of(const Signal& signal) {
  using Row = const LayerSignal&;
  using Values = SignalStatistics;
  const std::vector<SignalColumn> columns = {
      {"mean", [](Row row) { return print_number(row.forward.mean, 2); }, ""},
      {"std", [](Row row) { return print_number(row.forward.std, 3); }, ""},
      {"expected", [](Row row) { return number_cell(row.expected_std, 3); }, ""},
      {"factor", [](Row row) { return number_cell(row.factor, 3); }, growth_cell(signal.growth())},
      {"dead", [](Row row) { return dead_cell(row.forward.dead); }, ""},
      {"saturated",
       [](Row row) { return row.forward.saturated ? percent(*row.forward.saturated) : ""; }, ""},
      {"gradient mean",
       [](Row row) { return number_cell(part_of(row.backward, &Values::mean), 2); }, ""},
      {"std", [](Row row) { return number_cell(part_of(row.backward, &Values::std), 3); }, ""},
      {"expected", [](Row row) { return number_cell(row.expected_backward_std, 3); }, ""},
      {"factor", [](Row row) { return number_cell(row.backward_factor, 3); },
       growth_cell(signal.backward_growth())},
      {"dead", [](Row row) { return dead_cell(part_of(row.backward, &Values::dead)); }, ""},
  };
  Table table;
  table.column("layer");
  std::vector<SignalColumn> shown;
  for (const SignalColumn& column : columns) {
    const bool is_empty = std::all_of(signal.begin(), signal.end(),
                                      [&](Row row) { return column.cell(row).empty(); });
    if (is_empty) continue;
    table.column(column.title, Align::right);
    shown.push_back(column);
  }
  table.column("");
  const auto cells = [&](std::string first, const auto& cell, std::string last) {
    std::vector<std::string> result = {std::move(first)};
    for (const SignalColumn& column : shown) result.push_back(cell(column));
    result.push_back(std::move(last));
    return result;
  };
  for (Row row : signal) {
    table.row(cells(
        row.name, [&](const SignalColumn& column) { return column.cell(row); }, row.fault));
  }
  return table.sums(cells(
      "each layer", [](const SignalColumn& column) { return column.sum; }, ""));
}

template <class Writer>
void write_statistics(Writer& to, const std::string& prefix,
                      const std::optional<SignalStatistics>& values) {
  using Values = SignalStatistics;
  to.field(prefix + "count", part_of(values, &Values::count));
  to.field(prefix + "mean", part_of(values, &Values::mean));
  to.field(prefix + "std", part_of(values, &Values::std));
  to.field(prefix + "dead", part_of(values, &Values::dead));
  to.field(prefix + "saturated", values ? values->saturated : std::nullopt);
  to.field(prefix + "not_finite", part_of(values, &Values::not_finite));
}

template <class Writer>
void write_row(Writer& to, const LayerSignal& row) {
  to.field("name", row.name);
  write_statistics(to, "", row.forward);
  to.field("factor", row.factor);
  to.field("expected_std", row.expected_std);
  write_statistics(to, "backward_", row.backward);
  to.field("backward_factor", row.backward_factor);
  to.field("expected_backward_std", row.expected_backward_std);
  to.field("fault", row.fault);
}

}  // namespace EIGENINIT_ABI
}  // namespace internal::model

inline namespace EIGENINIT_ABI {

/// A table: of each layer the mean and the standard deviation, by which factor it differs from the
/// layer before (of gradients: behind), the shares of dead units and saturated values, and what is
/// wrong. Columns without entries are left out. In the last row the mean factor. Rows with a fault
/// are red on a terminal that shows colours, unless NO_COLOR is set.
inline std::ostream& operator<<(std::ostream& out, const Signal& signal) {
  return internal::model::print(out, internal::model::table_of(signal), signal,
                                [](const LayerSignal& row) { return !row.ok(); });
}

inline std::string Signal::csv() const {
  return internal::model::write_rows<internal::model::CsvWriter>(*this);
}
inline std::string Signal::json() const {
  return internal::model::write_rows<internal::model::JsonRows>(*this);
}

}  // namespace EIGENINIT_ABI
}  // namespace eigeninit
