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
#include <vector>

#include "../text/cells.hpp"
#include "../text/print_table.hpp"
#include "../text/rows.hpp"
#include "../text/table.hpp"
#include "signal.hpp"

namespace eigeninit {
namespace internal::model {
inline namespace EIGENINIT_ABI {

/// "12 %", of a share; one that is not 0 does not look like it.
inline std::string percent(double share) {
  if (share > 0 && share < 0.005) return "<1 %";
  return print_number(std::round(share * 100), 3) + " %";
}

/// A column of a table of layers. Those that are empty in every row are left out.
struct SignalColumn {
  const char* title;
  std::string (*cell)(const LayerSignal&);
  std::string sum;
};

inline std::string signal_cell(const std::optional<double>& value) {
  return value ? print_number(*value, 3) : "";
}

/// Geometric means, for the last row.
inline std::string growth_cell(const std::optional<double>& growth) {
  return growth ? "x " + print_number(*growth, 3) : "";
}

inline Table table_of(const Signal& signal) {
  using Row = const LayerSignal&;
  const std::vector<SignalColumn> columns = {
      {"mean", [](Row row) { return print_number(row.forward.mean, 2); }, ""},
      {"std", [](Row row) { return print_number(row.forward.std, 3); }, ""},
      {"expected", [](Row row) { return signal_cell(row.expected_std); }, ""},
      {"factor", [](Row row) { return signal_cell(row.factor); }, growth_cell(signal.growth())},
      {"dead",
       [](Row row) { return row.forward.dead > 0 ? percent(row.forward.dead) : std::string(); },
       ""},
      {"saturated",
       [](Row row) {
         return row.forward.saturated ? percent(*row.forward.saturated) : std::string();
       },
       ""},
      {"gradient mean",
       [](Row row) { return row.backward ? print_number(row.backward->mean, 2) : std::string(); },
       ""},
      {"std",
       [](Row row) { return row.backward ? print_number(row.backward->std, 3) : std::string(); },
       ""},
      {"expected", [](Row row) { return signal_cell(row.expected_backward_std); }, ""},
      {"factor", [](Row row) { return signal_cell(row.backward_factor); },
       growth_cell(signal.backward_growth())},
      {"dead",
       [](Row row) {
         return row.backward && row.backward->dead > 0 ? percent(row.backward->dead)
                                                       : std::string();
       },
       ""},
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
  const auto given = [&](double SignalStatistics::*part) {
    return values ? std::optional<double>((*values).*part) : std::nullopt;
  };
  const auto count = [&](std::uint64_t SignalStatistics::*part) {
    return values ? std::optional<double>(double((*values).*part)) : std::nullopt;
  };
  to.field(prefix + "count", count(&SignalStatistics::count));
  to.field(prefix + "mean", given(&SignalStatistics::mean));
  to.field(prefix + "std", given(&SignalStatistics::std));
  to.field(prefix + "dead", given(&SignalStatistics::dead));
  to.field(prefix + "saturated", values ? values->saturated : std::nullopt);
  to.field(prefix + "not_finite", count(&SignalStatistics::not_finite));
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
